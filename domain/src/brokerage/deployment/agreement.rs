//! The steps of a deployment before work: terms, interests, second approval, the heads' signatures, or none in time.

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, InterestKind, Side, StepOwner, Terms};
use crate::{Event, Rejected, Rule, Timestamp};

impl Deployment {
    /// Writes or changes the terms. Whoever signed other terms has not signed these, and whoever approved one waiver has
    /// approved no other.
    pub fn draft(&mut self, terms: Terms, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::DraftTerms { home: self.home, host: self.host, alliance: self.alliance })?;
        let drafted_by = by.person().ok_or(Rule::NotAllowed)?;
        self.require_agreeable(now)?;
        self.require_owners(&terms)?;
        if self.terms.as_ref() != Some(&terms) {
            self.unsign();
            if self.is_waived() || terms.settlement.is_waived() {
                self.approved_by = None;
            }
            self.terms = Some(terms);
            self.drafted_by = Some(drafted_by);
            self.drafted_at = Some(now);
        }
        Ok(Event::DeploymentDrafted { deployment: self.id })
    }

    /// Signs for the school of whoever acts. The second head's signature agrees the deployment and makes the promise, if both
    /// sides have declared their interests, neither an interest nor a waiver waits for approval, and the alliance has signed
    /// the same terms (DOMAIN C.2, C32, E58).
    pub fn agree(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AgreeDeployment { home: self.home, host: self.host })?;
        let side = Side::of(by, self.home, self.host).ok_or(Rule::NotYoursToAgree)?;
        let person = by.person().ok_or(Rule::NotYoursToAgree)?;
        self.require_agreeable(now)?;
        self.require_signable(now)?;
        self.require_prepared()?;
        let (declared, other, signer) = match side {
            Side::Home => (self.home_interest.is_some(), self.host_agreed_at, self.host_agreed_by),
            Side::Host => (self.host_interest.is_some(), self.home_agreed_at, self.home_agreed_by),
        };
        if !declared {
            return Err(Rule::DeclarationMissing.into());
        }
        if signer == Some(person) {
            return Err(Rule::OneHeadForBoth.into());
        }
        if self.alliance_agreed_by == Some(person) {
            return Err(Rule::AllianceSignerInvolved.into());
        }
        if other.is_some() && self.needs_approval() && self.approved_by.is_none() {
            let no = if self.has_interest() { Rule::SecondApprovalMissing } else { Rule::WaiverUnapproved };
            return Err(no.into());
        }
        if other.is_some() && self.needs_alliance() && self.alliance_agreed_at.is_none() {
            return Err(Rule::AllianceUnsigned.into());
        }
        match side {
            Side::Home => (self.home_agreed_at, self.home_agreed_by) = (Some(now), Some(person)),
            Side::Host => (self.host_agreed_at, self.host_agreed_by) = (Some(now), Some(person)),
        }
        if other.is_none() {
            return Ok(Event::DeploymentSigned { deployment: self.id, side });
        }
        self.status = DeploymentStatus::Agreed;
        self.agreed_at = Some(now);
        self.promised = self.half_days;
        let (home, host, half_days) = (self.home, self.host, self.half_days);
        Ok(Event::DeploymentAgreed { deployment: self.id, home, host, half_days })
    }

    /// Refuses a signature over a declaration that has become untrue: the register shows an interest by now that the
    /// signing side has not declared (DOMAIN E58).
    pub fn check_declared(&self, by: &Actor, known: &[InterestKind]) -> Result<(), Rejected> {
        by.require(Action::AgreeDeployment { home: self.home, host: self.host })?;
        let declared = match Side::of(by, self.home, self.host).ok_or(Rule::NotYoursToAgree)? {
            Side::Home => self.home_interest,
            Side::Host => self.host_interest,
        };
        if declared == Some(false) && !known.is_empty() { Err(Rule::InterestOmitted.into()) } else { Ok(()) }
    }

    /// Approves, as a second broker, what an interest or the first broker's own post stands behind, or that nobody pays:
    /// nobody approves what they proposed in their own interest, or a waiver that they wrote. `involved` says whether this
    /// broker has a post at one of the two schools as well.
    pub fn approve(&mut self, by: &Actor, involved: bool, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ApprovePlacement { alliance: self.alliance })?;
        self.require_agreeable(now)?;
        let person = by.person().ok_or(Rule::SecondApproverInvolved)?;
        let proposed = self.has_interest() && person == self.brokered_by;
        let wrote = self.is_waived() && self.drafted_by == Some(person);
        if involved || proposed || wrote {
            return Err(Rule::SecondApproverInvolved.into());
        }
        if !self.needs_approval() {
            return Err(Rule::SecondApprovalIdle.into());
        }
        self.approved_by = Some(person);
        Ok(Event::DeploymentApproved { deployment: self.id })
    }

    /// Takes note of what one side declared. An interest undoes what was signed and approved without knowing of it, and so does
    /// its being taken back: whoever declared it does not say alone that it is gone, so that a second broker looks at it all the
    /// same (DOMAIN E58).
    pub(in crate::brokerage) fn take_declaration(&mut self, side: Side, interest: bool) -> Result<(), Rejected> {
        self.require(self.status == DeploymentStatus::Planned)?;
        let held = match side {
            Side::Home => &mut self.home_interest,
            Side::Host => &mut self.host_interest,
        };
        let interest = interest || *held == Some(true);
        *held = Some(interest);
        if interest {
            self.approved_by = None;
            self.unsign();
        }
        Ok(())
    }

    /// Ends it when its time to be agreed has passed (SETTLED 4).
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require(self.status == DeploymentStatus::Planned && now > self.agree_by)?;
        self.status = DeploymentStatus::Lapsed;
        self.ended_at = Some(now);
        Ok(Event::DeploymentLapsed { deployment: self.id })
    }

    pub(in crate::brokerage) fn require_agreeable(&self, now: Timestamp) -> Result<(), Rejected> {
        self.require(self.status == DeploymentStatus::Planned)?;
        if now > self.agree_by { Err(Rule::AgreementOverdue.into()) } else { Ok(()) }
    }

    /// Refuses a step of the specialist where the school delivers it itself.
    fn require_owners(&self, terms: &Terms) -> Result<(), Rejected> {
        let theirs = terms.action_plan.iter().position(|it| it.owner == StepOwner::Specialist);
        match theirs.filter(|_| self.specialist.is_none()) {
            Some(n) => Err(Rule::StepWithoutSpecialist.at(format!("actionPlan.{n}.owner"))),
            None => Ok(()),
        }
    }

    pub(in crate::brokerage) fn unsign(&mut self) {
        (self.home_agreed_at, self.home_agreed_by) = (None, None);
        (self.host_agreed_at, self.host_agreed_by) = (None, None);
        (self.alliance_agreed_at, self.alliance_agreed_by) = (None, None);
    }
}

#[cfg(test)]
mod tests;
