//! A brokerage round: many requests and all who can help, planned together, so that nobody is served first only because they
//! came first (MATCHING 2; DOMAIN A2, B18).

mod allotment;
mod announced;
mod bundle;
mod choice;
mod line;
mod vocabulary;

use crate::access::{Action, Actor};
use crate::brokerage::matching::RoundReport;
use crate::directory::Alliance;
use crate::identity::Person;
use crate::text::{Name, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use allotment::Allotment;
pub use announced::{RoundAnnouncement, RoundFigures, RoundMandate};
pub use bundle::Bundle;
pub use choice::RoundChoice;
#[cfg(test)]
pub use choice::tests::chosen;
pub use line::{RoundLine, RoundPlace};
pub use vocabulary::{RoundAnswer, RoundChoiceKind, RoundFailure, RoundLineStatus, RoundStatus, RoundUnplaced};

/// How often the market is read anew for a round when it was overtaken.
const MOST_ATTEMPTS: i32 = 5;
/// How many days a plan may be used. Until then it holds the time of those in it.
const DAYS_TO_USE: u32 = 14;

/// A brokerage round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: Id<Round>,
    /// The alliance whose requests are in it; nothing where it is the nation's.
    pub alliance: Option<Id<Alliance>>,
    /// What it is called.
    pub name: Name,
    /// What each request in it is given.
    pub bundle: Bundle,
    /// The seed of the draw among equals.
    pub seed: u32,
    /// Where it stands.
    pub status: RoundStatus,
    /// Who opened it.
    pub opened_by: Id<Person>,
    /// When.
    pub opened_at: Timestamp,
    /// When the requests in it were settled.
    pub frozen_at: Option<Timestamp>,
    /// How many there were.
    pub requests: i32,
    /// How often the market was read for it.
    pub attempts: i32,
    /// How far the plan has come; nothing before the first figures are there.
    pub progress: Option<RoundProgress>,
    /// What the plan came to.
    pub outcome: Option<RoundOutcome>,
    /// The report of the plan, made with it.
    pub report: Option<RoundReport>,
    /// When the plan was found.
    pub planned_at: Option<Timestamp>,
    /// Until when it may be used.
    pub use_by: Option<Timestamp>,
    /// That its places are proposed; nothing before that was announced.
    pub announcement: Option<RoundAnnouncement>,
    /// When it was closed, called off, or came to nothing.
    pub ended_at: Option<Timestamp>,
    /// Who ended it; nobody where it ended by itself.
    pub ended_by: Option<Id<Person>>,
    /// Why it was called off.
    pub reason: Option<Remark>,
    /// Why it came to nothing.
    pub failure: Option<RoundFailure>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(Round = "rnd");

/// What a plan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundOutcome {
    /// The version of the matching policy by which it was planned.
    pub policy_version: i32,
    /// How many requests have a place.
    pub placed: i32,
    /// What the plan is worth, in points.
    pub value: i64,
    /// What no plan can exceed, in points: as much as the value where the plan is proven best.
    pub bound: i64,
    /// Whether no other plan is worth as much; said of a best plan only.
    pub unique: Option<bool>,
    /// How many points less it is worth for what brokers chose.
    pub chosen_loss: i64,
    /// The SHA-256 of the canonical bytes of what it was made of.
    pub input_hash: [u8; 32],
}

/// How far a plan has come that is being reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundProgress {
    /// How many requests have a place so far.
    pub placed: i32,
    /// What the plan is worth so far, in points.
    pub value: i64,
    /// What no plan can exceed, in points, as far as it is known.
    pub bound: i64,
}

/// What somebody fills in to open a round.
#[derive(Clone, Debug)]
pub struct RoundOpening {
    /// The new round's id.
    pub id: Id<Round>,
    /// The alliance whose requests are to be in it; nothing for the nation's.
    pub alliance: Option<Id<Alliance>>,
    /// What it is called.
    pub name: Name,
    /// What each request in it is given.
    pub bundle: Bundle,
    /// The seed of the draw among equals.
    pub seed: u32,
}

/// What became of a plan whose time had been taken, or whose requests had left, before it could be kept.
#[derive(Debug)]
pub enum Overtaken {
    /// The market is read anew.
    Again(Event),
    /// It came to nothing after so many times.
    Failed(Event),
}

impl Round {
    /// Opens a round: a broker for the own alliance, an operator for the nation.
    pub fn open(it: RoundOpening, by: &Actor, now: Timestamp) -> Result<(Self, Event), Rejected> {
        by.require(running(it.alliance))?;
        let opened_by = by.person().ok_or(Rule::NotAllowed)?;
        let RoundOpening { id, alliance, name, bundle, seed } = it;
        let round = Self {
            id,
            alliance,
            name,
            bundle,
            seed,
            status: RoundStatus::Open,
            opened_by,
            opened_at: now,
            frozen_at: None,
            requests: 0,
            attempts: 0,
            progress: None,
            outcome: None,
            report: None,
            planned_at: None,
            use_by: None,
            announcement: None,
            ended_at: None,
            ended_by: None,
            reason: None,
            failure: None,
            version: 1,
        };
        Ok((round, Event::RoundOpened { round: id }))
    }

    /// Settles which requests are in it: so many that wait for somebody and suit its bundle.
    pub fn freeze(&mut self, requests: i32, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(running(self.alliance))?;
        self.require(&[RoundStatus::Open])?;
        if requests == 0 {
            return Err(Rule::RoundEmpty.into());
        }
        (self.status, self.requests, self.frozen_at) = (RoundStatus::Frozen, requests, Some(now));
        Ok(Event::RoundFrozen { round: self.id, requests })
    }

    /// Begins to plan it, or to plan it again where whoever began was cut off, of which nobody needs to be told.
    pub fn begin(&mut self, by: &Actor) -> Result<Option<Event>, Rejected> {
        by.require(running(self.alliance))?;
        self.require(&[RoundStatus::Frozen, RoundStatus::Planning])?;
        let first = self.status == RoundStatus::Frozen;
        self.status = RoundStatus::Planning;
        Ok(first.then_some(Event::RoundPlanning { round: self.id }))
    }

    /// Notes that the market was read for it.
    pub fn read_market(&mut self) -> Result<(), Rejected> {
        self.require(&[RoundStatus::Planning])?;
        self.attempts += 1;
        Ok(())
    }

    /// Returns it to be planned anew, because its plan was overtaken; after so many times it comes to nothing.
    pub fn overtake(&mut self, now: Timestamp) -> Result<Overtaken, Rejected> {
        self.require(&[RoundStatus::Planning])?;
        if self.attempts >= MOST_ATTEMPTS {
            return self.fail(RoundFailure::Overtaken, now).map(Overtaken::Failed);
        }
        (self.status, self.progress) = (RoundStatus::Frozen, None);
        Ok(Overtaken::Again(Event::RoundOvertaken { round: self.id }))
    }

    /// Keeps its plan with its report; the time that it needs is held.
    pub fn plan(&mut self, outcome: RoundOutcome, report: RoundReport, now: Timestamp) -> Result<Event, Rejected> {
        self.require(&[RoundStatus::Planning])?;
        let use_by = now.plus_days(DAYS_TO_USE);
        (self.status, self.outcome, self.report) = (RoundStatus::Planned, Some(outcome), Some(report));
        (self.planned_at, self.use_by) = (Some(now), Some(use_by));
        Ok(Event::RoundPlanned { round: self.id, placed: outcome.placed, use_by })
    }

    /// Ends it, because there is no plan to find.
    pub fn fail(&mut self, failure: RoundFailure, now: Timestamp) -> Result<Event, Rejected> {
        self.require(&[RoundStatus::Planning])?;
        Ok(self.come_to_nothing(failure, now))
    }

    /// Ends it, because nobody used its plan in time.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require(&[RoundStatus::Planned])?;
        if self.use_by.is_none_or(|use_by| now <= use_by) {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(self.come_to_nothing(RoundFailure::Unused, now))
    }

    /// Calls it off, saying why. What it held is free again; what was proposed stays with its schools.
    pub fn cancel(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(running(self.alliance))?;
        self.require_going()?;
        (self.reason, self.ended_by) = (Some(reason), by.person());
        self.end(RoundStatus::Cancelled, now);
        Ok(Event::RoundCancelled { round: self.id })
    }

    /// Closes it, because its plan was used as far as it is to be. What it still held is free again; what was proposed stays with
    /// its schools.
    pub fn close(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(running(self.alliance))?;
        self.require(&[RoundStatus::Planned, RoundStatus::Announced])?;
        self.ended_by = by.person();
        self.end(RoundStatus::Closed, now);
        Ok(Event::RoundClosed { round: self.id })
    }

    /// What its plan came to, for whoever runs it and has it planned again to compare.
    pub fn to_replay(&self, by: &Actor) -> Result<RoundOutcome, Rejected> {
        by.require(running(self.alliance))?;
        self.outcome.ok_or_else(|| Rule::StepNotOpen.into())
    }

    /// Whether something is still to come of it, unless somebody does it: its plan, or once it is announced its answers.
    pub const fn is_moving(&self) -> bool {
        use RoundStatus::{Announced, Frozen, Open, Planning};
        matches!(self.status, Open | Frozen | Planning | Announced)
    }

    /// Whether it is over.
    pub const fn is_over(&self) -> bool {
        matches!(self.status, RoundStatus::Closed | RoundStatus::Cancelled | RoundStatus::Failed)
    }

    fn come_to_nothing(&mut self, failure: RoundFailure, now: Timestamp) -> Event {
        self.failure = Some(failure);
        self.end(RoundStatus::Failed, now);
        Event::RoundFailed { round: self.id, failure }
    }

    fn end(&mut self, status: RoundStatus, now: Timestamp) {
        (self.status, self.ended_at) = (status, Some(now));
    }

    fn require_going(&self) -> Result<(), Rejected> {
        if self.is_over() { Err(Rule::StepNotOpen.into()) } else { Ok(()) }
    }

    fn require(&self, open: &[RoundStatus]) -> Result<(), Rejected> {
        if open.contains(&self.status) { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

/// What somebody must be allowed to who runs a round.
const fn running(alliance: Option<Id<Alliance>>) -> Action {
    match alliance {
        Some(alliance) => Action::RunRound { alliance },
        None => Action::RunNationalRound {},
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
