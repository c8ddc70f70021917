//! Reciprocity in the contract: where a school stands, and the entries behind it.

mod entries;
mod entry;
mod kept;
mod school;
mod standing;

pub use entry::{EntriesBy, EntryObject, LedgerSide};
pub use school::SchoolReciprocity;
pub use standing::{ReciprocityObject, StandingOf};
