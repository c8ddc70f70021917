//! The planner tried on small markets of every kind, beside a search through all plans and beside a solver
//! that was written by others.

mod best;
mod changes;
mod dice;
mod faults;
mod forced;
mod oracle;
mod proofs;
mod rest;
mod sample;
