//! What the kind of a deployment asks, as JSON in one column beside the terms: it is signed and changed as a whole, and never
//! searched. Its shape is known by the deployment's kind.

use chrono::NaiveDate;
use domain::Word;
use domain::brokerage::{
    Coaching, CoachingPlan, Findings, JointPart, JointPractice, JointSide, Learning, Particulars, PupilBand,
    PupilCollaboration, PupilGroup, SecondedPost, Secondment, StudyVisit, TrialCycle, VisitPlan,
};
use domain::exchange::SupportKind;
use domain::text::Name;
use domain::time::Period;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::prose;
use crate::DbError;

#[derive(Serialize, Deserialize)]
struct StoredJoint {
    home: StoredSide,
    host: StoredSide,
}

#[derive(Serialize, Deserialize)]
struct StoredSide {
    part: Option<StoredPart>,
    cycles: Vec<StoredCycle>,
    learning: Option<StoredLearning>,
}

#[derive(Serialize, Deserialize)]
struct StoredPart {
    gain: String,
    contribution: String,
    practice_before: String,
}

#[derive(Serialize, Deserialize)]
struct StoredCycle {
    held_on: NaiveDate,
    note: String,
}

#[derive(Serialize, Deserialize)]
struct StoredLearning {
    learned: String,
    practice_after: String,
}

#[derive(Serialize, Deserialize)]
struct StoredCoaching {
    plan: Option<StoredCoachingPlan>,
}

#[derive(Serialize, Deserialize)]
struct StoredCoachingPlan {
    focus: String,
    goal: String,
}

#[derive(Serialize, Deserialize)]
struct StoredStudyVisit {
    plan: Option<StoredVisitPlan>,
    findings: Option<StoredFindings>,
}

#[derive(Serialize, Deserialize)]
struct StoredVisitPlan {
    agenda: String,
    protocol: String,
    country: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredFindings {
    findings: String,
    application: String,
}

#[derive(Serialize, Deserialize)]
struct StoredSecondment {
    post: Option<StoredPost>,
    line_manager: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredPost {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    fte: i32,
    substantive_post: String,
}

#[derive(Serialize, Deserialize)]
struct StoredPupils {
    home: Option<StoredGroup>,
    host: Option<StoredGroup>,
}

#[derive(Serialize, Deserialize)]
struct StoredGroup {
    description: String,
    band: String,
}

/// The particulars as they are stored.
pub(crate) fn store(it: &Particulars) -> Result<Json, DbError> {
    let stored = match it {
        Particulars::JointPractice(it) => {
            serde_json::to_value(StoredJoint { home: store_side(&it.home), host: store_side(&it.host) })
        }
        Particulars::Coaching(it) => {
            let plan = it.plan.as_ref().map(|it| StoredCoachingPlan { focus: text(&it.focus), goal: text(&it.goal) });
            serde_json::to_value(StoredCoaching { plan })
        }
        Particulars::StudyVisit(it) => serde_json::to_value(StoredStudyVisit {
            plan: it.plan.as_ref().map(|it| StoredVisitPlan {
                agenda: text(&it.agenda),
                protocol: text(&it.protocol),
                country: it.country.as_ref().map(|it| it.as_str().to_owned()),
            }),
            findings: it
                .findings
                .as_ref()
                .map(|it| StoredFindings { findings: text(&it.findings), application: text(&it.application) }),
        }),
        Particulars::Secondment(it) => serde_json::to_value(StoredSecondment {
            post: it.post.as_ref().map(|it| StoredPost {
                starts_on: it.period.from(),
                ends_on: it.period.until(),
                fte: it.fte,
                substantive_post: it.substantive_post.as_str().to_owned(),
            }),
            line_manager: it.line_manager.as_ref().map(|it| it.as_str().to_owned()),
        }),
        Particulars::PupilCollaboration(it) => {
            let group =
                |it: &PupilGroup| StoredGroup { description: text(&it.description), band: it.band.as_str().to_owned() };
            serde_json::to_value(StoredPupils { home: it.home.as_ref().map(group), host: it.host.as_ref().map(group) })
        }
    };
    stored.map_err(|error| DbError::broken(error.to_string()))
}

/// The particulars of a kind as they were stored.
pub(super) fn restore(kind: SupportKind, json: Json) -> Result<Particulars, DbError> {
    match Particulars::of(kind).ok_or_else(|| DbError::broken("this kind has no particulars"))? {
        Particulars::JointPractice(_) => {
            let it: StoredJoint = read(json)?;
            let joint = JointPractice { home: restore_side(it.home)?, host: restore_side(it.host)? };
            Ok(Particulars::JointPractice(joint))
        }
        Particulars::Coaching(_) => {
            let it: StoredCoaching = read(json)?;
            let plan = |it: StoredCoachingPlan| -> Result<_, DbError> {
                Ok(CoachingPlan { focus: prose(&it.focus)?, goal: prose(&it.goal)? })
            };
            Ok(Particulars::Coaching(Coaching { plan: it.plan.map(plan).transpose()? }))
        }
        Particulars::StudyVisit(_) => {
            let it: StoredStudyVisit = read(json)?;
            let plan = |it: StoredVisitPlan| -> Result<_, DbError> {
                let country = it.country.as_deref().map(name).transpose()?;
                Ok(VisitPlan { agenda: prose(&it.agenda)?, protocol: prose(&it.protocol)?, country })
            };
            let findings = |it: StoredFindings| -> Result<_, DbError> {
                Ok(Findings { findings: prose(&it.findings)?, application: prose(&it.application)? })
            };
            let (plan, findings) = (it.plan.map(plan).transpose()?, it.findings.map(findings).transpose()?);
            Ok(Particulars::StudyVisit(StudyVisit { plan, findings }))
        }
        Particulars::Secondment(_) => {
            let it: StoredSecondment = read(json)?;
            let post = |it: StoredPost| -> Result<_, DbError> {
                let period = Period::new(it.starts_on, it.ends_on)
                    .map_err(|_| DbError::broken("a stored period runs backwards"))?;
                Ok(SecondedPost { period, fte: it.fte, substantive_post: name(&it.substantive_post)? })
            };
            let line_manager = it.line_manager.as_deref().map(name).transpose()?;
            Ok(Particulars::Secondment(Secondment { post: it.post.map(post).transpose()?, line_manager }))
        }
        Particulars::PupilCollaboration(_) => {
            let it: StoredPupils = read(json)?;
            let group = |it: StoredGroup| -> Result<_, DbError> {
                let band = PupilBand::read(&it.band).ok_or_else(|| DbError::broken("an unknown band"))?;
                Ok(PupilGroup { description: prose(&it.description)?, band })
            };
            let (home, host) = (it.home.map(group).transpose()?, it.host.map(group).transpose()?);
            Ok(Particulars::PupilCollaboration(PupilCollaboration { home, host }))
        }
    }
}

fn store_side(it: &JointSide) -> StoredSide {
    StoredSide {
        part: it.part.as_ref().map(|it| StoredPart {
            gain: text(&it.gain),
            contribution: text(&it.contribution),
            practice_before: text(&it.practice_before),
        }),
        cycles: it.cycles.iter().map(|it| StoredCycle { held_on: it.held_on, note: text(&it.note) }).collect(),
        learning: it
            .learning
            .as_ref()
            .map(|it| StoredLearning { learned: text(&it.learned), practice_after: text(&it.practice_after) }),
    }
}

fn restore_side(it: StoredSide) -> Result<JointSide, DbError> {
    let part = |it: StoredPart| -> Result<_, DbError> {
        let (gain, contribution) = (prose(&it.gain)?, prose(&it.contribution)?);
        Ok(JointPart { gain, contribution, practice_before: prose(&it.practice_before)? })
    };
    let cycle =
        |it: StoredCycle| -> Result<_, DbError> { Ok(TrialCycle { held_on: it.held_on, note: prose(&it.note)? }) };
    let learning = |it: StoredLearning| -> Result<_, DbError> {
        Ok(Learning { learned: prose(&it.learned)?, practice_after: prose(&it.practice_after)? })
    };
    Ok(JointSide {
        part: it.part.map(part).transpose()?,
        cycles: it.cycles.into_iter().map(cycle).collect::<Result<_, _>>()?,
        learning: it.learning.map(learning).transpose()?,
    })
}

fn text<const MOST: usize>(it: &domain::text::Prose<MOST>) -> String {
    it.as_str().to_owned()
}

fn name(text: &str) -> Result<Name, DbError> {
    Name::new(text).map_err(|_| DbError::broken("a stored name is not plain"))
}

fn read<T: DeserializeOwned>(json: Json) -> Result<T, DbError> {
    serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))
}
