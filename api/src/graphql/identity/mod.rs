//! People in the contract: who is asking.

mod query;

pub use query::IdentityQuery;
