//! The directory's tables: schools, trusts, authorities, alliances, the register that feeds them, specialists, and the
//! taxonomy of expertise.

pub mod alliance;
pub mod expertise;
pub mod group;
pub mod register;
pub mod school;
pub mod school_search;
pub mod specialist;
pub mod succession;
