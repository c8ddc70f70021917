//! The planner tried on small markets of every kind, beside a search through all plans.

mod best;
mod changes;
mod faults;
mod forced;
mod proofs;
mod sample;
