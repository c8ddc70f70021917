//! What the kind of a deployment asks of it: written by the two schools, before they sign and while the work goes on.

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, Findings, Learning, Particulars, Preparation, Side, TrialCycle};
use crate::{Event, Rejected, Rule, Timestamp};

impl Deployment {
    /// Writes one school's part of what the kind asks. Whoever signed without knowing of it has not signed this.
    pub fn prepare(&mut self, part: Preparation, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        let side = self.writer(by)?;
        self.require_agreeable(now)?;
        let mut next = self.own_particulars()?;
        next.put(side, part)?;
        if self.particulars.as_deref() != Some(&next) {
            self.unsign();
        }
        self.particulars = Some(Box::new(next));
        Ok(Event::DeploymentPrepared { deployment: self.id, side })
    }

    /// Writes down a trial of the practice in the school of whoever acts, on a day of the work (DOMAIN D43).
    pub fn record_trial(
        &mut self,
        (cycle, rested): (TrialCycle, bool),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        let side = self.writer(by)?;
        self.require(self.is_running())?;
        let began = self.started_at.is_some_and(|began| cycle.held_on >= began.day());
        let within = cycle.held_on <= now.day() && self.last_day().is_none_or(|last| cycle.held_on <= last);
        let Particulars::JointPractice(mut next) = self.own_particulars()? else {
            return Err(Rule::KindDiffers.into());
        };
        if rested || !(began && within) {
            return Err(Rule::TrialCycleOutside.at("heldOn"));
        }
        next.add_cycle(side, cycle)?;
        self.particulars = Some(Box::new(Particulars::JointPractice(next)));
        Ok(Event::TrialCycleRecorded { deployment: self.id, side })
    }

    /// Writes down what the school of whoever acts learned (DOMAIN C31).
    pub fn state_learning(&mut self, learning: Learning, by: &Actor) -> Result<Event, Rejected> {
        let side = self.writer(by)?;
        self.require(self.is_running())?;
        let Particulars::JointPractice(mut next) = self.own_particulars()? else {
            return Err(Rule::KindDiffers.into());
        };
        next.learn(side, learning);
        self.particulars = Some(Box::new(Particulars::JointPractice(next)));
        Ok(Event::LearningStated { deployment: self.id, side })
    }

    /// Writes down, for the visitors, what they found on a study visit and what they make of it (DOMAIN D46).
    pub fn record_findings(&mut self, findings: Findings, by: &Actor) -> Result<Event, Rejected> {
        let side = self.writer(by)?;
        self.require(self.is_running())?;
        let Particulars::StudyVisit(mut next) = self.own_particulars()? else {
            return Err(Rule::KindDiffers.into());
        };
        if side != Side::Host {
            return Err(Rule::NotYoursToPrepare.into());
        }
        next.findings = Some(findings);
        self.particulars = Some(Box::new(Particulars::StudyVisit(next)));
        Ok(Event::FindingsRecorded { deployment: self.id })
    }

    /// Refuses a signature while something is missing that the kind asks first.
    pub(super) fn require_prepared(&self) -> Result<(), Rejected> {
        match (self.written_particulars(), &self.terms) {
            (Some(asked), Some(terms)) => asked.require_prepared(terms.period),
            _ => Ok(()),
        }
    }

    /// Refuses the end while something is missing that the kind asks by then. What was agreed before kinds asked for
    /// anything has no particulars, and ends as it was agreed.
    pub(super) fn require_concluded(&self) -> Result<(), Rejected> {
        self.particulars.as_deref().map_or(Ok(()), Particulars::require_concluded)
    }

    /// The side for which somebody writes.
    fn writer(&self, by: &Actor) -> Result<Side, Rejected> {
        by.require(Action::PrepareDeployment { home: self.home, host: self.host })?;
        Side::of(by, self.home, self.host).ok_or_else(|| Rule::NotYoursToPrepare.into())
    }

    /// What is written so far, or blank; refused where the kind asks for nothing.
    fn own_particulars(&self) -> Result<Particulars, Rejected> {
        self.written_particulars().ok_or_else(|| Rule::KindDiffers.into())
    }

    /// What is written so far, or blank; nothing where the kind asks for nothing.
    fn written_particulars(&self) -> Option<Particulars> {
        self.particulars.as_deref().cloned().or_else(|| Particulars::of(self.kind))
    }
}
