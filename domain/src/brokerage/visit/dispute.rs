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
        /// Nothing: the host did not answer, and the side that gave put it to the broker.
        Unanswered = "unanswered",
    }

    /// How a broker settles a dispute.
    pub enum DisputeOutcome {
        /// The visit took place as it is written, and is confirmed.
        Stands = "stands",
        /// Its record is taken back.
        Falls = "falls",
    }
}

/// What the host disputed of the record of a visit, the last time that it did, or that it left it unanswered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitDispute {
    /// What is disputed.
    pub reason: DisputeReason,
    /// The same in words.
    pub words: Remark,
    /// Who disputed it, or put it to the broker.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// Why a broker settled it as it is settled.
    pub settled: Option<Remark>,
    /// Who settled it.
    pub settled_by: Option<Id<Person>>,
}

impl Visit {
    /// For how many days a host may leave the record of a visit unanswered before somebody else is asked: a week.
    pub const ANSWER_DAYS: u32 = 7;

    /// Says for the host that the visit was not as it is written. The home side corrects the record or takes it back, the host
    /// confirms it after all, or a broker settles it. Until then its half-days are kept for it. A host that had left it
    /// unanswered may still say so, until a broker has decided.
    pub fn dispute(
        &mut self,
        deployment: &Deployment,
        (reason, words): (DisputeReason, Remark),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::DisputeVisit { host: deployment.host })?;
        let by = by.person().ok_or(Rule::NotAllowed)?;
        if self.status != VisitStatus::Recorded && !self.is_left_unanswered() {
            return Err(Rule::StepNotOpen.into());
        }
        if reason == DisputeReason::Unanswered {
            return Err(Rule::HostMayAnswer.at("reason"));
        }
        self.open_dispute((reason, words), by, now);
        Ok(Event::VisitDisputed { visit: self.id, deployment: self.deployment, reason })
    }

    /// Puts a visit that the host has left unanswered for a week to the broker, for the side that gave: it is settled as a
    /// dispute is. A record that was corrected waits for a week again, so that nobody is bound before they could speak.
    pub fn put_to_broker(
        &mut self,
        deployment: &Deployment,
        words: Remark,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::RecordVisit { home: deployment.home, person: deployment.person })?;
        let by = by.person().ok_or(Rule::NotAllowed)?;
        if self.status != VisitStatus::Recorded {
            return Err(Rule::StepNotOpen.into());
        }
        if now < self.recorded_at.plus_days(Self::ANSWER_DAYS) {
            return Err(Rule::HostMayAnswer.into());
        }
        self.open_dispute((DisputeReason::Unanswered, words), by, now);
        Ok(Event::VisitLeftUnanswered { visit: self.id, deployment: self.deployment })
    }

    fn open_dispute(&mut self, (reason, words): (DisputeReason, Remark), by: Id<Person>, at: Timestamp) {
        self.status = VisitStatus::Disputed;
        self.dispute = Some(VisitDispute { reason, words, by, at, settled: None, settled_by: None });
    }

    /// Whether it was put to the broker because the host did not answer, and nobody has ended that.
    fn is_left_unanswered(&self) -> bool {
        let unanswered = self.dispute.as_ref().is_some_and(|it| it.reason == DisputeReason::Unanswered);
        self.status == VisitStatus::Disputed && unanswered
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
