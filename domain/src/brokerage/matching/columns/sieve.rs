//! The first pass: the hard rules, 64 offers at a time, in their order, so that each offer is counted by the first that it breaks.

use crate::Word;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::MatchRule;
use crate::brokerage::matching::columns::bits::{WIDTH, slots_of};
use crate::brokerage::matching::columns::question::{Laid, at};
use crate::brokerage::matching::filter::{TESTS, Test, designation, neighbour};

const RULES: usize = TESTS.len();

/// What the first pass found.
pub struct Sieved {
    /// The number of blocks.
    words: usize,
    /// Those whom no rule excludes, by word of bits.
    pub fit: Vec<u64>,
    /// Those whom each rule excludes first, by rule and word of bits.
    broken: Vec<u64>,
    /// The rules that can exclude anybody from the request.
    tested: [bool; RULES],
}

impl Sieved {
    /// How many come into view at each stage that could meet the request.
    pub fn found(&self, laid: &Laid<'_, '_>) -> Vec<(MatchStage, i32)> {
        let mut counts = [0_u32; MatchStage::ALL.len()];
        for (word, fit) in self.fit.iter().enumerate().filter(|(_, fit)| **fit != 0) {
            let stages = laid.stages(word);
            let beyond = !stages.iter().fold(0, |all, stage| all | stage);
            for (count, stage) in counts.iter_mut().zip(stages.into_iter().chain([beyond])) {
                *count += (fit & stage).count_ones();
            }
        }
        MatchStage::ALL.iter().zip(counts).map(|(stage, found)| (*stage, whole(found))).collect()
    }

    /// How many each rule excludes of those who are in view, in the order of the words.
    pub fn refused(&self, view: &[u64]) -> Vec<(MatchRule, i32)> {
        let of = |rule: MatchRule| {
            let place = TESTS.iter().position(|(it, _)| *it == rule).filter(|place| self.tested[*place])?;
            Some(self.broken(place).iter().zip(view).map(|(broken, view)| (broken & view).count_ones()).sum())
        };
        let all = MatchRule::ALL.iter().filter_map(|rule| Some((*rule, whole(of(*rule)?))));
        all.filter(|(_, count)| *count > 0).collect()
    }

    /// Those whom a rule excludes first, by its place in the order of the tests and by word of bits.
    pub fn broken(&self, place: usize) -> &[u64] {
        &self.broken[place * self.words..][..self.words]
    }
}

/// Tests every rule on everybody who shares a main area with the request.
pub fn sieve(laid: &Laid<'_, '_>) -> Sieved {
    let words = laid.columns.blocks.len();
    let tested = TESTS.map(|(rule, _)| concerns(laid, rule));
    let mut sieved = Sieved { words, fit: vec![0; words], broken: vec![0; RULES * words], tested };
    // The last two are tested together: they read the same.
    let (alone, [dates, capacity]) = (RULES - 2, [RULES - 2, RULES - 1]);
    let concerned: Vec<_> = (0..alone).filter(|place| tested[*place]).collect();
    for word in 0..words {
        let mut left = laid.universe.at(word);
        for place in &concerned {
            if left == 0 {
                break;
            }
            let out = left & excluded(laid, TESTS[*place].0, word, left);
            sieved.broken[place * words + word] = out;
            left &= !out;
        }
        if left != 0 {
            let (none, short) = untimely(laid, word, left);
            sieved.broken[dates * words + word] = none;
            sieved.broken[capacity * words + word] = short;
            sieved.fit[word] = left & !none & !short;
        }
    }
    sieved
}

/// Whether a rule can exclude anybody from this request.
fn concerns(laid: &Laid<'_, '_>, rule: MatchRule) -> bool {
    let question = laid.asked.question;
    match rule {
        // Whoever shares a main area with the request covers something near it.
        MatchRule::ExpertiseApart => false,
        MatchRule::KindApart => question.kind.is_some(),
        MatchRule::SameSchool => !laid.same_school.is_empty(),
        MatchRule::SameTrust => !laid.same_trust.is_empty(),
        MatchRule::DeclaredInterest => !laid.declared.is_empty(),
        MatchRule::KeyStageApart => !question.key_stages.is_empty(),
        MatchRule::DesignationMissing => question.wishes.designation.is_some(),
        MatchRule::PostsApart => !question.posts.is_empty(),
        MatchRule::CompetingNeighbour => question.wishes.exclude_neighbours,
        MatchRule::JourneyTooLong => laid.there.is_some() && laid.here.is_some(),
        _ => true,
    }
}

/// Whom a rule excludes of those who are left of one word of bits. It may name others besides.
fn excluded(laid: &Laid<'_, '_>, rule: MatchRule, word: usize, left: u64) -> u64 {
    let (columns, question) = (laid.columns, laid.asked.question);
    match rule {
        MatchRule::OfferNotOpen => !columns.published.at(word),
        MatchRule::KindApart => laid.kind.map_or(0, |kind| columns.says_kind.at(word) & !kind.at(word)),
        MatchRule::SameSchool => laid.same_school.at(word),
        MatchRule::SameTrust => laid.same_trust.at(word),
        MatchRule::DeclaredInterest => laid.declared.at(word),
        MatchRule::KeyStageApart => !laid.key_stages.iter().fold(0, |any, set| any | set.at(word)),
        MatchRule::ModeApart => !laid.modes.iter().fold(0, |any, set| any | set.at(word)),
        MatchRule::DesignationMissing => question.wishes.designation.map_or(0, |needed| {
            let held = at(columns.designated.set(needed), word);
            !held | one_by_one(laid, designation, word, left & held)
        }),
        MatchRule::PostsApart => {
            columns.says_posts.at(word) & !laid.posts.iter().fold(!0, |all, set| all & set.at(word))
        }
        MatchRule::NotReleased => !columns.released.at(word),
        MatchRule::AssuranceMissing => !columns.assured.at(word) & !at(laid.remote, word),
        MatchRule::CompetingNeighbour => competing(laid, word, left),
        MatchRule::JourneyTooLong => too_far(laid, word, left),
        MatchRule::ExpertiseApart | MatchRule::DatesApart | MatchRule::CapacityShort => 0,
    }
}

/// Those whom a test excludes, laid beside the request one by one: for the rules that concern few.
fn one_by_one(laid: &Laid<'_, '_>, test: Test, word: usize, some: u64) -> u64 {
    let out = |slot: &usize| laid.pair(*slot).is_some_and(|pair| test(&pair).is_some());
    slots_of(word, some).filter(out).fold(0, |all, slot| all | bit(slot))
}

fn competing(laid: &Laid<'_, '_>, word: usize, left: u64) -> u64 {
    let some = left & laid.columns.placed.at(word);
    if laid.near(word) { one_by_one(laid, neighbour, word, some) } else { 0 }
}

/// Those whose journey is too long for work at the school, which is the only way that both sides have.
fn too_far(laid: &Laid<'_, '_>, word: usize, left: u64) -> u64 {
    let (columns, Some(here)) = (laid.columns, laid.here) else { return 0 };
    let only = left & at(laid.there, word) & !at(laid.blended, word) & !at(laid.remote, word);
    let only = only & columns.limited.at(word) & columns.placed.at(word);
    if only == 0 {
        return 0;
    }
    let (near, far) = columns.blocks[word].squares(here);
    let (least, most) = columns.blocks[word].bounds(laid.end);
    if near >= most {
        only
    } else if far < least {
        0
    } else {
        let out = |slot: &usize| columns.spots[*slot].square(here) >= columns.spots[*slot].bounds[laid.end];
        slots_of(word, only).filter(out).fold(0, |all, slot| all | bit(slot))
    }
}

/// Those who offer no time in the half-terms asked for, and those who have too little free in them.
fn untimely(laid: &Laid<'_, '_>, word: usize, left: u64) -> (u64, u64) {
    let needed = laid.asked.question.half_days;
    slots_of(word, left).fold((0, 0), |(none, short), slot| match laid.free(slot) {
        None => (none | bit(slot), short),
        Some(free) if free < needed => (none, short | bit(slot)),
        Some(_) => (none, short),
    })
}

fn bit(slot: usize) -> u64 {
    1 << (slot % WIDTH)
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
