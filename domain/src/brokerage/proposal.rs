//! A proposal: a broker's suggestion that one offer should meet one request, and what the two schools answer.

mod answer;

use crate::access::{Action, Actor, Scope};
use crate::brokerage::peer_visit::require_short;
use crate::brokerage::{DeclineReason, MatchRun, ProposalStatus, Side};
use crate::directory::{Alliance, School, Specialist};
use crate::exchange::{Offer, SupportKind, SupportRequest};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::Note;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// The most days that two schools may be given to answer: three months.
const MOST_DAYS: u32 = 92;

/// A broker's proposal that one offer should meet one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: Id<Proposal>,
    /// The request that it would meet.
    pub request: Id<SupportRequest>,
    /// The offer that would meet it.
    pub offer: Id<Offer>,
    /// The run of the matching from which it was taken.
    pub run: Option<Id<MatchRun>>,
    /// The alliance for which the broker proposes.
    pub alliance: Id<Alliance>,
    /// The school that would give.
    pub home: Id<School>,
    /// The school that asked.
    pub host: Id<School>,
    /// The specialist who would come, if the offer names one.
    pub specialist: Option<Id<Specialist>>,
    /// The kind of work, as it was asked for and offered when the proposal was made.
    pub kind: SupportKind,
    /// How much work it proposes, in half-days.
    pub half_days: i32,
    /// What the broker says to both.
    pub message: Option<Note>,
    /// Whether the host stays unnamed to the home school until it accepts (DOMAIN K142).
    pub anonymous: bool,
    /// Whether the broker has a post at one of the two schools, so that a second one must approve (DOMAIN E58).
    pub own_placement: bool,
    /// The second broker who approved.
    pub approved_by: Option<Id<Person>>,
    /// The broker who made it.
    pub sent_by: Id<Person>,
    /// When it was made.
    pub sent_at: Timestamp,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
    /// Where it stands.
    pub status: ProposalStatus,
    /// When the home school accepted.
    pub home_accepted_at: Option<Timestamp>,
    /// Who accepted for the home school; nothing of what was accepted before that was kept.
    pub home_accepted_by: Option<Id<Person>>,
    /// When the host accepted.
    pub host_accepted_at: Option<Timestamp>,
    /// Who accepted for the host; nothing of what was accepted before that was kept.
    pub host_accepted_by: Option<Id<Person>>,
    /// When it was confirmed or closed otherwise.
    pub ended_at: Option<Timestamp>,
    /// Which side declined.
    pub declined_by: Option<Side>,
    /// Why it was declined or taken back, by a neutral code; nothing of what was taken back before a reason was kept.
    pub decline_reason: Option<DeclineReason>,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// What a broker fills in to make a proposal.
#[derive(Clone, Debug)]
pub struct Sending {
    /// The new proposal's id.
    pub id: Id<Proposal>,
    /// The request to meet.
    pub request: Id<SupportRequest>,
    /// The offer to meet it with.
    pub offer: Id<Offer>,
    /// The run of the matching from which it was taken.
    pub run: Option<Id<MatchRun>>,
    /// The alliance for which the broker acts.
    pub alliance: Id<Alliance>,
    /// The school that would give.
    pub home: Id<School>,
    /// The school that asked.
    pub host: Id<School>,
    /// The specialist who would come.
    pub specialist: Option<Id<Specialist>>,
    /// The kind of work that the request asks for.
    pub asked: SupportKind,
    /// The kind of work that the offer promises.
    pub kind: SupportKind,
    /// How much work, in half-days.
    pub half_days: i32,
    /// What the broker says to both.
    pub message: Option<Note>,
    /// Whether the request is anonymous.
    pub anonymous: bool,
    /// Whether the broker has a post at one of the two schools.
    pub own_placement: bool,
    /// Whether both schools belong to one trust and the request does not allow that (DOMAIN E58).
    pub barred_by_trust: bool,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
}

impl Proposal {
    /// Makes a proposal. Only a broker does, and it binds nobody until both schools accept (DOMAIN A11, B18).
    pub fn send(it: Sending, by: &Actor, now: Timestamp) -> Result<(Self, Event), Refusals> {
        by.require(Action::ProposeSupport { alliance: it.alliance })?;
        let mut faults = Faults::default();
        faults.need(!it.barred_by_trust, || Rule::SameTrust.at("offer"));
        let event = Event::ProposalSent {
            proposal: it.id,
            request: it.request,
            half_days: it.half_days,
            respond_by: it.respond_by,
        };
        Ok((Self::made(it, faults, by, now)?, event))
    }

    /// The proposal that somebody makes, if nothing is at fault in it.
    pub(super) fn made(it: Sending, mut faults: Faults, by: &Actor, now: Timestamp) -> Result<Self, Refusals> {
        let sent_by = by.person().ok_or(Rule::NotAllowed)?;
        faults.need(it.home != it.host, || Rule::ProposalToSelf.at("offer"));
        faults.need(it.kind == it.asked, || Rule::KindDiffers.at("offer"));
        faults.need((1..=it.kind.most_half_days()).contains(&it.half_days), || Rule::NumberOutOfRange.at("halfDays"));
        faults.keep("halfDays", require_short(it.kind, it.half_days));
        faults.need(it.respond_by > now, || Rule::DatePassed.at("respondBy"));
        faults.need(it.respond_by <= now.plus_days(MOST_DAYS), || Rule::DateTooFar.at("respondBy"));
        faults.end()?;
        Ok(Self::of(it, sent_by, now))
    }

    /// What was filled in, as a proposal that nobody has answered.
    pub(super) fn of(it: Sending, sent_by: Id<Person>, sent_at: Timestamp) -> Self {
        Self {
            id: it.id,
            request: it.request,
            offer: it.offer,
            run: it.run,
            alliance: it.alliance,
            home: it.home,
            host: it.host,
            specialist: it.specialist,
            kind: it.kind,
            half_days: it.half_days,
            message: it.message,
            anonymous: it.anonymous,
            own_placement: it.own_placement,
            approved_by: None,
            sent_by,
            sent_at,
            respond_by: it.respond_by,
            status: ProposalStatus::Sent,
            home_accepted_at: None,
            home_accepted_by: None,
            host_accepted_at: None,
            host_accepted_by: None,
            ended_at: None,
            declined_by: None,
            decline_reason: None,
            version: 1,
        }
    }

    /// Asks a second broker to approve what the first one has a post at; nothing where that is not needed.
    pub fn ask_approval(&self) -> Option<Event> {
        let asked = Event::ProposalApprovalAsked { proposal: self.id, respond_by: self.respond_by };
        (self.own_placement && self.approved_by.is_none()).then_some(asked)
    }

    /// Approves, as a second broker, a proposal of one who has a post at one of the two schools (DOMAIN E58). `involved` says
    /// whether this broker has one as well.
    pub fn approve(&mut self, by: &Actor, involved: bool) -> Result<Event, Rejected> {
        by.require(Action::ApprovePlacement { alliance: self.alliance })?;
        self.require_open()?;
        let person = by.person().ok_or(Rule::SecondApproverInvolved)?;
        if involved || person == self.sent_by {
            return Err(Rule::SecondApproverInvolved.into());
        }
        if !self.own_placement || self.approved_by.is_some() {
            return Err(Rule::SecondApprovalIdle.into());
        }
        self.approved_by = Some(person);
        Ok(Event::ProposalApproved { proposal: self.id })
    }

    /// Takes it back for its alliance, by a neutral code (DOMAIN E72).
    pub fn withdraw(&mut self, by: &Actor, reason: DeclineReason, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::WithdrawProposal { alliance: self.alliance })?;
        self.take_back(reason, now)
    }

    /// Takes it back because its request was taken back. Why that was is the asking school's to tell (DOMAIN K142).
    pub fn fall(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.take_back(DeclineReason::NeedChanged, now)
    }

    /// Takes it back because its specialist has left the home school (DOMAIN C.1).
    pub fn leave(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.take_back(DeclineReason::PeopleChanged, now)
    }

    fn take_back(&mut self, reason: DeclineReason, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        self.close(ProposalStatus::Withdrawn, now);
        self.decline_reason = Some(reason);
        Ok(Event::ProposalWithdrawn { proposal: self.id, reason })
    }

    /// Ends it when its time to answer has passed.
    pub fn expire(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if now <= self.respond_by {
            return Err(Rule::StepNotOpen.into());
        }
        self.close(ProposalStatus::Expired, now);
        Ok(Event::ProposalExpired { proposal: self.id })
    }

    /// Ends it because another one for the same request was confirmed first (SETTLED 4).
    pub fn supersede(&mut self, confirmed: &Self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        let beaten = confirmed.status == ProposalStatus::Confirmed && confirmed.request == self.request;
        if !beaten {
            return Err(Rule::StepNotOpen.into());
        }
        self.close(ProposalStatus::Superseded, now);
        Ok(Event::ProposalSuperseded { proposal: self.id, confirmed: confirmed.id })
    }

    /// Whether it still waits for an answer.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, ProposalStatus::Sent | ProposalStatus::HomeAccepted | ProposalStatus::HostAccepted)
    }

    /// Whether the home school may know who asked: always, unless the request is anonymous and the host has not accepted.
    pub const fn names_host(&self) -> bool {
        !self.anonymous || self.host_accepted_at.is_some()
    }

    /// Whether a reader is shown who asked, and for which alliance a broker proposes, for that would tell (DOMAIN K142).
    pub fn names_host_to(&self, reader: &Scope) -> bool {
        self.names_host() || reader.sees(&[self.host.uuid(), self.alliance.uuid()])
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.is_open() { Ok(()) } else { Err(Rule::ProposalNotOpen.into()) }
    }

    fn close(&mut self, status: ProposalStatus, now: Timestamp) {
        self.status = status;
        self.ended_at = Some(now);
    }
}

impl Side {
    /// The side for which somebody acts: by the school at which their role holds. The service acts for neither.
    pub fn of(by: &Actor, home: Id<School>, host: Id<School>) -> Option<Self> {
        let school = by.acting()?.school?;
        if school == home {
            Some(Self::Home)
        } else if school == host {
            Some(Self::Host)
        } else {
            None
        }
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
