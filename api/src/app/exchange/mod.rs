//! The market's use cases.

pub mod calendar;
pub mod capacity;
pub mod offer;
pub mod request;
pub(in crate::app) mod standing;
pub mod workstream;

use domain::Rule;

/// Refuses a change of something that has changed since it was read.
pub(in crate::app) fn current(version: i32, expected: Option<i32>) -> Result<(), Rule> {
    if expected.is_none_or(|expected| expected == version) { Ok(()) } else { Err(Rule::VersionStale) }
}
