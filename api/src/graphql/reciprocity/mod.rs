//! Reciprocity in the contract: where a school stands, the entries behind it, year by year, and what it owes.

mod entries;
mod entry;
mod kept;
mod mutation;
mod obligation;
mod policy;
mod rings;
mod school;
mod standing;
mod statement;
mod stood;

pub use entry::{EntriesBy, EntryObject, LedgerSide};
pub use mutation::{ObligationPayload, ReciprocityMutation};
pub use obligation::{GiveBackInput, GiveBackObject, ObligationBy, ObligationObject};
pub use policy::ReciprocityQuery;
pub use school::SchoolReciprocity;
pub use standing::{ReciprocityObject, StandingOf};
pub use statement::StatementObject;
