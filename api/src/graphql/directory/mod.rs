//! The directory in the contract: schools, trusts, authorities, alliances, and the register behind them.

mod alliance;
mod alliance_invitation;
mod alliance_lists;
pub mod alliance_mutation;
mod alliance_policy;
pub mod designation;
mod expertise;
mod group;
pub mod mutation;
mod programme;
mod programme_input;
mod programme_rule;
mod query;
mod register;
mod school;
mod school_details;
mod school_list;
mod school_market;
pub mod specialist;
mod specialist_query;
mod succession;

pub use alliance::Alliance;
pub use alliance_invitation::{AllianceInvitation, AllianceInvitationBy, AllianceInvitationQuery};
pub use alliance_mutation::AllianceMutation;
pub use designation::{DesignationBy, DesignationMutation, DesignationObject, DesignationQuery};
pub use expertise::{Expertise, ExpertiseQuery, terms};
pub use group::{LocalAuthority, Trust};
pub use programme::ProgrammeQuery;
pub use programme_input::ApplicationInput;
pub use programme_rule::{AwardObject, ReviewGateObject};
pub use query::DirectoryQuery;
pub use register::{EditionBy, RegisterEdition};
pub use school::{Address, School, SchoolRef};
pub use school_list::{NearFilter, SchoolConnection, SchoolEdge};
pub use specialist::{Specialist, SpecialistBy, SpecialistMutation, SpecialistPayload};
pub use specialist_query::SpecialistQuery;
