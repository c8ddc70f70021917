//! A scenario: a question of what would be if something of the market were otherwise, with the answer beside today's plan
//! (MATCHING 4). Whatever comes of it, the market stays as it is.

#[cfg(test)]
pub(in crate::brokerage) mod tests;
mod vocabulary;

use uuid::Uuid;

use crate::access::{ANALYSTS, Action, Actor, NATIONAL_POOL, OPERATORS};
use crate::brokerage::Bundle;
use crate::brokerage::matching::{Beside, Changes, Policy};
use crate::directory::Alliance;
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use vocabulary::{ScenarioReaders, ScenarioStatus};

/// A scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its id.
    pub id: Id<Scenario>,
    /// The alliance whose market it is about; nothing where it is the nation's.
    pub alliance: Option<Id<Alliance>>,
    /// What it is called.
    pub name: Name,
    /// What it is to answer, in words.
    pub question: Remark,
    /// What each request in it is given.
    pub bundle: Bundle,
    /// What is supposed to be otherwise.
    pub changes: Changes,
    /// The seed of the draw among equals.
    pub seed: u32,
    /// Where it stands.
    pub status: ScenarioStatus,
    /// Who may read it.
    pub readers: ScenarioReaders,
    /// Who wrote it.
    pub written_by: Id<Person>,
    /// When.
    pub written_at: Timestamp,
    /// What it came to.
    pub outcome: Option<ScenarioOutcome>,
    /// When it was reckoned.
    pub reckoned_at: Option<Timestamp>,
    /// When it was put away.
    pub archived_at: Option<Timestamp>,
    /// Who put it away.
    pub archived_by: Option<Id<Person>>,
    /// Why it was put away.
    pub reason: Option<Remark>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(Scenario = "scn");

/// What a scenario came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioOutcome {
    /// The version of the matching policy of today's plan.
    pub policy_version: i32,
    /// How many requests were in it.
    pub requests: i32,
    /// The SHA-256 of the canonical bytes of what it was made of.
    pub input_hash: [u8; 32],
    /// Today's plan and the other, beside each other.
    pub report: Beside,
}

/// What somebody fills in to write a scenario.
#[derive(Clone, Debug)]
pub struct ScenarioDraft {
    /// The new scenario's id.
    pub id: Id<Scenario>,
    /// The alliance whose market it is about; nothing for the nation's.
    pub alliance: Option<Id<Alliance>>,
    /// What it is called.
    pub name: Name,
    /// What it is to answer, in words.
    pub question: Remark,
    /// What each request in it is given.
    pub bundle: Bundle,
    /// What is supposed to be otherwise.
    pub changes: Changes,
    /// The seed of the draw among equals.
    pub seed: u32,
}

impl Scenario {
    /// Writes a scenario: a broker about the market of the own alliance, an analyst about the nation's. Its weights are laid
    /// beside the policy that holds.
    pub fn write(it: ScenarioDraft, policy: &Policy, by: &Actor, now: Timestamp) -> Result<(Self, Event), Refusals> {
        by.require(asking(it.alliance))?;
        let written_by = by.person().ok_or(Rule::NotAllowed)?;
        let mut faults = Faults::default();
        faults.keep("changes", it.changes.policy(policy, policy.version()));
        faults.end()?;
        let ScenarioDraft { id, alliance, name, question, bundle, changes, seed } = it;
        let scenario = Self {
            id,
            alliance,
            name,
            question,
            bundle,
            changes,
            seed,
            status: ScenarioStatus::Written,
            readers: ScenarioReaders::Author,
            written_by,
            written_at: now,
            outcome: None,
            reckoned_at: None,
            archived_at: None,
            archived_by: None,
            reason: None,
            version: 1,
        };
        Ok((scenario, Event::ScenarioWritten { scenario: id }))
    }

    /// Whether somebody may have it reckoned now: what takes long is asked first.
    pub fn to_reckon(&self, by: &Actor) -> Result<(), Rejected> {
        by.require(asking(self.alliance))?;
        self.require(&[ScenarioStatus::Written])
    }

    /// Keeps what it came to.
    pub fn reckon(&mut self, outcome: ScenarioOutcome, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.to_reckon(by)?;
        if outcome.requests == 0 {
            return Err(Rule::ScenarioEmpty.into());
        }
        (self.status, self.outcome, self.reckoned_at) = (ScenarioStatus::Reckoned, Some(outcome), Some(now));
        Ok(Event::ScenarioReckoned { scenario: self.id })
    }

    /// Lets more people read it. What others have read is not taken out of their hands.
    pub fn share(&mut self, readers: ScenarioReaders, by: &Actor) -> Result<Event, Rejected> {
        by.require(asking(self.alliance))?;
        self.require(&[ScenarioStatus::Written, ScenarioStatus::Reckoned])?;
        if readers <= self.readers {
            return Err(Rule::StepNotOpen.into());
        }
        self.readers = readers;
        Ok(Event::ScenarioShared { scenario: self.id, readers })
    }

    /// Puts it away, saying why. It is kept, with its report, and those who could read it still can.
    pub fn archive(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(asking(self.alliance))?;
        self.require(&[ScenarioStatus::Written, ScenarioStatus::Reckoned])?;
        self.status = ScenarioStatus::Archived;
        (self.archived_at, self.archived_by, self.reason) = (Some(now), by.person(), Some(reason));
        Ok(Event::ScenarioArchived { scenario: self.id })
    }

    /// What it came to, for whoever has it reckoned again to compare.
    pub fn to_replay(&self, by: &Actor) -> Result<&ScenarioOutcome, Rejected> {
        by.require(asking(self.alliance))?;
        self.outcome.as_ref().ok_or_else(|| Rule::StepNotOpen.into())
    }

    /// Whether somebody is told its figures whole: the brokers of the alliance whose market it is. The nation's are nobody's own.
    pub fn is_told_whole_to(&self, by: &Actor) -> bool {
        self.alliance.is_some_and(|alliance| by.can(Action::AskWhatIf { alliance }))
    }

    /// The ids of those who may read it.
    pub fn audience(&self) -> Vec<Uuid> {
        let author = self.written_by.uuid();
        match self.readers {
            ScenarioReaders::Author => vec![author],
            ScenarioReaders::Colleagues => vec![author, self.alliance.map_or(ANALYSTS, |alliance| alliance.uuid())],
            ScenarioReaders::Exchange => vec![author, ANALYSTS, OPERATORS, NATIONAL_POOL.uuid()],
        }
    }

    fn require(&self, open: &[ScenarioStatus]) -> Result<(), Rejected> {
        if open.contains(&self.status) { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

/// What somebody must be allowed to who asks what would be.
const fn asking(alliance: Option<Id<Alliance>>) -> Action {
    match alliance {
        Some(alliance) => Action::AskWhatIf { alliance },
        None => Action::AskNationalWhatIf {},
    }
}
