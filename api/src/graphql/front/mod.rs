//! What stands in front of the schema: limits, checks and prices before anything runs, and how errors are told.

pub mod catalogue;
mod changes;
mod code;
mod coerce;
mod document;
mod documents;
mod errors;
mod execution;
mod gate;
mod limits;
mod lost;
mod measure;
mod plan;
mod price;
mod request_error;
mod shape;
mod surcharge;
mod tokens;
mod walk;

#[cfg(test)]
mod coerce_tests;
#[cfg(test)]
mod gate_tests;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
pub(crate) mod sample;

pub use code::Code;
pub use document::{Document, Operation};
pub use documents::Documents;
pub use execution::Engine;
pub use gate::{Admitted, Asked, Front, Refused};
pub use limits::{Introspection, Limits};
pub use price::Price;
pub use request_error::RequestError;
pub use surcharge::RANKINGS;
