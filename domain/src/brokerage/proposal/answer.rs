//! What the two schools answer to a proposal.

use crate::access::{Action, Actor};
use crate::brokerage::{DeclineReason, Proposal, ProposalStatus, Side};
use crate::{Event, Rejected, Rule, Timestamp};

impl Proposal {
    /// Accepts for the school of whoever acts; the second acceptance confirms, once a second broker has approved what the
    /// first one has a post at. It comes from a second person, also where one heads both schools (DOMAIN E58).
    pub fn accept(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        let side = self.answering(by, now)?;
        let person = by.person().ok_or(Rule::NotYoursToAccept)?;
        let home = (&mut self.home_accepted_at, &mut self.home_accepted_by);
        let host = (&mut self.host_accepted_at, &mut self.host_accepted_by);
        let (own, other) = match side {
            Side::Home => (home, host),
            Side::Host => (host, home),
        };
        if own.0.is_some() {
            return Err(Rule::AlreadyAnswered.into());
        }
        if *other.1 == Some(person) {
            return Err(Rule::OneHeadForBoth.into());
        }
        if other.0.is_some() && self.own_placement && self.approved_by.is_none() {
            return Err(Rule::SecondApprovalMissing.into());
        }
        *own.0 = Some(now);
        *own.1 = Some(person);
        if self.home_accepted_at.is_some() && self.host_accepted_at.is_some() {
            self.close(ProposalStatus::Confirmed, now);
            return Ok(Event::ProposalConfirmed { proposal: self.id, side });
        }
        self.status = match side {
            Side::Home => ProposalStatus::HomeAccepted,
            Side::Host => ProposalStatus::HostAccepted,
        };
        Ok(Event::ProposalAccepted { proposal: self.id, side })
    }

    /// Declines for the school of whoever acts, by a neutral code; it carries no penalty (DOMAIN A11, E72).
    pub fn decline(&mut self, by: &Actor, reason: DeclineReason, now: Timestamp) -> Result<Event, Rejected> {
        let side = self.answering(by, now)?;
        self.close(ProposalStatus::Declined, now);
        self.declined_by = Some(side);
        self.decline_reason = Some(reason);
        Ok(Event::ProposalDeclined { proposal: self.id, side, reason })
    }

    fn answering(&self, by: &Actor, now: Timestamp) -> Result<Side, Rejected> {
        by.require(Action::AnswerProposal { home: self.home, host: self.host })?;
        let side = Side::of(by, self.home, self.host).ok_or(Rule::NotYoursToAccept)?;
        self.require_open()?;
        if now > self.respond_by {
            return Err(Rule::ProposalOverdue.into());
        }
        Ok(side)
    }
}
