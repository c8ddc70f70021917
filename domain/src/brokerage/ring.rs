//! A ring of schools, each of which gives to the next and gets from the one before: proposed to all of them at once, and nothing is
//! placed unless every one of them consents (MATCHING 3; DOMAIN C29, C30).

mod answer;
mod leg;
mod vocabulary;

use crate::access::{Action, Actor};
use crate::brokerage::{DeclineReason, Proposal};
use crate::directory::Alliance;
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use leg::RingLeg;
pub use vocabulary::{RingAnswer, RingEnd, RingStatus};

/// The most schools of a ring: nobody waits for more consents than these (MATCHING 3).
pub const MOST_SCHOOLS: usize = 4;

/// A ring of schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRing {
    /// Its id.
    pub id: Id<ExchangeRing>,
    /// The alliance for which the broker proposes.
    pub alliance: Id<Alliance>,
    /// How many schools take part.
    pub schools: i32,
    /// How many of them have consented.
    pub consents: i32,
    /// Where it stands.
    pub status: RingStatus,
    /// The broker who proposed it.
    pub proposed_by: Id<Person>,
    /// When.
    pub proposed_at: Timestamp,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
    /// When it was agreed or came to nothing.
    pub ended_at: Option<Timestamp>,
    /// Why it came to nothing.
    pub end: Option<RingEnd>,
    /// Why its broker took it back, by a neutral code.
    pub reason: Option<DeclineReason>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(ExchangeRing = "rng");

/// What a broker fills in to propose a ring.
#[derive(Clone, Debug)]
pub struct RingProposing {
    /// The new ring's id.
    pub id: Id<ExchangeRing>,
    /// The alliance for which the broker acts.
    pub alliance: Id<Alliance>,
    /// What each school would give, in any order.
    pub legs: Vec<RingLeg>,
    /// Whether the broker has a post at one of the schools.
    pub own_school: bool,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
}

impl ExchangeRing {
    /// Proposes a ring to all of its schools, and puts its legs in their order. Only a broker does, and none who has a post at one of
    /// the schools (DOMAIN E58). Each leg passes what a proposal of it alone would have to pass; it binds nobody until all consent.
    pub fn propose(it: RingProposing, by: &Actor, now: Timestamp) -> Result<(Self, Vec<RingLeg>, Event), Refusals> {
        by.require(Action::ProposeSupport { alliance: it.alliance })?;
        let mut faults = Faults::default();
        faults.need(!it.own_school, || Rule::RingOwnSchool.at("legs"));
        let ring = Self {
            id: it.id,
            alliance: it.alliance,
            schools: i32::try_from(it.legs.len()).unwrap_or(i32::MAX),
            consents: 0,
            status: RingStatus::Proposed,
            proposed_by: by.person().ok_or(Rule::NotAllowed)?,
            proposed_at: now,
            respond_by: it.respond_by,
            ended_at: None,
            end: None,
            reason: None,
            version: 1,
        };
        // Whatever keeps it from being proposed alone keeps it from being proposed in a ring.
        let mut found: Vec<Rejected> = Vec::new();
        for leg in &it.legs {
            let alone = Proposal::send(leg.sending(&ring, Id::from_uuid(it.id.uuid())), by, now);
            let faults = alone.err().map_or_else(Vec::new, Refusals::into_vec);
            found.extend(faults.into_iter().filter(|fault| !found.contains(fault)).collect::<Vec<_>>());
        }
        for fault in found {
            faults.need(false, || fault);
        }
        let legs = faults.keep("legs", in_order(it.legs));
        let legs = faults.into_result(legs)?;
        let event = Event::RingProposed { ring: ring.id, schools: ring.schools, respond_by: ring.respond_by };
        Ok((ring, legs, event))
    }

    /// Takes it back for its alliance, by a neutral code (DOMAIN E72).
    pub fn withdraw(&mut self, by: &Actor, reason: DeclineReason, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::WithdrawProposal { alliance: self.alliance })?;
        self.require_open()?;
        self.reason = Some(reason);
        Ok(self.dissolve(RingEnd::Withdrawn, now))
    }

    /// Dissolves it because not all of its schools answered in time.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if now <= self.respond_by {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(self.dissolve(RingEnd::Unanswered, now))
    }

    /// Dissolves it because something that it rests on is gone.
    pub fn fall(&mut self, end: RingEnd, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        Ok(self.dissolve(end, now))
    }

    /// Whether it still waits for answers.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, RingStatus::Proposed)
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.is_open() { Ok(()) } else { Err(Rule::RingNotOpen.into()) }
    }

    fn dissolve(&mut self, end: RingEnd, now: Timestamp) -> Event {
        (self.status, self.end, self.ended_at) = (RingStatus::Dissolved, Some(end), Some(now));
        Event::RingDissolved { ring: self.id, end }
    }
}

/// The legs in the order of the ring, from the one that was named first; refused where they make no single ring.
fn in_order(mut left: Vec<RingLeg>) -> Result<Vec<RingLeg>, Rejected> {
    let not_closed = || Rejected::from(Rule::RingNotClosed);
    if !(2..=MOST_SCHOOLS).contains(&left.len()) {
        return Err(not_closed());
    }
    let mut legs: Vec<RingLeg> = vec![left.remove(0)];
    while !left.is_empty() {
        let giver = legs.last().map(|leg| leg.host);
        let next = left.iter().position(|leg| Some(leg.home) == giver).ok_or_else(not_closed)?;
        legs.push(left.remove(next));
    }
    let apart = legs.iter().enumerate().all(|(at, leg)| legs[..at].iter().all(|before| before.home != leg.home));
    if !apart || legs.last().map(|leg| leg.host) != legs.first().map(|leg| leg.home) {
        return Err(not_closed());
    }
    for (leg, place) in legs.iter_mut().zip(1..) {
        leg.place = place;
    }
    Ok(legs)
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
