//! What the schools of a ring answer, and what comes of it when all of them consent.

use crate::access::{Action, Actor};
use crate::brokerage::{
    DeclineReason, ExchangeRing, Proposal, ProposalStatus, RingAnswer, RingEnd, RingLeg, RingStatus, Side,
};
use crate::rule::Refusals;
use crate::{Event, Id, Rejected, Rule, Timestamp};

impl ExchangeRing {
    /// Consents for the school of whoever acts, to what it gives and to what it gets at once. With the last consent the ring is
    /// agreed. Nobody consents for two of its schools (DOMAIN A11, E58).
    pub fn consent(&mut self, legs: &mut [RingLeg], by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        let own = self.answering(legs, by, now)?;
        let person = by.person().ok_or(Rule::NotYoursToAccept)?;
        if legs.iter().any(|leg| leg.home != legs[own].home && leg.answered_by == Some(person)) {
            return Err(Rule::OneHeadForBoth.into());
        }
        legs[own].answers(RingAnswer::Consented, by, now)?;
        self.consents += 1;
        if legs.iter().all(RingLeg::consented) {
            (self.status, self.ended_at) = (RingStatus::Agreed, Some(now));
            return Ok(Event::RingAgreed { ring: self.id });
        }
        Ok(Event::RingConsented { ring: self.id, consents: self.consents })
    }

    /// Declines for the school of whoever acts, by a neutral code, which dissolves the ring; it carries no penalty (DOMAIN A11, E72).
    pub fn decline(
        &mut self,
        legs: &mut [RingLeg],
        by: &Actor,
        reason: DeclineReason,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        let own = self.answering(legs, by, now)?;
        if legs[own].consented() {
            // Whoever has consented may still go back on it: nothing is placed yet.
            legs[own].answer = None;
            self.consents -= 1;
        }
        legs[own].answers(RingAnswer::Declined, by, now)?;
        legs[own].reason = Some(reason);
        Ok(self.dissolve(RingEnd::Declined, now))
    }

    /// The leg in which the school of whoever acts gives.
    fn answering(&self, legs: &[RingLeg], by: &Actor, now: Timestamp) -> Result<usize, Rejected> {
        let school = by.acting().and_then(|acting| acting.school).ok_or(Rule::NotYoursToAccept)?;
        let own = legs.iter().position(|leg| leg.home == school).ok_or(Rule::NotYoursToAccept)?;
        by.require(Action::AnswerProposal { home: school, host: school })?;
        self.require_open()?;
        if now > self.respond_by {
            return Err(Rule::ProposalOverdue.into());
        }
        Ok(own)
    }

    /// The proposal that comes of a leg of an agreed ring: made when the ring was, and accepted by both schools when they consented.
    /// From here on it goes the road of every proposal.
    pub fn confirm(
        &self,
        legs: &mut [RingLeg],
        at: usize,
        id: Id<Proposal>,
        now: Timestamp,
    ) -> Result<(Proposal, Event), Refusals> {
        if self.status != RingStatus::Agreed {
            return Err(Rule::StepNotOpen.into());
        }
        let of = |home| legs.iter().find(|leg| leg.home == home).filter(|leg| leg.consented());
        let (gives, gets) = of(legs[at].home).zip(of(legs[at].host)).ok_or(Rule::StepNotOpen)?;
        let sent = legs[at].sending(self, id);
        let proposal = Proposal {
            status: ProposalStatus::Confirmed,
            home_accepted_at: gives.answered_at,
            home_accepted_by: gives.answered_by,
            host_accepted_at: gets.answered_at,
            host_accepted_by: gets.answered_by,
            ended_at: Some(now),
            ..Proposal::of(sent, self.proposed_by, self.proposed_at)
        };
        legs[at].proposal = Some(id);
        Ok((proposal, Event::ProposalConfirmed { proposal: id, side: Side::Host }))
    }
}
