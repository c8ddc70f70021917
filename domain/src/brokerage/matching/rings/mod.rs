//! Reciprocity rings: schools that ask and can give, put together so that each of a ring gives to the next and gets from the one
//! before. Proposals, which come about only if every school consents.
//!
//! The problem is the clearing of a barter exchange with short cycles and chains, known from exchanges of kidneys (A. E. Roth,
//! T. Sönmez and M. U. Ünver, *American Economic Review* 97, 2007; D. J. Abraham, A. Blum and T. Sandholm, *Electronic Commerce*,
//! 2007): to choose from all rings some that have no school in common, so that they are worth most together. From three schools a
//! ring on it is hard, so every answer carries a bound and its proof.
//!
//! Read in this order: who could help whom ([`Draft`], [`Market`]); which rings count and what one is worth ([`Shape`]); rings
//! and their choice ([`Ring`], [`Choice`]); how all rings are listed (`walk`); the choice to compare with ([`greedy`]); the
//! prices ([`Certificate`]) and how good ones are found (`prices`); how a choice is made better (`swap`); all of it together
//! ([`solve`]); and what is left when somebody says no ([`mend`]).

mod certificate;
mod choice;
mod greedy;
mod loss;
mod market;
mod mend;
mod prices;
mod shape;
mod solve;
mod survey;
mod swap;
mod walk;
mod watch;

#[cfg(test)]
mod tests;

pub use certificate::{Certificate, PRICE};
pub use choice::{Choice, ChoiceFault, Ring, Worth};
pub use greedy::greedy;
pub use market::{Draft, Help, MOST_PARTNERS, Market, MarketFault, Partner};
pub use mend::{Mended, mend};
pub use shape::{Shape, ShapeFault};
pub use solve::{Solved, solve};
pub use watch::Checkpoint;

pub use crate::brokerage::matching::plan::Step;
