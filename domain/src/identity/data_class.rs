//! What kind of data is kept: of each column its class, of each table what for, on which ground, and among which records.

use crate::words;

words! {
    /// What a column holds, and so what becomes of it when somebody asks what is kept about them, or to be forgotten.
    pub enum DataClass {
        /// What the service needs for its own working: ids, versions, digests.
        Technical = "technical",
        /// What everybody may know.
        Public = "public",
        /// What schools and alliances keep of their own affairs.
        Organisational = "organisational",
        /// What is about a person.
        Personal = "personal",
        /// What a person wrote, or what was written about one, in words of their own.
        Words = "words",
        /// What opens a door, or stands for something that does. It is shown to nobody.
        Secret = "secret",
    }

    /// The ground on which personal data is kept (UK GDPR, article 6).
    pub enum LawfulBasis {
        /// Nothing personal is kept.
        None = "none",
        /// A task in the public interest: article 6(1)(e).
        PublicTask = "public_task",
        /// A duty that the law lays down: article 6(1)(c).
        LegalObligation = "legal_obligation",
    }

    /// Records that are kept for one time, and why (DOMAIN C.1).
    pub enum RecordClass {
        /// The directory, the taxonomy, and the rules and numbers that are in force: public.
        Directory = "directory",
        /// People, their roles, posts and listings. Over when the last role has ended.
        Account = "account",
        /// Sign-ins and what renews them. Over when they have ended.
        SignIn = "sign_in",
        /// Letters. Over when they would be of no use any more.
        Letter = "letter",
        /// What people are told.
        Notice = "notice",
        /// Invitations to take up a role. Over when they were answered, taken back or have lapsed.
        Invitation = "invitation",
        /// What was said for and against a designation. Over when the designation has ended.
        Designation = "designation",
        /// Offers, and the time that people have to give.
        Market = "market",
        /// What schools asked for. Over when nobody is looked for any more, and its days and all support that came of it have ended.
        Request = "request",
        /// Support from the first proposal to the last review. Over when it has ended.
        Work = "work",
        /// What was given and received, what it cost and what is owed. It names nobody.
        Money = "money",
        /// What happened and who did it, by ids alone.
        Trail = "trail",
        /// What was prepared for people who asked what is kept about them. Over once it could be fetched.
        Export = "export",
        /// Answers that are given again to whoever sends the same twice: seven days (SETTLED 16).
        Answer = "answer",
        /// What the service needs for its own working.
        Machinery = "machinery",
    }
}

impl RecordClass {
    /// Whether a time is set for it. The others are kept as long as the service runs, and name nobody who was erased; or
    /// their time is part of the contract.
    pub const fn has_its_time(self) -> bool {
        matches!(
            self,
            Self::Account
                | Self::SignIn
                | Self::Letter
                | Self::Notice
                | Self::Invitation
                | Self::Designation
                | Self::Request
                | Self::Work
                | Self::Export
        )
    }
}
