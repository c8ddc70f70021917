//! What becomes of a deployment besides its work: what reviews note in it, and the steps after its end.

use chrono::{Days, NaiveDate};

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, NoFollowUp, ReviewKind};
use crate::{Event, Rejected, Rule, Timestamp};

/// How many days after the end a follow-up may be held: two years.
const FOLLOW_UP_WITHIN: u64 = 731;

impl Deployment {
    /// For how many days after both sides have spoken of each other nobody is reminded that a follow-up has no day: six weeks.
    pub const UNPLANNED_DAYS: i32 = 42;
    /// For how many days after a follow-up nobody is reminded that it is to be closed: four weeks.
    pub const UNCLOSED_DAYS: i32 = 28;

    /// Takes note of a mid-term review: the first one is the step of the lifecycle, and the latest one says by when the
    /// work ends (DOMAIN F7).
    pub(in crate::brokerage) fn take_midterm(&mut self, final_day: Option<NaiveDate>, now: Timestamp) {
        self.midterm_done_at.get_or_insert(now);
        self.final_day = final_day;
    }

    /// Takes note of a follow-up.
    pub(in crate::brokerage) const fn take_follow_up(&mut self, now: Timestamp) -> Event {
        self.status = DeploymentStatus::FollowedUp;
        self.followed_up_at = Some(now);
        Event::DeploymentFollowedUp { deployment: self.id }
    }

    /// Whether its work is done and what it came to may still be written down.
    pub(in crate::brokerage) const fn is_looked_back_on(&self) -> bool {
        use DeploymentStatus::{Completed, Evaluated, FollowedUp};
        matches!(self.status, Completed | Evaluated | FollowedUp)
    }

    /// Signs off what the reviews that were written say, for the alliance. `involved` says whether this broker has a post at
    /// one of the two schools (DOMAIN F8, E58).
    pub fn sign_off(
        &mut self,
        written: &[ReviewKind],
        by: &Actor,
        involved: bool,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::SignOffDeployment { alliance: self.alliance })?;
        self.require(self.is_looked_back_on() && self.signed_off_at.is_none())?;
        if involved {
            return Err(Rule::SignOffInvolved.into());
        }
        if ![ReviewKind::Final, ReviewKind::SelfEvaluation].iter().all(|kind| written.contains(kind)) {
            return Err(Rule::ReviewMissing.into());
        }
        self.signed_off_at = Some(now);
        Ok(Event::DeploymentSignedOff { deployment: self.id })
    }

    /// Sets the day on which somebody looks at what has lasted, or another one instead (DOMAIN D45).
    pub fn schedule_follow_up(&mut self, on: NaiveDate, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ScheduleFollowUp { home: self.home, host: self.host, alliance: self.alliance })?;
        self.require(matches!(self.status, DeploymentStatus::Completed | DeploymentStatus::Evaluated))?;
        if on < now.day() {
            return Err(Rule::DatePassed.at("on"));
        }
        if self.ended_at.is_some_and(|ended| on > ended.day() + Days::new(FOLLOW_UP_WITHIN)) {
            return Err(Rule::FollowUpTooLate.at("on"));
        }
        self.follow_up_on = Some(on);
        Ok(Event::FollowUpScheduled { deployment: self.id, on })
    }

    /// Closes it: after its follow-up, or without one for a reason (DOMAIN D45).
    pub fn close(&mut self, reason: Option<NoFollowUp>, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::CloseDeployment { alliance: self.alliance })?;
        let event = match (self.status, reason) {
            (DeploymentStatus::FollowedUp, None) => Event::DeploymentClosed { deployment: self.id },
            (DeploymentStatus::FollowedUp, Some(_)) => return Err(Rule::FollowUpHeld.at("reason")),
            (DeploymentStatus::Evaluated, Some(reason)) => {
                Event::DeploymentClosedUnseen { deployment: self.id, reason }
            }
            (DeploymentStatus::Evaluated, None) => return Err(Rule::FollowUpMissing.at("reason")),
            _ => return Err(Rule::StepNotOpen.into()),
        };
        self.status = DeploymentStatus::Closed;
        self.closed_at = Some(now);
        self.no_follow_up = reason;
        Ok(event)
    }
}
