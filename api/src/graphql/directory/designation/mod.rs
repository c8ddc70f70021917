//! Designations in the contract: who holds one, by which criteria, and how it comes about.

mod badge;
mod criteria;
mod input;
mod links;
pub mod mutation;
mod object;
mod query;

pub use badge::Badge;
pub use links::DesignationBy;
pub use mutation::DesignationMutation;
pub use object::DesignationObject;
pub use query::DesignationQuery;

pub(in crate::graphql) use links::{BadgesOf, DesignationsOf};
