//! One request and one offer side by side: what both rules and points read is measured once, here.

use crate::Id;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::journey::minutes;
use crate::brokerage::matching::{Closeness, Giver, Past, Policy, Question, Setting, Term, TermTree, WordSet};
use crate::exchange::{Mode, SupportRequest};

/// A request that is ready to be laid beside offers.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub(super) policy: &'a Policy,
    pub(super) question: &'a Question,
    /// For each area asked for, how near each node of the taxonomy is to it.
    near: Vec<Vec<Option<Closeness>>>,
}

/// A request beside one offer.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    pub(super) policy: &'a Policy,
    pub(super) question: &'a Question,
    pub(super) giver: &'a Giver,
    /// How many of the areas asked for are met, by closeness.
    pub(super) closeness: [i32; Closeness::ALL_WORDS],
    /// The straight line, in metres, where both places are known.
    pub(super) metres: Option<i32>,
    /// The journey, in minutes one way.
    pub(super) minutes: Option<i32>,
    /// The ways of working that both sides have.
    pub(super) common: WordSet<Mode>,
    /// Of these, the ways that the journey and the assurance leave open.
    pub(super) open: WordSet<Mode>,
}

impl Closeness {
    /// How many degrees of closeness there are.
    pub const ALL_WORDS: usize = <Self as crate::Word>::ALL.len();
}

impl<'a> Asked<'a> {
    /// Makes a request ready, under a policy and a taxonomy. An area that the taxonomy does not know is met by nobody.
    pub fn new(policy: &'a Policy, tree: &TermTree, question: &'a Question) -> Self {
        let nearness = |id| tree.term(id).map(|wanted| tree.nearness(wanted)).unwrap_or_default();
        Self { policy, question, near: question.expertise.iter().copied().map(nearness).collect() }
    }

    /// The request.
    pub const fn request(&self) -> Id<SupportRequest> {
        self.question.request
    }

    /// Lays the request beside an offer.
    pub fn beside(&self, giver: &'a Giver) -> Pair<'a> {
        let question = self.question;
        let (here, there) = (&question.asker, &*giver.home);
        let metres = here.place.zip(there.place).map(|(here, there)| here.metres_to(there));
        let metres = metres.map(|metres| i32::try_from(metres).unwrap_or(i32::MAX));
        let minutes = metres.map(|metres| minutes(metres, [here.context.rural, there.context.rural]));
        let common = question.modes.and(giver.modes);
        let too_far = minutes.zip(giver.travel_minutes).is_some_and(|(minutes, limit)| minutes > limit);
        let open = WordSet::of(common.iter().filter(|mode| match mode {
            Mode::InPerson => giver.assured && !too_far,
            // A blended job has few visits and is never closed by distance (DOMAIN A1).
            Mode::Blended => giver.assured,
            Mode::Remote => true,
        }));
        Pair {
            policy: self.policy,
            question,
            giver,
            closeness: self.closeness(&giver.expertise),
            metres,
            minutes,
            common,
            open,
        }
    }

    /// Within how many metres schools compete with the one that asks.
    pub(super) const fn competing_within(&self) -> i32 {
        competing_within(self.policy, self.question)
    }

    /// How many of the areas asked for are met by areas held, by closeness.
    pub(super) fn closeness(&self, held: &[Term]) -> [i32; Closeness::ALL_WORDS] {
        let mut met = [0; Closeness::ALL_WORDS];
        for near in &self.near {
            let best = held.iter().filter_map(|held| near.get(held.place()).copied().flatten()).min();
            if let Some(closeness) = best {
                met[closeness as usize] += 1;
            }
        }
        met
    }
}

const fn competing_within(policy: &Policy, question: &Question) -> i32 {
    match question.asker.context.rural {
        Some(false) => policy.setting(Setting::NeighbourTown),
        _ => policy.setting(Setting::NeighbourCountry),
    }
}

impl Pair<'_> {
    /// The stage at which the offer comes into view (DOMAIN A2).
    pub(super) fn stage(&self) -> MatchStage {
        let (here, there) = (&self.question.asker, &self.giver.home);
        let of = |alliances: &[_]| there.alliances.iter().any(|alliance| alliances.contains(alliance));
        if here.school == there.school || (here.trust.is_some() && here.trust == there.trust) || of(&here.alliances) {
            MatchStage::OwnGroup
        } else if of(&self.question.neighbours) {
            MatchStage::Neighbours
        } else if here.region.is_some() && here.region == there.region {
            MatchStage::Region
        } else {
            MatchStage::National
        }
    }

    /// Within how many metres schools compete with the one that asks.
    pub(super) const fn competing_within(&self) -> i32 {
        competing_within(self.policy, self.question)
    }

    /// Whether the two schools compete for the same pupils: near each other, with a key stage in common where both are
    /// known, and not of one trust.
    pub(super) fn competes(&self) -> bool {
        let (here, there) = (&self.question.asker, &self.giver.home);
        let near = self.metres.is_some_and(|metres| metres < self.competing_within());
        let one_trust = here.trust.is_some() && here.trust == there.trust;
        let unknown = here.teaches.is_empty() || there.teaches.is_empty();
        near && !one_trust && (unknown || !here.teaches.and(there.teaches).is_empty())
    }

    /// What is free in the half-terms asked for, together.
    pub(super) fn free(&self) -> i32 {
        self.question.window.iter().filter_map(|half_term| self.giver.free.at(*half_term)).sum()
    }

    /// What the two schools did together.
    pub(super) fn past(&self) -> Option<Past> {
        self.question.past.iter().copied().find(|past| past.school == self.giver.home.school)
    }
}
