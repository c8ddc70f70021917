//! Matching: which offers can meet a request, how well, and why. Pure: values in, values out, whole numbers only.
//!
//! Read in this order: what is asked ([`Question`]) and what is offered ([`Giver`]); the hard rules (`filter`), the
//! points (`score`) under a [`Policy`]; the ranking (`rank`) and its draw, and the [`Market`], whose `columns` give the same sooner;
//! the sentences (`explain`); why not a certain one ([`WhyNot`]) and why nobody ([`Unmet`]); and the record of a run, which can be
//! run again ([`Input`]). Then many requests at once: the market of a round ([`Frozen`]), the best plan ([`plan`]), the stable
//! one ([`stable`]), those made without a plan ([`baseline`]), and the [`report`] of any of them; and
//! what would be if something were otherwise ([`WhatIf`]). Then the whole nation: whom help could reach
//! ([`coverage`]), where it is short ([`supply_gaps`]), and whom an alliance reaches ([`reach`]).

pub mod baseline;
mod canon;
mod columns;
pub mod coverage;
mod digest;
mod draw;
mod explain;
mod filter;
mod finding;
mod freshness;
mod frozen;
mod giver;
pub mod interchange;
mod isolation;
mod journey;
mod market;
mod pair;
pub mod plan;
mod policy;
mod question;
mod rank;
pub mod reach;
mod record;
mod relief;
pub mod report;
mod ring_market;
pub mod rings;
mod score;
pub mod stable;
pub mod supply_gaps;
mod term_tree;
mod unmet;
mod vocabulary;
mod what_if;
mod why_not;
mod word_set;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod public_instance;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub(crate) use draw::{lot, mix};
pub use filter::{broken, first_broken};
pub use finding::{Exclusion, Reason};
pub use freshness::MarketFreshness;
pub use frozen::{
    Frozen, Laid, LayingFault, PlanAnswer, RoundReport, Settled, SettledFault, Sought, Unplaced, UnplacedReason,
    Weighed, WhyPlan, Worths,
};
pub use giver::{Context, Designated, Free, Giver, Home};
pub use isolation::{IsolationMeasure, IsolationReason, Surroundings, Ties, isolation, journey_to_help, remoteness};
pub(crate) use journey::minutes as journey_minutes;
pub use market::Market;
pub use pair::{Asked, Pair};
pub use policy::{Policy, PolicyFault};
pub use question::{Credit, Past, Question, Wishes};
pub use rank::{Candidate, Excluded, Most, Ranking, Reach, rank};
pub use record::Input;
pub use ring_market::{RingHelp, RingMarket, RingsFound};
pub use score::{Part, parts};
pub use term_tree::{Term, TermTree};
pub use unmet::{Relief, ReliefKind, Relieved, Unmet, unmet};
pub use vocabulary::{Closeness, Factor, MatchRule, Setting};
pub use what_if::{Basis, Beside, Change, ChangeKind, Changes, PlanLine, ToldLine, WhatIf};
pub use why_not::{Difference, Placed, WhyNot, WhyNotAnswer, differences, why_not};
pub use word_set::WordSet;
