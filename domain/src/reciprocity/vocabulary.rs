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
    }
}
