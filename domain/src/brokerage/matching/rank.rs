//! The ranking: the best of everybody eligible, exactly, in one total order (DOMAIN A2, A12; SETTLED 10, 27).

use std::cmp::Reverse;

use crate::brokerage::MatchStage;
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::filter::{broken, first_broken};
use crate::brokerage::matching::score::parts;
use crate::brokerage::matching::{Asked, Exclusion, Factor, Giver, MatchRule, Pair, Part, Reason, Setting};
use crate::directory::{School, Specialist};
use crate::exchange::{Mode, Offer};
use crate::{Id, Word};

/// How far a ranking looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To this stage and no farther.
    To(MatchStage),
    /// Stage by stage from the own group, until the policy's number of candidates is found.
    Enough,
}

/// How much a ranking tells. What is counted is counted whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    /// Candidates.
    pub candidates: usize,
    /// Excluded offers.
    pub excluded: usize,
}

/// One eligible offer in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The offer.
    pub offer: Id<Offer>,
    /// The school that gives it.
    pub school: Id<School>,
    /// The person who gives it, unless the school as a whole does.
    pub specialist: Option<Id<Specialist>>,
    /// The stage at which it came into view.
    pub stage: MatchStage,
    /// The sum of the contributions of its parts.
    pub score: i64,
    /// The parts, one for each factor.
    pub parts: Vec<Part>,
}

/// One offer that cannot meet the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The offer.
    pub offer: Id<Offer>,
    /// The school that gives it.
    pub school: Id<School>,
    /// The stage at which it came into view.
    pub stage: MatchStage,
    /// Every rule that excludes it, the one that counts first.
    pub broken: Vec<Exclusion>,
}

/// What a ranking found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// How far it looked.
    pub stage: MatchStage,
    /// How many eligible offers each stage added, up to the one that was reached.
    pub found: Vec<(MatchStage, i32)>,
    /// How many offers each rule excluded, counted by the first that each broke.
    pub refused: Vec<(MatchRule, i32)>,
    /// The best, best first.
    pub candidates: Vec<Candidate>,
    /// Those that were excluded, nearest miss first: by the last rule to fail, then by draw.
    pub excluded: Vec<Excluded>,
}

struct Fit<'g> {
    giver: &'g Giver,
    stage: MatchStage,
    score: i64,
    lot: u64,
}

struct Unfit<'g> {
    giver: &'g Giver,
    stage: MatchStage,
    rule: MatchRule,
    passed: usize,
    lot: u64,
}

/// Ranks offers for a request. The order is by score, then by draw under the seed, then by id; the order in which the
/// offers are given makes no difference.
pub fn rank<'g>(
    asked: &Asked<'_>,
    givers: impl IntoIterator<Item = &'g Giver>,
    seed: u64,
    reach: Reach,
    most: Most,
) -> Ranking {
    let (mut fit, mut unfit) = (Vec::new(), Vec::new());
    for giver in givers {
        let pair = asked.beside(giver);
        let (stage, lot) = (pair.stage(), draw(seed, giver.offer));
        match first_broken(&pair) {
            Some((passed, exclusion)) => unfit.push(Unfit { giver, stage, rule: exclusion.rule(), passed, lot }),
            None => fit.push(Fit { giver, stage, score: score(&pair), lot }),
        }
    }
    let added = |stage| i32::try_from(fit.iter().filter(|it| it.stage == stage).count()).unwrap_or(i32::MAX);
    let found: Vec<_> = MatchStage::ALL.iter().map(|stage| (*stage, added(*stage))).collect();
    let stage = match reach {
        Reach::To(stage) => stage,
        Reach::Enough => enough(asked.policy.setting(Setting::StageEnough), &found),
    };
    fit.retain(|it| it.stage <= stage);
    unfit.retain(|it| it.stage <= stage);

    let excluded_by = |rule| i32::try_from(unfit.iter().filter(|it| it.rule == rule).count()).unwrap_or(i32::MAX);
    let refused =
        MatchRule::ALL.iter().map(|rule| (*rule, excluded_by(*rule))).filter(|(_, count)| *count > 0).collect();
    first(&mut fit, most.candidates, |it| (Reverse(it.score), it.lot, it.giver.offer));
    first(&mut unfit, most.excluded, |it| (Reverse(it.passed), it.lot, it.giver.offer));
    Ranking {
        stage,
        found: found.into_iter().filter(|(at, _)| *at <= stage).collect(),
        refused,
        candidates: fit.iter().map(|it| candidate(&asked.beside(it.giver), it.score)).collect(),
        excluded: unfit.iter().map(|it| excluded(&asked.beside(it.giver))).collect(),
    }
}

/// The score of a pair that passes the hard rules.
pub(super) fn score(pair: &Pair<'_>) -> i64 {
    parts(pair).map(|part| part.contribution()).sum()
}

/// The first stage by which enough were found; the nation if it never is.
pub(super) fn enough(needed: i32, found: &[(MatchStage, i32)]) -> MatchStage {
    let mut so_far = 0;
    let reached = found.iter().find(|(_, added)| {
        so_far += added;
        so_far >= needed
    });
    reached.map_or(MatchStage::National, |(stage, _)| *stage)
}

/// Keeps the first of a list, in order: the same as sorting it whole.
fn first<T, K: Ord>(list: &mut Vec<T>, most: usize, key: impl Fn(&T) -> K) {
    if most < list.len() {
        list.select_nth_unstable_by_key(most, &key);
        list.truncate(most);
    }
    list.sort_unstable_by_key(key);
}

/// What is told of an offer that could meet the request.
pub(super) fn candidate(pair: &Pair<'_>, score: i64) -> Candidate {
    let Giver { offer, specialist, ref home, .. } = *pair.giver;
    let mut told = Vec::with_capacity(Factor::ALL.len());
    told.extend(parts(pair));
    Candidate { offer, school: home.school, specialist, stage: pair.stage(), score, parts: told }
}

/// What is told of an offer that is excluded.
pub(super) fn excluded(pair: &Pair<'_>) -> Excluded {
    Excluded { offer: pair.giver.offer, school: pair.giver.home.school, stage: pair.stage(), broken: broken(pair) }
}

impl Candidate {
    /// The way of working that gave the points for travel.
    pub fn mode(&self) -> Option<Mode> {
        self.parts.iter().find_map(|part| match part.reason {
            Reason::Travel { mode, .. } => Some(mode),
            _ => None,
        })
    }

    /// The parts as the asking school sees them: what the giver has to do otherwise is nobody else's business (SETTLED 12).
    /// It counts in the order, and is told in no number: out of a sum it could be reckoned back.
    pub fn parts_for_school(&self) -> Vec<Part> {
        self.parts.iter().filter(|part| part.reason.factor() != Factor::Load).copied().collect()
    }
}
