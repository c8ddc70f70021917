//! The interchange format of markets, `lateral-matching/1`: how a market goes from one program to another, so that anybody may
//! plan it, and check what somebody else planned.
//!
//! Read in this order: the tables and their columns ([`Table`], [`Layout`]); their rows ([`RequestRow`], [`SpecialistRow`]);
//! how rows come in, one after the other, each checked as it comes ([`Incoming`]), and the market that they make ([`Night`]).
//! Then what a pair is worth by the format's own rules ([`worth_of_pair`]), and the generator, which makes markets of any size
//! over real places ([`generate`]). What its rows say beyond points is in `facts`. What an earlier plan told people is held dear by [`Told`]; the schools of a market, as rings are
//! made from them, are [`Mutual`].

mod facts;
mod generate;
mod grid;
mod incoming;
mod mutual;
mod night;
mod pair;
mod people;
mod place;
mod reason;
mod row;
mod stream;
mod table;
mod told;

#[cfg(test)]
pub(super) mod sample;
#[cfg(test)]
mod tests;

pub use generate::{Wanted, generate};
pub use incoming::Incoming;
pub use mutual::Mutual;
pub use night::{Meta, Night};
pub use pair::{WEIGHTS, worth_of_pair};
pub use place::{Site, Sites};
pub use reason::Reason;
pub use row::{RequestRow, SpecialistRow};
pub use table::{Layout, MOST_COLUMNS, Numbers, Table};
pub use told::Told;
