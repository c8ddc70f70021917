//! Reciprocity: who gave, who received, and what is promised.

mod account;
mod position;
mod transfer;
mod vocabulary;

pub use account::{AccountKey, LedgerAccount};
pub use position::Position;
pub use transfer::{Source, Transfer};
pub use vocabulary::{AccountKind, SourceKind, TransferKind};

crate::nouns! {
    /// A transfer as the ledger of the school shows it that is credited.
    CreditEntry = "crd";
    /// A transfer as the ledger of the school shows it that is debited.
    DebitEntry = "dbt";
}
crate::noun!(Transfer = "tra");
crate::noun!(LedgerAccount = "acc");
