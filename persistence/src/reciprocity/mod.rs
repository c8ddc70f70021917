//! The ledger as it is stored: accounts and transfers.

pub mod account;
pub mod transfer;
