//! Reciprocity: who gave, who received, and what is promised.

mod account;
mod given;
#[cfg(test)]
mod history;
mod obligation;
mod policy;
mod position;
mod statement;
mod transfer;
mod vocabulary;

pub use account::{AccountKey, LedgerAccount, Sums};
pub use given::{Given, HalfDaysOf};
pub use obligation::{GiveBack, Obligation, Owing};
pub use policy::{
    Balance, BalancePolicies, BalancePolicy, BalancePolicyFault, BalanceSetting, BalanceVersion, Means, ReciprocityBand,
};
pub use position::{Position, Tallies};
pub use statement::{Owed, ReciprocityStatement};
pub use transfer::{Source, Transfer};
pub use vocabulary::{AccountKind, ObligationKind, ObligationSource, ObligationStatus, SourceKind, TransferKind};

crate::nouns! {
    /// A transfer as the ledger of the school shows it that is credited.
    CreditEntry = "crd";
    /// A transfer as the ledger of the school shows it that is debited.
    DebitEntry = "dbt";
}
crate::noun!(Transfer = "tra");
crate::noun!(LedgerAccount = "acc");
crate::noun!(Obligation = "obl");
