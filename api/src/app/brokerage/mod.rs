//! Brokerage: matching.

pub mod matching;
