//! The ledger as it is stored, accounts and transfers, and what schools owe beside it.

pub mod account;
pub mod balance_policy;
pub mod obligation;
pub mod obligation_past;
pub mod statement;
pub mod transfer;
