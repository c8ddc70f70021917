//! How an application is judged: by an assessor of the alliance, criterion by criterion, each with evidence (DOMAIN E55).

use super::{Criteria, Designation, DesignationStatus};
use crate::access::{Action, Actor};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// What an assessor says of one criterion.
#[derive(Clone, Debug)]
pub struct FindingForm {
    /// The code of the criterion.
    pub criterion: String,
    /// Whether it is met.
    pub met: bool,
    /// What shows that.
    pub evidence: String,
}

/// What was found of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code of the criterion.
    pub criterion: String,
    /// Whether it is met.
    pub met: bool,
    /// What shows that.
    pub evidence: Remark,
}

/// One judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The assessor.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// What was found of each criterion, in the order of the criteria.
    pub findings: Vec<Finding>,
}

impl Assessment {
    /// Whether every criterion is met.
    pub fn is_met(&self) -> bool {
        self.findings.iter().all(|it| it.met)
    }
}

impl Designation {
    /// Judges an application by every criterion of its version. `involved` says whether the assessor has a post at the home
    /// school: nobody judges what is their own school's (DOMAIN C.3). After an appeal somebody else judges.
    pub fn assess(
        &mut self,
        by: &Actor,
        involved: bool,
        criteria: &Criteria,
        findings: Vec<FindingForm>,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        by.require(Action::AssessDesignation { alliance: self.alliance })?;
        self.require_another(by)?;
        if involved {
            return Err(Rule::AssessorInvolved.into());
        }
        self.require_status(&[DesignationStatus::Referenced, DesignationStatus::Appealed])?;
        let by = by.person().ok_or(Rule::NotAllowed)?;
        if self.assessments.iter().any(|earlier| earlier.by == by) {
            return Err(Rule::SameAssessor.into());
        }
        // Whoever has moved may hold another post by now.
        if !criteria.posts.contains(&self.post) {
            return Err(Rule::PostDoesNotFit.into());
        }
        let findings = check(criteria, &findings)?;
        self.assessments.push(Assessment { by, at: now, findings });
        self.status = DesignationStatus::Assessed;
        // What was decided is decided anew.
        self.decided_at = None;
        Ok(Event::DesignationAssessed { designation: self.id })
    }

    /// Appeals against a decision, as the person whom it concerns: once, and with a reason.
    pub fn appeal(&mut self, by: &Actor, reason: Remark, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AppealDesignation { person: self.person })?;
        self.require_status(&[DesignationStatus::NotDesignated])?;
        if self.appeal.is_some() {
            return Err(Rule::AppealedAlready.into());
        }
        self.appeal = Some(reason);
        self.appealed_at = Some(now);
        // Whoever leads the school to which the person has moved consents to lend them before anybody judges.
        if !self.is_spoken_for() {
            return Ok(self.fall_back());
        }
        self.status = DesignationStatus::Appealed;
        Ok(Event::DesignationAppealed { designation: self.id })
    }
}

/// One finding for each criterion, in their order, none for anything else.
fn check(criteria: &Criteria, given: &[FindingForm]) -> Result<Vec<Finding>, Refusals> {
    let mut faults = Faults::default();
    let mut findings = Vec::new();
    for point in &criteria.points {
        let Some((place, it)) = given.iter().enumerate().find(|(_, it)| it.criterion == point.code) else { continue };
        let evidence = faults.keep(format!("findings.{place}.evidence"), Remark::new(&it.evidence));
        findings.extend(evidence.map(|evidence| Finding { criterion: point.code.clone(), met: it.met, evidence }));
    }
    let named = |code: &str| given.iter().filter(|it| it.criterion == code).count() == 1;
    let whole = given.len() == criteria.points.len() && criteria.points.iter().all(|point| named(&point.code));
    faults.need(whole, || Rule::CriteriaUnanswered.at("findings"));
    faults.into_result(Some(findings))
}
