//! What one school of a ring gives to the next.

use crate::access::Actor;
use crate::brokerage::matching::Part;
use crate::brokerage::{DeclineReason, ExchangeRing, MatchRun, Proposal, RingAnswer, Sending};
use crate::directory::{School, Specialist};
use crate::exchange::{CapacityHolder, Offer, SupportKind, SupportRequest};
use crate::identity::Person;
use crate::{Id, Rejected, Rule, Timestamp};

/// What one school of a ring gives to the next, and what the school that gives has answered for its part in the ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingLeg {
    /// The ring.
    pub ring: Id<ExchangeRing>,
    /// Its place in the ring, from 1: whoever gets gives in the next place, and whoever gets in the last one gives in the first.
    pub place: i32,
    /// The request that it meets.
    pub request: Id<SupportRequest>,
    /// The offer that meets it.
    pub offer: Id<Offer>,
    /// The school that gives.
    pub home: Id<School>,
    /// The school that gets.
    pub host: Id<School>,
    /// The specialist who would come, if the offer names one.
    pub specialist: Option<Id<Specialist>>,
    /// The run of the matching that was kept with the ring.
    pub run: Option<Id<MatchRun>>,
    /// The kind of work.
    pub kind: SupportKind,
    /// How much work, in half-days.
    pub half_days: i32,
    /// Whether the school that gets stays unnamed until the ring is agreed (DOMAIN K142).
    pub anonymous: bool,
    /// The parts of the points of the pair when the ring was proposed.
    pub parts: Vec<Part>,
    /// What the school that gives has answered: for what it gives and for what it gets.
    pub answer: Option<RingAnswer>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// Who answered for it.
    pub answered_by: Option<Id<Person>>,
    /// Why it declined, by a neutral code.
    pub reason: Option<DeclineReason>,
    /// The proposal that came of it.
    pub proposal: Option<Id<Proposal>>,
}

impl RingLeg {
    /// Whose time it takes.
    pub fn holder(&self) -> CapacityHolder {
        self.specialist.map_or(CapacityHolder::School(self.home), CapacityHolder::Specialist)
    }

    /// The points of the pair: the sum of its parts.
    pub fn points(&self) -> i64 {
        self.parts.iter().map(Part::contribution).sum()
    }

    /// The proposal that it would be outside a ring.
    pub(super) fn sending(&self, ring: &ExchangeRing, id: Id<Proposal>) -> Sending {
        Sending {
            id,
            request: self.request,
            offer: self.offer,
            run: self.run,
            alliance: ring.alliance,
            home: self.home,
            host: self.host,
            specialist: self.specialist,
            asked: self.kind,
            kind: self.kind,
            half_days: self.half_days,
            message: None,
            anonymous: self.anonymous,
            own_placement: false,
            barred_by_trust: false,
            respond_by: ring.respond_by,
        }
    }

    pub(super) fn consented(&self) -> bool {
        self.answer == Some(RingAnswer::Consented)
    }

    pub(super) fn answers(&mut self, answer: RingAnswer, by: &Actor, now: Timestamp) -> Result<(), Rejected> {
        if self.answer.is_some() {
            return Err(Rule::AlreadyAnswered.into());
        }
        let person = by.person().ok_or(Rule::NotYoursToAccept)?;
        (self.answer, self.answered_at, self.answered_by) = (Some(answer), Some(now), Some(person));
        Ok(())
    }
}
