//! The directory's use cases.

pub mod alliance;
pub mod alliance_invitation;
pub mod alliance_lead;
pub mod alliance_policy;
pub mod alliance_rest;
pub mod designation;
pub mod import;
pub mod programme;
pub mod relocation;
mod report;
pub mod specialist;
pub mod succession;

pub use report::{OfRefused, Report};
