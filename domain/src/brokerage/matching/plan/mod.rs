//! The national plan: many requests, many specialists, and the allocation of one to the other that is worth most.
//!
//! Read in this order: the market of one night ([`Instance`]) and what counts in it ([`Objective`]); an allocation
//! ([`Plan`]) and what it is worth; the prices that prove that no other is worth more ([`Certificate`]).

mod certificate;
mod instance;
mod objective;
mod pairs;
mod scale;

pub use certificate::{Bound, Certificate};
pub use instance::{Ask, Draft, Give, Instance, InstanceFault, MOST_JOBS, MOST_POINTS, MOST_SEATS, Pairing, Row};
pub use objective::{Objective, ObjectiveFault};
pub use pairs::{Plan, PlanFault, Value};
