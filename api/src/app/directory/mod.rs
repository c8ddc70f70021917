//! The directory's use cases.

pub mod alliance;
pub mod designation;
pub mod import;
pub mod relocation;
mod report;
pub mod specialist;
pub mod succession;

pub use report::{OfRefused, Report};
