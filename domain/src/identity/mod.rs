//! People, where they work, and in which roles they act.

crate::nouns! {
    /// Somebody who uses Lateral.
    Person = "per";
    /// A role of one person at one organisation, for a time.
    Membership = "mem";
    /// A person's post at a school, for a time.
    Employment = "emp";
    /// A request to somebody to take up a role, by e-mail.
    Invitation = "inv";
    /// A sign-in: the family of refresh tokens that descend from it.
    Session = "ses";
}
