//! A study visit: it has an agenda and a protocol, and ends with what was found and what is made of it (DOMAIN D46).

use crate::rule::{Faults, Refusals};
use crate::text::{Name, Note};
use crate::{Rejected, Rule};

/// What is written of a study visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyVisit {
    /// Agenda and protocol; before both heads sign.
    pub plan: Option<VisitPlan>,
    /// What came of it; before the work is complete.
    pub findings: Option<Findings>,
}

/// What a study visit looks at, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPlan {
    /// What is seen, in which order.
    pub agenda: Note,
    /// How visitors behave and what they do with what they see.
    pub protocol: Note,
    /// The country, where it leads out of England.
    pub country: Option<Name>,
}

/// What came of a study visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// What the visitors found.
    pub findings: Note,
    /// What they make of it in their own school.
    pub application: Note,
}

impl VisitPlan {
    /// Checks agenda and protocol; every fault is told at once.
    pub fn parse(agenda: &str, protocol: &str, country: Option<&str>) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let agenda = faults.keep("studyVisit.agenda", Note::new(agenda));
        let protocol = faults.keep("studyVisit.protocol", Note::new(protocol));
        let country = faults.keep("studyVisit.country", country.map(Name::new).transpose());
        let built = agenda.zip(protocol).zip(country);
        faults.into_result(built.map(|((agenda, protocol), country)| Self { agenda, protocol, country }))
    }
}

impl Findings {
    /// Checks findings and application; every fault is told at once.
    pub fn parse(findings: &str, application: &str) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let findings = faults.keep("findings", Note::new(findings));
        let application = faults.keep("application", Note::new(application));
        faults.into_result(findings.zip(application).map(|(findings, application)| Self { findings, application }))
    }
}

impl StudyVisit {
    pub(super) fn require_prepared(&self) -> Result<(), Rejected> {
        if self.plan.is_some() { Ok(()) } else { Err(Rule::StudyVisitUnprepared.into()) }
    }

    pub(super) fn require_concluded(&self) -> Result<(), Rejected> {
        if self.findings.is_some() { Ok(()) } else { Err(Rule::StudyFindingsMissing.into()) }
    }
}
