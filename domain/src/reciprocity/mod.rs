//! Reciprocity: who gave, who received, and what is promised.

mod vocabulary;

pub use vocabulary::{AccountKind, TransferKind};

crate::nouns! {
    /// One transfer of half-days between two accounts of the ledger.
    Transfer = "tra";
    /// One school's account of one kind.
    LedgerAccount = "acc";
}
