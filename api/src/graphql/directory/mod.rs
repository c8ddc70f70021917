//! The directory in the contract: schools, trusts, authorities, alliances, and the register behind them.

mod alliance;
mod group;
pub mod mutation;
mod query;
mod register;
mod school;
mod school_details;
mod school_list;

pub use alliance::Alliance;
pub use group::{LocalAuthority, Trust};
pub use query::DirectoryQuery;
pub use register::RegisterEdition;
pub use school::{Address, School, SchoolRef};
pub use school_list::{SchoolConnection, SchoolEdge};
