//! The trade of Lateral as values: nouns, words, rules and decisions, without a database, a clock or a network.
//!
//! Read in this order: what things are called ([`id`], [`word`], [`choice`], [`text`], [`time`]), why we say no ([`rule`]),
//! what can happen ([`event`]) and how the trail of it is chained ([`audit`]), who may do what ([`access`]), and then the rooms
//! of the trade.

pub mod choice;
pub mod id;
pub mod text;
pub mod time;
pub mod word;

pub mod audit;
pub mod event;
pub mod rule;

pub mod access;

pub mod brokerage;
pub mod communities;
pub mod directory;
pub mod exchange;
pub mod identity;
pub mod reciprocity;

#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod printed;

pub use event::{Event, EventKind};
pub use id::{Id, Noun};
pub use rule::{Rejected, Rule};
pub use time::{HalfTerm, Timestamp};
pub use word::Word;
