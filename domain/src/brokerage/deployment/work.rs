//! The steps of a deployment from the first day of work to its end, and what becomes of its promise on the way.

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, StopReason};
use crate::text::Remark;
use crate::{Event, Rejected, Rule, Timestamp};

impl Deployment {
    /// For how many days after its end money is held back for visits that wait for the host: eight weeks (decision 98).
    pub const HELD_DAYS: u32 = 56;

    /// Whether money is held back for visits that wait for the host: until it ends, and for a while after that.
    pub fn holds_money(&self, now: Timestamp) -> bool {
        self.ended_at.is_none_or(|ended| now < ended.plus_days(Self::HELD_DAYS))
    }

    /// For how many days after its end a visit is written down: two weeks, in which the five working days lie that every
    /// record has (DOMAIN F6), with a holiday between.
    pub const RECORDED_DAYS: u32 = 14;

    /// Whether visits of it are written down: as long as it runs, and for a while after that. Whoever ends the work does not
    /// end the record of what was done in it.
    pub fn takes_records(&self, now: Timestamp) -> bool {
        let began = self.started_at.is_some();
        self.is_running() || began && self.ended_at.is_some_and(|ended| now < ended.plus_days(Self::RECORDED_DAYS))
    }

    /// Begins the work, from the first day of the terms to the last: what is done, reviewed and charged counts from here on.
    pub fn start(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.require_runner(by)?;
        self.require(self.status == DeploymentStatus::Agreed)?;
        if self.first_day().is_some_and(|first| now.day() < first) {
            return Err(Rule::WorkAhead.into());
        }
        // Nothing could be written down of it any more.
        if self.last_day().is_some_and(|last| now.day() > last) {
            return Err(Rule::DatePassed.into());
        }
        self.step(DeploymentStatus::Agreed, DeploymentStatus::Active)?;
        self.started_at = Some(now);
        Ok(Event::DeploymentStarted { deployment: self.id })
    }

    /// Ends it as done, with all that its kind asks by then.
    pub fn complete(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.require_ender(by)?;
        self.require(self.status == DeploymentStatus::Active)?;
        self.require_concluded()?;
        self.status = DeploymentStatus::Completed;
        self.ended_at = Some(now);
        Ok(Event::DeploymentCompleted { deployment: self.id, home: self.home, host: self.host })
    }

    /// Ends it before its time, saying why: by a neutral code, and in words (DOMAIN E72).
    pub fn stop(
        &mut self,
        by: &Actor,
        (code, reason): (StopReason, Remark),
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        self.require_ender(by)?;
        let live = matches!(self.status, DeploymentStatus::Planned | DeploymentStatus::Agreed) || self.is_running();
        self.require(live)?;
        self.status = DeploymentStatus::Stopped;
        self.ended_at = Some(now);
        self.stop_code = Some(code);
        self.stop_reason = Some(reason);
        self.stopped_by = by.person();
        Ok(Event::DeploymentStopped { deployment: self.id, home: self.home, host: self.host, code })
    }

    /// Keeps so much of the promise as a confirmed visit gives, and says how much that is: nothing once it has ended,
    /// because the end gave up the rest (SETTLED 3).
    pub fn keep_promise(&mut self, half_days: i32) -> i32 {
        let kept = half_days.min(self.promised);
        self.promised -= kept;
        kept
    }

    /// Promises again what a reversed confirmation had kept; not once it has ended. Says whether it does.
    pub fn renew_promise(&mut self, half_days: i32) -> bool {
        let renewed = self.is_running();
        if renewed {
            self.promised += half_days;
        }
        renewed
    }

    /// Gives up what is left of the promise, and says how much that is.
    pub fn end_promise(&mut self) -> i32 {
        std::mem::take(&mut self.promised)
    }

    pub(in crate::brokerage) fn require_runner(&self, by: &Actor) -> Result<(), Rejected> {
        by.require(Action::RunDeployment { home: self.home, host: self.host, alliance: self.alliance })
    }

    fn require_ender(&self, by: &Actor) -> Result<(), Rejected> {
        by.require(Action::EndDeployment { home: self.home, host: self.host, alliance: self.alliance })
    }

    pub(in crate::brokerage) fn step(&mut self, from: DeploymentStatus, to: DeploymentStatus) -> Result<(), Rejected> {
        self.require(self.status == from)?;
        self.status = to;
        Ok(())
    }
}
