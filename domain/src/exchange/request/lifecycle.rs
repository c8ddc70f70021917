//! A request as its school writes, raises, changes and takes it back (DOMAIN A11, A12, C.2).

use super::{Brokered, RequestDraft, Response, ResponsePolicy};
use crate::access::{Action, Actor};
use crate::brokerage::MatchStage;
use crate::directory::{Alliance, School, SchoolStatus};
use crate::exchange::{RequestStatus, UnmetReason, WithdrawalReason};
use crate::identity::Person;
use crate::rule::{Rejected, Rule};
use crate::{Event, Id, Timestamp};

/// A school's request for support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRequest {
    /// Its id.
    pub id: Id<SupportRequest>,
    /// The school that asks.
    pub school: Id<School>,
    /// Who wrote it.
    pub raised_by: Id<Person>,
    /// What is asked.
    pub draft: RequestDraft,
    /// Where it stands.
    pub status: RequestStatus,
    /// How far the search for candidates has gone; `None` before the first run (DOMAIN A2).
    pub stage: Option<MatchStage>,
    /// The alliances that broker it: the school's own, then those to which it was referred.
    pub alliances: Vec<Id<Alliance>>,
    /// Which of them came to it after it was raised, and when: they are held to nothing that was before.
    pub came: Vec<(Id<Alliance>, Timestamp)>,
    /// The alliances to which it is referred and which have not answered: they read it, and broker it only once they take
    /// it on (SETTLED 7).
    pub referred: Vec<Id<Alliance>>,
    /// The schools to which it was proposed.
    pub responders: Vec<Id<School>>,
    /// The responders who know which school asks, if it is anonymous.
    pub named_to: Vec<Id<School>>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the school raised it.
    pub submitted_at: Option<Timestamp>,
    /// By when it is to be answered, once it is raised.
    pub response: Option<Response>,
    /// When a broker confirmed the need.
    pub triaged_at: Option<Timestamp>,
    /// Each time that it came back to the search, the earliest first.
    pub returned: Vec<Timestamp>,
    /// Each time that support was agreed for it, the earliest first.
    pub placed: Vec<Timestamp>,
    /// Each time that it was noted that no support was agreed in time for a school that gives, the earliest first.
    pub support_missed: Vec<Timestamp>,
    /// Whether an audit visit is asked for that was neither held nor waived (DOMAIN F3).
    pub audit_open: bool,
    /// Why nobody was found.
    pub unmet_reason: Option<UnmetReason>,
    /// Why the school took it back.
    pub withdrawal_reason: Option<WithdrawalReason>,
    /// Counts the changes.
    pub version: i32,
}

crate::noun!(SupportRequest = "req");

impl SupportRequest {
    /// Drafts a request of a school. Only the school's own people do: nobody is enrolled in support (DOMAIN A11).
    pub fn draft(
        by: &Actor,
        id: Id<Self>,
        school: (Id<School>, SchoolStatus),
        draft: RequestDraft,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let (school, standing) = school;
        by.require(Action::DraftRequest { school })?;
        if !standing.is_open() {
            return Err(Rule::SchoolNotOpen.into());
        }
        // Whom the policy lets draft is a person at the school; the service never asks for anything itself.
        let raised_by = by.person().ok_or(Rule::RequestNotYours)?;
        let request = Self {
            id,
            school,
            raised_by,
            draft,
            status: RequestStatus::Draft,
            stage: None,
            alliances: Vec::new(),
            came: Vec::new(),
            referred: Vec::new(),
            responders: Vec::new(),
            named_to: Vec::new(),
            created_at: now,
            submitted_at: None,
            response: None,
            triaged_at: None,
            returned: Vec::new(),
            placed: Vec::new(),
            support_missed: Vec::new(),
            audit_open: false,
            unmet_reason: None,
            withdrawal_reason: None,
            version: 1,
        };
        Ok((request, Event::RequestDrafted { request: id }))
    }

    /// Drafts and submits in one act.
    pub fn raise(
        by: &Actor,
        id: Id<Self>,
        school: (Id<School>, SchoolStatus),
        brokered: Brokered,
        draft: RequestDraft,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::SubmitRequest { school: school.0 })?;
        // One act, one fact: what it says is that the request was raised.
        let (mut request, _) = Self::draft(by, id, school, draft, now)?;
        let event = request.submit(by, brokered, now)?;
        Ok((request, event))
    }

    /// Raises a draft: the brokers of the school's alliances see it from now on (DOMAIN A11, F1).
    pub fn submit(&mut self, by: &Actor, brokered: Brokered, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::SubmitRequest { school: self.school })?;
        if self.status != RequestStatus::Draft {
            return Err(Rule::StepNotOpen.into());
        }
        // A draft may have lain until its window was over.
        if self.draft.window.until() < now.day() {
            return Err(Rule::DatePassed.at("until"));
        }
        self.status = RequestStatus::Submitted;
        self.submitted_at = Some(now);
        self.response = Some(brokered.policy.response(self.draft.urgency, brokered.asker, now));
        self.alliances = brokered.alliances;
        self.seek_broker();
        Ok(Event::RequestSubmitted { request: self.id, urgency: self.draft.urgency })
    }

    /// Changes what is asked, until a broker has confirmed the need.
    ///
    /// One that becomes more or less urgent is due sooner or later, counted from the day on which it was raised.
    pub fn revise(&mut self, by: &Actor, draft: RequestDraft, policy: ResponsePolicy) -> Result<Event, Rejected> {
        let submitted = self.status != RequestStatus::Draft;
        by.require(Action::ReviseRequest { school: self.school, submitted })?;
        if !matches!(self.status, RequestStatus::Draft | RequestStatus::Submitted) {
            return Err(Rule::StepNotOpen.into());
        }
        if let (Some(response), Some(raised)) = (&mut self.response, self.submitted_at)
            && self.draft.urgency != draft.urgency
        {
            let overdue_at = response.overdue_at;
            *response = Response { overdue_at, ..policy.response(draft.urgency, response.asker, raised) };
        }
        self.draft = draft;
        Ok(Event::RequestRevised { request: self.id })
    }

    /// Takes the request back, at any point before it is placed or closed; nobody asks more than a neutral reason (E72).
    pub fn withdraw(&mut self, by: &Actor, reason: WithdrawalReason) -> Result<Event, Rejected> {
        by.require(Action::WithdrawRequest { school: self.school })?;
        if matches!(self.status, RequestStatus::Placed | RequestStatus::Closed | RequestStatus::Withdrawn) {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = RequestStatus::Withdrawn;
        self.withdrawal_reason = Some(reason);
        self.referred.clear();
        Ok(Event::RequestWithdrawn { request: self.id, reason })
    }

    pub(super) fn step(&mut self, from: &[RequestStatus], to: RequestStatus) -> Result<(), Rejected> {
        if !from.contains(&self.status) {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests;
