//! A deployment: support that two schools plan, agree, carry out and end. What holds of every state is here; the steps
//! before agreement and those after it have files of their own.

mod after;
mod agreement;
mod alliance;
mod home;
mod mentored;
mod particular;
mod work;

use chrono::NaiveDate;
pub use home::FormerHome;

use crate::brokerage::peer_visit::require_short;
use crate::brokerage::{DeploymentStatus, NoFollowUp, Particulars, Proposal, ProposalStatus, StopReason, Terms};
use crate::directory::{Alliance, School, Specialist};
use crate::exchange::{Offer, SupportKind, SupportRequest};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// Support planned or agreed between two schools (DOMAIN C.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its id.
    pub id: Id<Deployment>,
    /// The proposal from which it came.
    pub proposal: Id<Proposal>,
    /// The request that it meets.
    pub request: Id<SupportRequest>,
    /// The offer that meets it.
    pub offer: Id<Offer>,
    /// The kind of work.
    pub kind: SupportKind,
    /// Whether the two heads arranged it between themselves: a peer visit that no broker proposed (DOMAIN D48).
    pub arranged: bool,
    /// The alliance that brokers it.
    pub alliance: Id<Alliance>,
    /// The broker who proposed it.
    pub brokered_by: Id<Person>,
    /// The school that gives.
    pub home: Id<School>,
    /// The school that receives.
    pub host: Id<School>,
    /// The specialist who comes.
    pub specialist: Option<Id<Specialist>>,
    /// The person who is that specialist.
    pub person: Option<Id<Person>>,
    /// How much work, in half-days.
    pub half_days: i32,
    /// What both heads and the alliance sign, once it is written.
    pub terms: Option<Terms>,
    /// What its kind asks beyond the terms, once somebody has written of it.
    pub particulars: Option<Box<Particulars>>,
    /// Whether the home school has declared interests: nothing yet, none, or some, if only once.
    pub home_interest: Option<bool>,
    /// Whether the host has declared interests: nothing yet, none, or some, if only once.
    pub host_interest: Option<bool>,
    /// Whether the broker has a post at one of the two schools (DOMAIN E58).
    pub own_placement: bool,
    /// The second broker who approved.
    pub approved_by: Option<Id<Person>>,
    /// Who wrote the terms as they stand; nothing of those that were written before that was kept.
    pub drafted_by: Option<Id<Person>>,
    /// When; nothing of those that were written before that was kept.
    pub drafted_at: Option<Timestamp>,
    /// When the home school's head signed.
    pub home_agreed_at: Option<Timestamp>,
    /// Who that was; nothing where it was signed before that was kept.
    pub home_agreed_by: Option<Id<Person>>,
    /// When the host's head signed.
    pub host_agreed_at: Option<Timestamp>,
    /// Who that was; nothing where it was signed before that was kept.
    pub host_agreed_by: Option<Id<Person>>,
    /// When a broker signed for the alliance.
    pub alliance_agreed_at: Option<Timestamp>,
    /// Who that was.
    pub alliance_agreed_by: Option<Id<Person>>,
    /// Half-days promised and neither given nor given up yet (SETTLED 3).
    pub promised: i32,
    /// Where it stands.
    pub status: DeploymentStatus,
    /// Until when it must be agreed (SETTLED 4).
    pub agree_by: Timestamp,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it was agreed.
    pub agreed_at: Option<Timestamp>,
    /// When work began.
    pub started_at: Option<Timestamp>,
    /// When it was first reviewed half-way (DOMAIN F7).
    pub midterm_done_at: Option<Timestamp>,
    /// The last day of work, where the latest mid-term review decided for an end before that of the terms.
    pub final_day: Option<NaiveDate>,
    /// When it ended, in whatever way.
    pub ended_at: Option<Timestamp>,
    /// Why it was stopped, as a neutral code (DOMAIN E72).
    pub stop_code: Option<StopReason>,
    /// Why it was stopped, in words.
    pub stop_reason: Option<Remark>,
    /// Who stopped it.
    pub stopped_by: Option<Id<Person>>,
    /// When the alliance signed off what the reviews say (DOMAIN F8).
    pub signed_off_at: Option<Timestamp>,
    /// When both sides had spoken of each other, or the time for it was over (DOMAIN E76).
    pub evaluated_at: Option<Timestamp>,
    /// The day on which somebody is to look at what has lasted (DOMAIN D45).
    pub follow_up_on: Option<NaiveDate>,
    /// When what somebody then saw was written down.
    pub followed_up_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Why it was closed although nobody looked at what has lasted (DOMAIN D45).
    pub no_follow_up: Option<NoFollowUp>,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// What is known of a deployment when it is planned, beside its proposal.
#[derive(Clone, Debug)]
pub struct Planning {
    /// The new deployment's id.
    pub id: Id<Deployment>,
    /// Whether the two heads arrange it between themselves.
    pub arranged: bool,
    /// The person who is the specialist.
    pub person: Option<Id<Person>>,
    /// Until when it must be agreed.
    pub agree_by: Timestamp,
}

impl Deployment {
    /// Plans a deployment out of a confirmed proposal; nothing else leads to one.
    pub fn plan(it: &Planning, proposal: &Proposal, now: Timestamp) -> Result<(Self, Event), Rejected> {
        if proposal.status != ProposalStatus::Confirmed {
            return Err(Rule::StepNotOpen.into());
        }
        require_short(proposal.kind, proposal.half_days)?;
        let deployment = Self {
            id: it.id,
            proposal: proposal.id,
            request: proposal.request,
            offer: proposal.offer,
            kind: proposal.kind,
            arranged: it.arranged && proposal.kind == SupportKind::PeerVisit,
            alliance: proposal.alliance,
            brokered_by: proposal.sent_by,
            home: proposal.home,
            host: proposal.host,
            specialist: proposal.specialist,
            person: it.person,
            half_days: proposal.half_days,
            terms: None,
            particulars: None,
            home_interest: None,
            host_interest: None,
            own_placement: proposal.own_placement,
            approved_by: proposal.approved_by,
            drafted_by: None,
            drafted_at: None,
            home_agreed_at: None,
            home_agreed_by: None,
            host_agreed_at: None,
            host_agreed_by: None,
            alliance_agreed_at: None,
            alliance_agreed_by: None,
            promised: 0,
            status: DeploymentStatus::Planned,
            agree_by: it.agree_by,
            planned_at: now,
            agreed_at: None,
            started_at: None,
            midterm_done_at: None,
            final_day: None,
            ended_at: None,
            stop_code: None,
            stop_reason: None,
            stopped_by: None,
            signed_off_at: None,
            evaluated_at: None,
            follow_up_on: None,
            followed_up_at: None,
            closed_at: None,
            no_follow_up: None,
            version: 1,
        };
        let event = Event::DeploymentPlanned { deployment: it.id, proposal: proposal.id, agree_by: it.agree_by };
        Ok((deployment, event))
    }

    /// Whether a second broker must approve: because of an interest or the broker's own post (DOMAIN E58), or because nobody
    /// pays (C32).
    pub fn needs_approval(&self) -> bool {
        self.has_interest() || self.is_waived()
    }

    /// Whether a side has declared an interest, or the broker has a post at one of the two schools.
    pub(in crate::brokerage) fn has_interest(&self) -> bool {
        self.own_placement || self.home_interest == Some(true) || self.host_interest == Some(true)
    }

    /// Whether payment is waived by the terms as they stand.
    pub(in crate::brokerage) fn is_waived(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.settlement.is_waived())
    }

    /// Whether nothing but credit comes in return by the terms as they stand, so that it counts for where the two schools stand
    /// (DOMAIN C.4).
    pub fn is_for_credit(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.settlement.is_free())
    }

    /// Whether work goes on or may go on again.
    pub const fn is_running(&self) -> bool {
        matches!(self.status, DeploymentStatus::Active | DeploymentStatus::Paused)
    }

    /// The first day on which work may be done, by the terms.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.terms.as_ref().map(|terms| terms.period.from())
    }

    /// The last day on which work may be done: that of the terms, or an earlier one by decision of a review.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let agreed = self.terms.as_ref().map(|terms| terms.period.until());
        agreed.into_iter().chain(self.final_day).min()
    }

    pub(in crate::brokerage) fn require(&self, holds: bool) -> Result<(), Rejected> {
        if holds { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
