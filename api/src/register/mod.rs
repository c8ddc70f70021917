//! The register's files as bytes: fetched, unpacked, decoded and cut into rows. What a row means is the domain's.
//!
//! This is a home of its own because it is neither a use case nor HTTP: it blocks, and runs on a thread of its own.

mod rows;
#[cfg(test)]
mod rows_tests;
mod source;
mod table;

pub use rows::{Cells, Found, Rows};
pub use source::{Kind, Source};
pub use table::{Line, LinkTable, LinksRead, Listed, ListingTable};
