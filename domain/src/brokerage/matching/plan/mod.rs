//! The national plan: many requests, many specialists, and the allocation of one to the other that is worth most.
//!
//! Read in this order: the market of one night ([`Instance`]) and what counts in it ([`Objective`]); an allocation
//! ([`Plan`]) and what it is worth; the prices that prove that no other is worth more ([`Certificate`]). Then how it is found
//! ([`solve`]): an auction (`bid`), what it left undone (`settle`, by `path` and `release`), the lowest prices (`least`), and
//! whether another plan is worth as much (`unique`). A plan that stays best while the market changes is a [`LivePlan`], which also says
//! what having somebody's way would cost (`force`); and what was settled before
//! it is sought leaves a market of its own (`rest`).

mod bid;
mod certificate;
mod change;
mod choice;
mod columns;
mod force;
mod instance;
mod least;
mod live;
mod objective;
mod pairs;
mod path;
mod release;
mod rest;
mod scale;
mod settle;
mod shortlist;
mod solve;
mod state;
mod unique;
mod watch;

#[cfg(test)]
mod tests;

pub use certificate::{Bound, Certificate};
pub use force::Tried;
pub use instance::{Ask, Draft, Give, Instance, InstanceFault, MOST_JOBS, MOST_POINTS, MOST_SEATS, Pairing, Row};
pub use live::LivePlan;
pub use objective::{Objective, ObjectiveFault};
pub use pairs::{Plan, PlanFault, Value};
pub use rest::{Rest, RestFault};
pub use solve::{Solved, solve};
pub use watch::{Checkpoint, Step};
