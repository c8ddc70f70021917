//! Why nobody: which rule removes most, and the least change by which somebody could meet the request (MATCHING 4).
//!
//! A change is one alteration of the request, or one favour that a giver may be asked for. What it must amount to is read from
//! the offers that fail at nothing else; then the whole market is ranked again under the change, and only what that
//! finds is told. Less of the same kind finds nobody.

use std::borrow::Cow;

use crate::brokerage::MatchStage;
use crate::brokerage::matching::canon::Canon;
use crate::brokerage::matching::filter::broken;
use crate::brokerage::matching::finding::findings;
use crate::brokerage::matching::{
    Asked, Exclusion, Giver, MatchRule, Most, Policy, Question, Ranking, Reach, TermTree, WordSet, rank,
};
use crate::directory::DesignationScheme;
use crate::event::{Fact, Told};
use crate::exchange::{Mode, OfferStatus};
use crate::{HalfTerm, Word, words};

/// How many half-terms later than asked for are tried: a year.
const LATER: usize = 6;

words! {
    /// A change by which somebody could meet a request that nobody can meet as it is.
    pub enum ReliefKind {
        /// Giver and school agree to a longer journey than the giver's limit.
        LongerJourney = "longer_journey",
        /// Another way of working suits as well.
        AnotherMode = "another_mode",
        /// The work may come later.
        LaterHalfTerm = "later_half_term",
        /// Fewer half-days are asked for.
        FewerHalfDays = "fewer_half_days",
        /// An offer that waits to be confirmed is confirmed by its giver.
        ConfirmedOffer = "confirmed_offer",
        /// The wish against schools that compete for the same pupils is dropped.
        NeighboursWelcome = "neighbours_welcome",
        /// Somebody of the same trust is welcome.
        SameTrustWelcome = "same_trust_welcome",
        /// The designation is not required.
        NoDesignation = "no_designation",
        /// Any key stage serves.
        AnyKeyStage = "any_key_stage",
        /// No posts are named whose holders are to be supported.
        AnyPosts = "any_posts",
    }
}

findings! {
    /// A change, with its amount.
    pub enum Relief of ReliefKind by kind {
        LongerJourney {
            /// Minutes beyond the giver's limit.
            minutes: i32,
        }
        AnotherMode {
            /// The way of working that is added.
            mode: Mode,
        }
        LaterHalfTerm {
            /// The last half-term in which the work may be done then.
            until: HalfTerm,
            /// By how many half-terms that is later.
            later: i32,
        }
        FewerHalfDays {
            /// The half-days that could be had.
            half_days: i32,
            /// The half-days that are asked for.
            asked: i32,
        }
        ConfirmedOffer {}
        NeighboursWelcome {}
        SameTrustWelcome {}
        NoDesignation {
            /// The one that is required.
            designation: DesignationScheme,
        }
        AnyKeyStage {}
        AnyPosts {}
    }
}

/// A change that was tried, and how many offers could meet the request then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relieved {
    /// The change.
    pub relief: Relief,
    /// How many could, at least one.
    pub candidates: i32,
}

/// Why nobody can meet a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// How many offers each rule excludes, each counted by the first rule that it breaks; those that exclude most come first.
    pub refused: Vec<(MatchRule, i32)>,
    /// The least change of each kind that would help by itself, in the order of the kinds.
    pub reliefs: Vec<Relieved>,
}

/// Says why nobody can meet a request; nothing if somebody can. `first` is the first half-term in which anything can still be done.
pub fn unmet(
    policy: &Policy,
    terms: &TermTree,
    question: &Question,
    givers: &[&Giver],
    first: HalfTerm,
) -> Option<Unmet> {
    let asked = Asked::new(policy, terms, question);
    let ranking = ranked(&asked, givers.iter().copied());
    if !ranking.candidates.is_empty() {
        return None;
    }
    let mut refused = ranking.refused;
    refused.sort_by_key(|(rule, offers)| (-offers, *rule));
    // Those that fail at one rule alone: what a change of one kind can win.
    let near: Vec<(&Giver, Exclusion)> = givers
        .iter()
        .filter_map(|giver| match broken(&asked.beside(giver))[..] {
            [only] => Some((*giver, only)),
            _ => None,
        })
        .collect();
    let mut reliefs: Vec<Relieved> = Vec::new();
    for relief in worth_trying(question, &near, first) {
        // Of several amounts of one kind the least comes first; each other way of working is a change of its own.
        let found = reliefs.last().is_some_and(|last| last.relief.kind() == relief.kind());
        if found && relief.kind() != ReliefKind::AnotherMode {
            continue;
        }
        let candidates = under(policy, terms, question, givers, relief);
        if candidates > 0 {
            reliefs.push(Relieved { relief, candidates });
        }
    }
    Some(Unmet { refused, reliefs })
}

/// The changes that are worth a trial, by kind, of each kind the least first.
fn worth_trying(question: &Question, near: &[(&Giver, Exclusion)], first: HalfTerm) -> Vec<Relief> {
    let wishes = &question.wishes;
    let farther = near.iter().filter_map(|(_, only)| match only {
        Exclusion::JourneyTooLong { minutes, limit } => Some(minutes - limit),
        _ => None,
    });
    let fewer = near.iter().filter_map(|(_, only)| match only {
        Exclusion::CapacityShort { free, .. } if *free > 0 => Some(*free),
        _ => None,
    });
    let waiting = near.iter().any(|(_, only)| *only == Exclusion::OfferNotOpen { status: OfferStatus::Stale });
    let modes = Mode::ALL.iter().filter(|mode| !question.modes.has(**mode));
    let half_terms = later(question, first);
    let mut all: Vec<Relief> = Vec::new();
    all.extend(farther.min().map(|minutes| Relief::LongerJourney { minutes }));
    all.extend(modes.map(|mode| Relief::AnotherMode { mode: *mode }));
    all.extend((1..).zip(half_terms).map(|(later, until)| Relief::LaterHalfTerm { until, later }));
    all.extend(fewer.max().map(|half_days| Relief::FewerHalfDays { half_days, asked: question.half_days }));
    all.extend(waiting.then_some(Relief::ConfirmedOffer {}));
    all.extend(wishes.exclude_neighbours.then_some(Relief::NeighboursWelcome {}));
    all.extend((!wishes.allow_same_trust).then_some(Relief::SameTrustWelcome {}));
    all.extend(wishes.designation.map(|designation| Relief::NoDesignation { designation }));
    all.extend((!question.key_stages.is_empty()).then_some(Relief::AnyKeyStage {}));
    all.extend((!question.posts.is_empty()).then_some(Relief::AnyPosts {}));
    all
}

/// The half-terms after those asked for, as far as anything can still be done in them.
fn later(question: &Question, first: HalfTerm) -> impl Iterator<Item = HalfTerm> + use<> {
    let after = question.window.last().map_or(first, |last| last.next()).max(first);
    std::iter::successors(Some(after), |at| Some(at.next())).take(LATER)
}

/// How many offers could meet the request under a change.
fn under(policy: &Policy, terms: &TermTree, question: &Question, givers: &[&Giver], relief: Relief) -> i32 {
    let (question, givers) = changed(question, givers, relief);
    let asked = Asked::new(policy, terms, &question);
    ranked(&asked, givers.iter().map(|giver| &**giver)).found.iter().map(|(_, added)| added).sum()
}

/// The request and the offers as they would be.
pub(super) fn changed<'g>(
    question: &Question,
    givers: &[&'g Giver],
    relief: Relief,
) -> (Question, Vec<Cow<'g, Giver>>) {
    let mut asked = question.clone();
    match relief {
        Relief::AnotherMode { mode } => asked.modes = WordSet::of(asked.modes.iter().chain([mode])),
        Relief::LaterHalfTerm { until, later } => {
            let steps = usize::try_from(later).unwrap_or_default();
            let mut added: Vec<HalfTerm> = vec![until];
            // Counted back from the last: those between count as well.
            for _ in 1..steps {
                added.extend(before(added[added.len() - 1]));
            }
            asked.window.extend(added.into_iter().rev());
        }
        Relief::FewerHalfDays { half_days, .. } => asked.half_days = half_days,
        Relief::NeighboursWelcome {} => asked.wishes.exclude_neighbours = false,
        Relief::SameTrustWelcome {} => asked.wishes.allow_same_trust = true,
        Relief::NoDesignation { .. } => asked.wishes.designation = None,
        Relief::AnyKeyStage {} => asked.key_stages = WordSet::of([]),
        Relief::AnyPosts {} => asked.posts = WordSet::of([]),
        Relief::LongerJourney { .. } | Relief::ConfirmedOffer {} => {}
    }
    let giver = |giver: &&'g Giver| match relief {
        Relief::LongerJourney { minutes } => {
            let travel_minutes = giver.travel_minutes.map(|limit| limit.saturating_add(minutes));
            Cow::Owned(Giver { travel_minutes, ..Giver::clone(giver) })
        }
        Relief::ConfirmedOffer {} if giver.status == OfferStatus::Stale => {
            Cow::Owned(Giver { status: OfferStatus::Published, ..Giver::clone(giver) })
        }
        _ => Cow::Borrowed(*giver),
    };
    (asked, givers.iter().map(giver).collect())
}

fn before(half_term: HalfTerm) -> Option<HalfTerm> {
    match half_term.number() {
        1 => HalfTerm::new(half_term.year() - 1, 6),
        number => HalfTerm::new(half_term.year(), number - 1),
    }
}

fn ranked<'g>(asked: &Asked<'_>, givers: impl IntoIterator<Item = &'g Giver>) -> Ranking {
    rank(asked, givers, 0, Reach::To(MatchStage::National), Most { candidates: 1, excluded: 0 })
}
