//! What an alliance decides about a designation, and how it ends.

use chrono::NaiveDate;

use super::{AtHome, Designation, DesignationStatus, MOST_DAYS};
use crate::access::{Action, Actor};
use crate::rule::{Refusals, Rejected};
use crate::text::Remark;
use crate::time::Period;
use crate::{Event, Rule, Timestamp};

impl Designation {
    /// Designates somebody who meets every criterion, for a time, on behalf of the alliance (DOMAIN B15, B16). Without a first
    /// day it holds from today.
    pub fn designate(
        &mut self,
        by: &Actor,
        at_home: AtHome,
        (since, until): (Option<NaiveDate>, NaiveDate),
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::DecideDesignation { alliance: self.alliance })?;
        self.require_another(by)?;
        Self::require_uninvolved(by, at_home)?;
        if self.reference.as_ref().is_some_and(|it| by.person() == Some(it.by)) {
            return Err(Rule::DesignatorReferred.into());
        }
        self.require_status(&[DesignationStatus::Assessed])?;
        if !self.assessments.last().is_some_and(super::Assessment::is_met) {
            return Err(Rule::CriteriaNotMet.into());
        }
        let since = since.unwrap_or(now.day());
        if since < now.day() {
            return Err(Rule::DatePassed.at("since"));
        }
        let period = Period::new(since, until).map_err(|no| no.at("until"))?;
        if (period.until() - period.from()).num_days() >= MOST_DAYS {
            return Err(Rule::DesignationTooLong.at("until"));
        }
        self.since = Some(period.from());
        self.until = Some(period.until());
        self.decided_at = Some(now);
        self.status = DesignationStatus::Designated;
        let (scheme, alliance) = (self.scheme, self.alliance);
        Ok(Event::DesignationGiven { designation: self.id, scheme, alliance, since, until })
    }

    /// Decides against an application, on behalf of the alliance, with a reason.
    pub fn decline(&mut self, by: &Actor, at_home: AtHome, reason: Remark, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::DecideDesignation { alliance: self.alliance })?;
        self.require_another(by)?;
        Self::require_uninvolved(by, at_home)?;
        self.require_status(&[DesignationStatus::Assessed])?;
        self.reason = Some(reason);
        self.decided_at = Some(now);
        self.status = DesignationStatus::NotDesignated;
        Ok(Event::DesignationDeclined { designation: self.id })
    }

    /// Holds a designation back for a while, with a reason: it is no badge meanwhile.
    pub fn suspend(&mut self, by: &Actor, at_home: AtHome, reason: Remark) -> Result<Event, Rejected> {
        by.require(Action::DecideDesignation { alliance: self.alliance })?;
        self.require_another(by)?;
        Self::require_uninvolved(by, at_home)?;
        self.require_status(&[DesignationStatus::Designated])?;
        self.reason = Some(reason);
        self.status = DesignationStatus::Suspended;
        Ok(Event::DesignationSuspended { designation: self.id })
    }

    /// Lets a suspended designation hold again, for what is left of its time.
    pub fn reinstate(&mut self, by: &Actor, at_home: AtHome, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::DecideDesignation { alliance: self.alliance })?;
        self.require_another(by)?;
        Self::require_uninvolved(by, at_home)?;
        self.require_status(&[DesignationStatus::Suspended])?;
        if self.is_over(now) {
            return Err(Rule::DatePassed.into());
        }
        self.status = DesignationStatus::Designated;
        Ok(Event::DesignationReinstated { designation: self.id })
    }

    /// Takes a designation back, on behalf of the alliance, or lays it or the application down, as the person: with a reason.
    pub fn withdraw(&mut self, by: &Actor, at_home: AtHome, reason: Remark, now: Timestamp) -> Result<Event, Refusals> {
        by.require(Action::WithdrawDesignation { alliance: self.alliance, person: self.person })?;
        // Of somebody who is erased, the service lays down what they would have to.
        let own = by.person() == Some(self.person) || by.is_service();
        if !own {
            Self::require_uninvolved(by, at_home)?;
        }
        let given = matches!(self.status, DesignationStatus::Designated | DesignationStatus::Suspended);
        // What an alliance does not want to give it declines, which leaves the appeal.
        if !(given || own && self.is_open()) {
            return Err(Rule::StepNotOpen.into());
        }
        self.reason = Some(reason);
        self.ended_at = Some(now);
        self.status = DesignationStatus::Withdrawn;
        Ok(Event::DesignationWithdrawn { designation: self.id })
    }

    /// Ends a designation whose last day is over.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_status(&[DesignationStatus::Designated, DesignationStatus::Suspended])?;
        if !self.is_over(now) {
            return Err(Rule::StepNotOpen.into());
        }
        self.ended_at = Some(now);
        self.status = DesignationStatus::Lapsed;
        Ok(Event::DesignationLapsed { designation: self.id })
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until < now.day())
    }
}
