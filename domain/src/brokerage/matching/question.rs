//! The request as matching reads it.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::brokerage::matching::{Home, WordSet};
use crate::directory::{Alliance, DesignationScheme, Expertise, KeyStage, Post, School};
use crate::exchange::{Mode, SupportKind, SupportRequest, Urgency};
use crate::{HalfTerm, Id};

/// A request for support, with what is known of the school that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The request.
    pub request: Id<SupportRequest>,
    /// The day on which it is asked: what is fresh and what has ended is seen from here.
    pub today: NaiveDate,
    /// The school that asks.
    pub asker: Home,
    /// The kind of work that is asked for; nothing in what was kept before kinds counted.
    pub kind: Option<SupportKind>,
    /// The alliances next to its own (SETTLED 7).
    pub neighbours: Vec<Id<Alliance>>,
    /// The areas of expertise asked for.
    pub expertise: Vec<Id<Expertise>>,
    /// The key stages asked for; none for any.
    pub key_stages: WordSet<KeyStage>,
    /// The posts whose holders are to be supported; none for any.
    pub posts: WordSet<Post>,
    /// The ways of working that suit.
    pub modes: WordSet<Mode>,
    /// The half-days wanted.
    pub half_days: i32,
    /// The half-terms in which they may be given, earliest first.
    pub window: Vec<HalfTerm>,
    /// How soon it is needed.
    pub urgency: Urgency,
    /// The longest journey that the school would like a visitor to make, in minutes: a wish, not a rule (DOMAIN A1).
    pub travel_wish: Option<i32>,
    /// What the school has given and received.
    pub credit: Credit,
    /// How cut off the school is, 0 to 1000 (see [`isolation`](super::isolation)).
    pub isolation: i32,
    /// The schools with which it has worked.
    pub past: Vec<Past>,
    /// The schools and persons with which an interest was declared, by their ids.
    pub interests: Vec<Uuid>,
    /// What the request asks for besides.
    pub wishes: Wishes,
}

/// What a request may ask for besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Nobody from a school that competes for the same pupils.
    pub exclude_neighbours: bool,
    /// Somebody of the same trust is welcome.
    pub allow_same_trust: bool,
    /// A single session is what is wanted.
    pub one_off: bool,
    /// Only somebody who holds this designation now.
    pub designation: Option<DesignationScheme>,
}

/// What the asking school has given and received, in half-days (SETTLED 9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// Given less received in each term, the present one first; nothing at all for a school that is new to the ledger.
    pub by_term: Vec<i32>,
    /// The school cannot give at present, so that its balance never counts against it.
    pub cannot_give: bool,
    /// The school has given and now asks: the guarantee holds (DOMAIN C30).
    pub guaranteed: bool,
}

impl Credit {
    /// How many days a term has here: a third of a year.
    pub const TERM_DAYS: i32 = 122;
    /// How many terms count: three years.
    pub const TERMS: usize = 9;
    /// How many terms the guarantee looks back: a year (DOMAIN C30).
    pub const GUARANTEED: usize = 3;

    /// The balance in half-days, each earlier term counting for the kept part, in thousandths, of the next; parts of a
    /// half-day are dropped.
    pub fn balance(&self, kept: i32) -> i32 {
        let carried = self.by_term.iter().rev().fold(0_i64, |older, term| {
            (older * i64::from(kept) / 1_000 + i64::from(*term)).clamp(-1_000_000, 1_000_000)
        });
        i32::try_from(carried).unwrap_or(0)
    }
}

/// What the asking school did together with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The other school.
    pub school: Id<School>,
    /// Deployments that were completed and confirmed by both.
    pub together: i32,
    /// Deployments that were begun in the last year.
    pub lately: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_long_ago_counts_less() {
        let balance = |by_term: &[i32]| Credit { by_term: by_term.to_vec(), ..Credit::default() }.balance(800);
        assert_eq!(balance(&[]), 0);
        assert_eq!(balance(&[10]), 10);
        assert_eq!(balance(&[0, 10]), 8);
        assert_eq!(balance(&[0, 0, 10]), 6);
        assert_eq!(balance(&[-3, 10]), 5);
        assert_eq!(balance(&[0, -10]), -8);
    }
}
