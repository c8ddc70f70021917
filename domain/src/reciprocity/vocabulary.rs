//! The words of the ledger.

use crate::words;

words! {
    /// What an account counts, in half-days (DOMAIN C.4).
    pub enum AccountKind {
        /// Work that was done: a school's balance is what it gave less what it received.
        Support = "support",
        /// Work that is agreed and not yet done.
        Promise = "promise",
    }

    /// Why half-days moved (SETTLED 3).
    pub enum TransferKind {
        /// A deployment was agreed: the half-days are promised.
        Promise = "promise",
        /// A visit was confirmed: given by the home school, received by the host.
        Support = "support",
        /// A promise was kept, or ended with its deployment.
        Release = "release",
        /// A posting was taken back.
        Reversal = "reversal",
    }

    /// What caused a transfer; one cause makes at most one transfer of a kind.
    pub enum SourceKind {
        /// A deployment was agreed, or ended.
        Deployment = "deployment",
        /// A visit was confirmed.
        Confirmation = "confirmation",
        /// An earlier transfer was reversed.
        Transfer = "transfer",
        /// A school took another's place, and with it what was promised and not yet given.
        Succession = "succession",
        /// The specialist moved to another school, and with them what was promised and not yet given.
        Departure = "departure",
    }

    /// What a school owes.
    pub enum ObligationKind {
        /// Half-days of support, given back.
        GiveBack = "give_back",
        /// A visit of another school, hosted.
        HostVisit = "host_visit",
        /// A practice, written up for others.
        WriteUp = "write_up",
        /// Mentoring, later.
        Mentoring = "mentoring",
        /// Good practice, shared across schools (DOMAIN C40).
        SharePractice = "share_practice",
    }

    /// Where an obligation stands (DOMAIN C.2).
    pub enum ObligationStatus {
        /// It is owed, and there is time.
        Open = "open",
        /// Its day is near.
        Due = "due",
        /// Its day has passed, and it was not met.
        Overdue = "overdue",
        /// It was met.
        Met = "met",
        /// Whoever it was owed to, or a broker, has let it go for a reason.
        Waived = "waived",
    }

    /// What an obligation comes from.
    pub enum ObligationSource {
        /// The terms of a deployment, which both heads signed.
        Deployment = "deployment",
        /// The conditions of a grant.
        Grant = "grant",
        /// The conditions of a bursary (DOMAIN C40).
        Bursary = "bursary",
        /// The school's own word.
        Agreement = "agreement",
    }
}
