//! The record of a visit: written by the home side, confirmed or disputed by the host, and put right by both where it was wrong.

mod dispute;

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, Side, StagePlace, VisitConfirmation, VisitStatus};
use crate::exchange::Mode;
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

pub use dispute::{DisputeOutcome, DisputeReason, VisitDispute};

words! {
    /// Why the record of a visit was taken back: neutral codes (DOMAIN E72).
    pub enum VisitCancellation {
        /// The visit did not take place.
        NotHeld = "not_held",
        /// It was written down twice.
        Repeated = "repeated",
        /// It belongs to other work.
        Misplaced = "misplaced",
        /// The host disputed it, and the record does not stand.
        Disputed = "disputed",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

/// The most half-days that one person gives in a day.
const HALF_DAYS_A_DAY: i32 = 2;
/// The most half-days that a visit of several people may count.
const MOST_HALF_DAYS: i32 = 10;

/// One visit of a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: Id<Visit>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// What was written down.
    pub record: VisitRecord,
    /// Where it stands.
    pub status: VisitStatus,
    /// Who wrote it down, or corrected it last.
    pub recorded_by: Id<Person>,
    /// When.
    pub recorded_at: Timestamp,
    /// The latest confirmation: the source of what it posted.
    pub confirmation: Option<Id<VisitConfirmation>>,
    /// Who confirmed.
    pub confirmed_by: Option<Id<Person>>,
    /// When.
    pub confirmed_at: Option<Timestamp>,
    /// Why the confirmation was reversed.
    pub reverse_reason: Option<Remark>,
    /// Why the record was taken back; nothing of what was taken back before a reason was kept.
    pub cancel_reason: Option<VisitCancellation>,
    /// Who reversed it.
    pub reversed_by: Option<Id<Person>>,
    /// What the host disputed last, if it ever did.
    pub dispute: Option<VisitDispute>,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// What is written down of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRecord {
    /// The day of the visit.
    pub visited_on: NaiveDate,
    /// In person, remote, or both.
    pub mode: Mode,
    /// How much was given, in half-days.
    pub half_days: i32,
    /// What was done.
    pub note: Note,
    /// The stage to which it belongs, where the deployment follows a template.
    pub stage: Option<StagePlace>,
}

/// The half-days of other visits that count, the deployment's and of the same day the person's; and whether the work rested
/// on that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// All of them.
    pub all: i32,
    /// Those of the same day.
    pub that_day: i32,
    /// Those that the person gives on the same day in other deployments.
    pub elsewhere: i32,
    /// Whether the work rested on that day, from the day after it was held to the day before it went on.
    pub rested: bool,
}

impl VisitRecord {
    fn check(&self, deployment: &Deployment, logged: Logged, now: Timestamp) -> Result<(), Refusals> {
        let mut faults = Faults::default();
        let most = if deployment.specialist.is_some() { HALF_DAYS_A_DAY } else { MOST_HALF_DAYS };
        let in_range = (1..=most).contains(&self.half_days);
        faults.need(in_range, || Rule::NumberOutOfRange.at("halfDays"));
        let that_day = logged.that_day.saturating_add(self.half_days);
        faults.need(!in_range || that_day <= most, || Rule::DayIsFull.at("halfDays"));
        let given = that_day.saturating_add(logged.elsewhere);
        faults.need(that_day > most || logged.elsewhere == 0 || given <= HALF_DAYS_A_DAY, || {
            Rule::HalfDaysElsewhere.at("halfDays")
        });
        let sum = logged.all.saturating_add(self.half_days);
        faults.need(sum <= deployment.half_days, || Rule::VisitBeyondAgreed.at("halfDays"));
        faults.need(self.visited_on <= now.day(), || Rule::VisitAhead.at("visitedOn"));
        // Work that began before its first day, when that was not refused yet, counts from that day on.
        let since =
            deployment.started_at.map(|at| deployment.first_day().map_or(at.day(), |first| first.max(at.day())));
        let until = deployment.ended_at.map(Timestamp::day);
        let last = deployment.last_day();
        let within = since.is_some_and(|first| self.visited_on >= first)
            && until.is_none_or(|end| self.visited_on <= end)
            && last.is_none_or(|last| self.visited_on <= last);
        faults.need(within, || Rule::VisitOutside.at("visitedOn"));
        faults.need(!logged.rested, || Rule::VisitInPause.at("visitedOn"));
        faults.end()
    }
}

impl Visit {
    /// Writes down a visit of work that goes on or ended of late, for the home side.
    pub fn record(
        id: Id<Self>,
        deployment: &Deployment,
        record: VisitRecord,
        logged: Logged,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::RecordVisit { home: deployment.home, person: deployment.person })?;
        let recorded_by = by.person().ok_or(Rule::NotAllowed)?;
        if !deployment.takes_records(now) {
            return Err(Rule::StepNotOpen.into());
        }
        record.check(deployment, logged, now)?;
        let event = Event::VisitRecorded {
            visit: id,
            deployment: deployment.id,
            visited_on: record.visited_on,
            half_days: record.half_days,
        };
        let visit = Self {
            id,
            deployment: deployment.id,
            record,
            status: VisitStatus::Recorded,
            recorded_by,
            recorded_at: now,
            confirmation: None,
            confirmed_by: None,
            confirmed_at: None,
            reverse_reason: None,
            cancel_reason: None,
            reversed_by: None,
            dispute: None,
            version: 1,
        };
        Ok((visit, event))
    }

    /// Puts the record right: before it is confirmed, where the host disputes it, or after its confirmation was reversed. It then waits for the host
    /// again, also when the deployment has ended meanwhile.
    pub fn correct(
        &mut self,
        deployment: &Deployment,
        record: VisitRecord,
        logged: Logged,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        by.require(Action::RecordVisit { home: deployment.home, person: deployment.person })?;
        let recorded_by = by.person().ok_or(Rule::NotAllowed)?;
        if !matches!(self.status, VisitStatus::Recorded | VisitStatus::Disputed | VisitStatus::Reversed) {
            return Err(Rule::StepNotOpen.into());
        }
        record.check(deployment, logged, now)?;
        self.status = VisitStatus::Recorded;
        self.record = record;
        self.recorded_by = recorded_by;
        self.recorded_at = now;
        self.confirmation = None;
        self.confirmed_by = None;
        self.confirmed_at = None;
        let VisitRecord { visited_on, half_days, .. } = self.record;
        Ok(Event::VisitCorrected { visit: self.id, deployment: self.deployment, visited_on, half_days })
    }

    /// Confirms, for the host, that it took place as written, also where the host had disputed it. The ledger moves by it, so
    /// nobody confirms what they did or wrote down themselves, also where they head both schools (DOMAIN E58).
    pub fn confirm(
        &mut self,
        deployment: &Deployment,
        confirmation: Id<VisitConfirmation>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::ConfirmVisit { host: deployment.host })?;
        self.require_unconfirmed()?;
        let confirmed_by = by.person().ok_or(Rule::NotAllowed)?;
        if confirmed_by == self.recorded_by || deployment.person == Some(confirmed_by) {
            return Err(Rule::OwnVisit.into());
        }
        Ok(self.stand(deployment, confirmation, by, now))
    }

    fn stand(
        &mut self,
        deployment: &Deployment,
        confirmation: Id<VisitConfirmation>,
        by: &Actor,
        now: Timestamp,
    ) -> Event {
        self.status = VisitStatus::Confirmed;
        self.confirmation = Some(confirmation);
        self.confirmed_by = by.person();
        self.confirmed_at = Some(now);
        Event::VisitConfirmed {
            visit: self.id,
            deployment: self.deployment,
            confirmation,
            home: deployment.home,
            host: deployment.host,
            half_days: self.record.half_days,
        }
    }

    /// Takes the record back before it is confirmed, by a neutral code.
    pub fn cancel(
        &mut self,
        deployment: &Deployment,
        reason: VisitCancellation,
        by: &Actor,
    ) -> Result<Event, Rejected> {
        by.require(Action::RecordVisit { home: deployment.home, person: deployment.person })?;
        self.require_unconfirmed()?;
        Ok(self.fall(reason))
    }

    fn fall(&mut self, reason: VisitCancellation) -> Event {
        self.status = VisitStatus::Cancelled;
        self.cancel_reason = Some(reason);
        Event::VisitCancelled { visit: self.id, deployment: self.deployment, reason }
    }

    /// Reverses the confirmation, saying why. What it posted is posted back; the record may be corrected. A broker who has a
    /// post at either school (`involved`) leaves it to another one (DOMAIN E58).
    pub fn reverse(
        &mut self,
        deployment: &Deployment,
        reason: Remark,
        (by, involved): (&Actor, bool),
    ) -> Result<Event, Rejected> {
        by.require(Action::ReverseVisit { host: deployment.host, alliance: deployment.alliance })?;
        if involved && Side::of(by, deployment.home, deployment.host).is_none() {
            return Err(Rule::ReversalInvolved.into());
        }
        let confirmation = match (self.status, self.confirmation) {
            (VisitStatus::Confirmed, Some(confirmation)) => confirmation,
            _ => return Err(Rule::StepNotOpen.into()),
        };
        self.status = VisitStatus::Reversed;
        self.reverse_reason = Some(reason);
        self.reversed_by = by.person();
        Ok(Event::VisitReversed {
            visit: self.id,
            deployment: self.deployment,
            confirmation,
            home: deployment.home,
            host: deployment.host,
            half_days: self.record.half_days,
        })
    }

    /// Whether its half-days count towards what was agreed. Of one that is disputed they do until that is settled.
    pub const fn counts(&self) -> bool {
        self.is_unconfirmed() || matches!(self.status, VisitStatus::Confirmed)
    }

    /// Whether it waits for the host, or for the end of a dispute.
    pub const fn is_unconfirmed(&self) -> bool {
        matches!(self.status, VisitStatus::Recorded | VisitStatus::Disputed)
    }

    fn require_unconfirmed(&self) -> Result<(), Rejected> {
        if self.is_unconfirmed() { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

#[cfg(test)]
mod tests;
