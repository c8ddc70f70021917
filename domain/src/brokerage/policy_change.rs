//! A change of the matching policy: put forward with a scenario that shows what it does, and approved by a second person. There is
//! no other way to a new version (MATCHING 4).

#[cfg(test)]
pub(in crate::brokerage) mod tests;

use crate::access::{Action, Actor};
use crate::brokerage::matching::Policy;
use crate::brokerage::{Scenario, ScenarioReaders, ScenarioStatus};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

/// How many days a change waits for its answer.
const DAYS_TO_ANSWER: u32 = 30;
/// How many days ahead a change may begin to hold.
const DAYS_AHEAD: u32 = 366;

words! {
    /// Where a change of the matching policy stands.
    pub enum PolicyChangeStatus {
        /// It waits for a second person.
        Proposed = "proposed",
        /// A second person approved it: it is a version of the policy.
        Approved = "approved",
        /// A second person refused it.
        Refused = "refused",
        /// Whoever put it forward took it back.
        Withdrawn = "withdrawn",
        /// Nobody answered it in time.
        Lapsed = "lapsed",
    }
}

/// A change of the matching policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyChange {
    /// Its id.
    pub id: Id<PolicyChange>,
    /// The scenario whose report shows what it does.
    pub scenario: Id<Scenario>,
    /// The policy as it would be, under the number that it would have: one more than that of the policy that it changes.
    pub policy: Policy,
    /// Why it is put forward.
    pub reason: Remark,
    /// From when on it is to hold.
    pub holds_from: Timestamp,
    /// Where it stands.
    pub status: PolicyChangeStatus,
    /// Who put it forward.
    pub proposed_by: Id<Person>,
    /// When.
    pub proposed_at: Timestamp,
    /// Until when it waits for its answer.
    pub answer_by: Timestamp,
    /// When it was approved, refused, taken back, or lapsed.
    pub ended_at: Option<Timestamp>,
    /// Who approved it, refused it, or took it back.
    pub ended_by: Option<Id<Person>>,
    /// Why it was refused or taken back.
    pub ended_for: Option<Remark>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(PolicyChange = "pch");

/// What somebody fills in to put a change forward.
#[derive(Clone, Debug)]
pub struct PolicyChangeDraft {
    /// The new change's id.
    pub id: Id<PolicyChange>,
    /// Why it is put forward.
    pub reason: Remark,
    /// From when on it is to hold; at once where nothing is said.
    pub holds_from: Option<Timestamp>,
}

impl PolicyChange {
    /// Puts the weights of a scenario forward as the next version of the policy. `newest` is the version with the highest number,
    /// whether it holds already or not: the scenario must have been reckoned beside that very one.
    pub fn propose(
        it: PolicyChangeDraft,
        scenario: &Scenario,
        newest: &Policy,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::ProposePolicy {})?;
        let proposed_by = by.person().ok_or(Rule::NotAllowed)?;
        let shown = scenario.outcome.as_ref().filter(|_| is_of_policy(scenario)).ok_or(Rule::PolicyWithoutScenario)?;
        if shown.policy_version != newest.version() {
            return Err(Rule::PolicyOvertaken.into());
        }
        let mut faults = Faults::default();
        let holds_from = it.holds_from.unwrap_or(now);
        faults.need(holds_from >= now, || Rule::DatePassed.at("holdsFrom"));
        faults.need(holds_from <= now.plus_days(DAYS_AHEAD), || Rule::DateTooFar.at("holdsFrom"));
        let policy = faults.keep("scenario", scenario.changes.policy(newest, newest.version() + 1));
        let answer_by = now.plus_days(DAYS_TO_ANSWER);
        let change = policy.map(|policy| Self {
            id: it.id,
            scenario: scenario.id,
            policy,
            reason: it.reason,
            holds_from,
            status: PolicyChangeStatus::Proposed,
            proposed_by,
            proposed_at: now,
            answer_by,
            ended_at: None,
            ended_by: None,
            ended_for: None,
            version: 1,
        });
        let change = faults.into_result(change)?;
        let event = Event::PolicyChangeProposed { change: change.id, scenario: scenario.id, answer_by };
        Ok((change, event))
    }

    /// Approves it: from its day on, and not before now, it is the policy.
    pub fn approve(&mut self, newest: &Policy, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.answering(by, now)?;
        if newest.version() + 1 != self.policy.version() {
            return Err(Rule::PolicyOvertaken.into());
        }
        self.holds_from = self.holds_from.max(now);
        self.end(PolicyChangeStatus::Approved, by.person(), now);
        let policy_version = self.policy.version();
        Ok(Event::PolicyChangeApproved { change: self.id, policy_version, holds_from: self.holds_from })
    }

    /// Refuses it, saying why.
    pub fn refuse(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.answering(by, now)?;
        self.ended_for = Some(reason);
        self.end(PolicyChangeStatus::Refused, by.person(), now);
        Ok(Event::PolicyChangeRefused { change: self.id })
    }

    /// Takes it back, saying why: only whoever put it forward.
    pub fn withdraw(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::WithdrawPolicy { person: self.proposed_by })?;
        self.require_open()?;
        self.ended_for = Some(reason);
        self.end(PolicyChangeStatus::Withdrawn, by.person(), now);
        Ok(Event::PolicyChangeWithdrawn { change: self.id })
    }

    /// Ends it, because nobody answered it in time.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if now <= self.answer_by {
            return Err(Rule::StepNotOpen.into());
        }
        self.end(PolicyChangeStatus::Lapsed, None, now);
        Ok(Event::PolicyChangeLapsed { change: self.id })
    }

    /// Whether somebody may answer it now: who keeps the policy, and did not put it forward.
    fn answering(&self, by: &Actor, now: Timestamp) -> Result<(), Rejected> {
        by.require(Action::AnswerPolicy {})?;
        self.require_open()?;
        if by.person().is_none_or(|person| person == self.proposed_by) {
            return Err(Rule::PolicySecondPerson.into());
        }
        if now > self.answer_by { Err(Rule::StepNotOpen.into()) } else { Ok(()) }
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.status == PolicyChangeStatus::Proposed { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn end(&mut self, status: PolicyChangeStatus, by: Option<Id<Person>>, now: Timestamp) {
        (self.status, self.ended_by, self.ended_at) = (status, by, Some(now));
    }
}

/// Whether a scenario shows what a policy alone would do in the nation, and to all who may have a say.
fn is_of_policy(scenario: &Scenario) -> bool {
    let shown = scenario.status == ScenarioStatus::Reckoned && scenario.readers == ScenarioReaders::Exchange;
    shown && scenario.alliance.is_none() && scenario.changes.are_of_policy()
}
