//! A dispute: the host says that a visit was not as it is written, and somebody ends that.

use super::{Visit, VisitCancellation};
use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, VisitConfirmation, VisitStatus};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// What a host disputes of the record of a visit.
    pub enum DisputeReason {
        /// The visit did not take place.
        NotHeld = "not_held",
        /// It was on another day.
        OtherDay = "other_day",
        /// It was shorter or longer.
        OtherLength = "other_length",
        /// Something else was done than is written.
        OtherWork = "other_work",
        /// Something else, told in the words.
        Other = "other",
    }

    /// How a broker settles a dispute.
    pub enum DisputeOutcome {
        /// The visit took place as it is written, and is confirmed.
        Stands = "stands",
        /// Its record is taken back.
        Falls = "falls",
    }
}

/// What the host disputed of the record of a visit, the last time that it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitDispute {
    /// What is disputed.
    pub reason: DisputeReason,
    /// The same in words.
    pub words: Remark,
    /// Who disputed it.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// Why a broker settled it as it is settled.
    pub settled: Option<Remark>,
    /// Who settled it.
    pub settled_by: Option<Id<Person>>,
}

impl Visit {
    /// Says for the host that the visit was not as it is written. The home side corrects the record or takes it back, the host
    /// confirms it after all, or a broker settles it. Until then its half-days are kept for it.
    pub fn dispute(
        &mut self,
        deployment: &Deployment,
        (reason, words): (DisputeReason, Remark),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::DisputeVisit { host: deployment.host })?;
        let by = by.person().ok_or(Rule::NotAllowed)?;
        if self.status != VisitStatus::Recorded {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = VisitStatus::Disputed;
        self.dispute = Some(VisitDispute { reason, words, by, at: now, settled: None, settled_by: None });
        Ok(Event::VisitDisputed { visit: self.id, deployment: self.deployment, reason })
    }

    /// Settles a dispute for the alliance, saying why: the visit stands as it is written and is confirmed, or its record falls.
    /// Nobody does so for a school at which they have a post themselves (DOMAIN E58).
    pub fn settle(
        &mut self,
        deployment: &Deployment,
        (outcome, words): (DisputeOutcome, Remark),
        confirmation: Id<VisitConfirmation>,
        (by, involved): (&Actor, bool),
        now: Timestamp,
    ) -> Result<[Event; 2], Rejected> {
        by.require(Action::SettleVisit { alliance: deployment.alliance })?;
        if involved {
            return Err(Rule::SettlerInvolved.into());
        }
        let disputed = self.dispute.as_mut().filter(|_| self.status == VisitStatus::Disputed);
        let dispute = disputed.ok_or(Rule::StepNotOpen)?;
        dispute.settled = Some(words);
        dispute.settled_by = by.person();
        let ended = match outcome {
            DisputeOutcome::Stands => self.stand(deployment, confirmation, by, now),
            DisputeOutcome::Falls => self.fall(VisitCancellation::Disputed),
        };
        Ok([Event::VisitSettled { visit: self.id, deployment: self.deployment, outcome }, ended])
    }
}

#[cfg(test)]
mod tests;
