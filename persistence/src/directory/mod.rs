//! The directory's tables: schools, trusts, authorities, alliances, the register that feeds them, specialists and their
//! designations, and the taxonomy of expertise.

pub mod alliance;
pub mod alliance_invitation;
pub mod alliance_policy;
pub(crate) mod assessment;
pub mod badge;
pub mod criteria;
pub mod designation;
pub mod expertise;
pub mod former_member;
pub mod group;
pub mod programme;
mod programme_rules;
pub mod register;
pub mod school;
pub mod school_search;
pub mod specialist;
pub mod succession;
