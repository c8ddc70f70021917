//! The national register as it is published: what one row of its file says, and whether a whole file may be believed.
//!
//! The dialect is that of Get Information About Schools: columns by name, "nothing" in several spellings, codes beside
//! names. A row becomes a [`Listing`] or a [`RowFault`]; a file becomes an edition or a [`FileFault`].

mod cell;
mod codes;
mod column;
mod edition;
mod fault;
mod link;
mod listing;
mod read;

#[cfg(test)]
mod quirks;

pub use column::{Column, Columns};
pub use edition::{Tally, judge};
pub use fault::{FileFault, RowFault};
pub use link::{Link, LinkColumns};
pub use listing::{Field, Fields, Listing, TrustName};
pub use read::listing;
