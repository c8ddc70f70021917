//! What each kind of work asks beyond the terms, in the contract, as it is read.

use async_graphql::SimpleObject;
use domain::brokerage::{
    Coaching, JointPractice, JointSide, Particulars, PupilBand, PupilCollaboration, PupilGroup, Secondment, StudyVisit,
};
use domain::text::{Line, Prose};

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Day;

/// What the kind of a deployment asks beyond the terms: one of these, by its kind.
#[derive(Default, SimpleObject)]
#[graphql(name = "Particulars")]
pub struct ParticularsObject {
    /// Of joint practice development.
    pub joint_practice: Option<JointPracticeObject>,
    /// Of coaching.
    pub coaching: Option<CoachingObject>,
    /// Of a study visit.
    pub study_visit: Option<StudyVisitObject>,
    /// Of a secondment.
    pub secondment: Option<SecondmentObject>,
    /// Of pupils who work together.
    pub pupil_collaboration: Option<PupilCollaborationObject>,
}

/// What the two schools of joint practice development write.
#[derive(SimpleObject)]
#[graphql(name = "JointPractice")]
pub struct JointPracticeObject {
    /// The school whose offer it was.
    pub home: JointSideObject,
    /// The school that asked.
    pub host: JointSideObject,
}

/// What one school of joint practice development writes. Before both heads sign, its gain, its contribution and its practice;
/// before the work is complete, a trial and what it learned.
#[derive(SimpleObject)]
#[graphql(name = "JointSide")]
pub struct JointSideObject {
    /// What it means to gain.
    pub gain: Option<String>,
    /// What it contributes.
    pub contribution: Option<String>,
    /// Its practice as it was before.
    pub practice_before: Option<String>,
    /// Its trials of the practice, twelve at most, in the order in which they were written down.
    pub trials: Vec<TrialObject>,
    /// What it learned.
    pub learned: Option<String>,
    /// Its practice as it is afterwards.
    pub practice_after: Option<String>,
}

/// One trial of a practice in a school.
#[derive(SimpleObject)]
#[graphql(name = "Trial")]
pub struct TrialObject {
    /// The day on which it ended.
    pub held_on: Day,
    /// What was tried, and what was seen.
    pub note: String,
}

/// What is written of coaching.
#[derive(SimpleObject)]
#[graphql(name = "Coaching")]
pub struct CoachingObject {
    /// The practice on which it looks.
    pub focus: Option<String>,
    /// The goal that whoever is coached has set.
    pub goal: Option<String>,
}

/// What is written of a study visit.
#[derive(SimpleObject)]
#[graphql(name = "StudyVisit")]
pub struct StudyVisitObject {
    /// What is seen, in which order.
    pub agenda: Option<String>,
    /// How visitors behave, and what they do with what they see.
    pub protocol: Option<String>,
    /// The country, where it leads out of England.
    pub country: Option<String>,
    /// What the visitors found.
    pub findings: Option<String>,
    /// What they make of it in their own school.
    pub application: Option<String>,
}

/// What is written of a secondment.
#[derive(SimpleObject)]
#[graphql(name = "Secondment")]
pub struct SecondmentObject {
    /// The first day.
    pub starts_on: Option<Day>,
    /// The last day.
    pub ends_on: Option<Day>,
    /// The part of a whole post, in hundredths: 60 is three days in five.
    pub fte: Option<i32>,
    /// The post that stays theirs, and to which they have the right to return.
    pub substantive_post: Option<String>,
    /// The role to which they report at the school that receives them.
    pub line_manager: Option<String>,
}

/// What is written of pupils of two schools who work together: groups, never a pupil.
#[derive(SimpleObject)]
#[graphql(name = "PupilCollaboration")]
pub struct PupilCollaborationObject {
    /// The pupils of the school whose offer it was.
    pub home: Option<PupilGroupObject>,
    /// The pupils of the school that asked.
    pub host: Option<PupilGroupObject>,
}

/// The pupils of one school who take part, as a group.
#[derive(SimpleObject)]
#[graphql(name = "PupilGroup")]
pub struct PupilGroupObject {
    /// What the group is and does.
    pub description: String,
    /// About how many they are.
    pub band: Choice<PupilBand>,
}

impl From<Particulars> for ParticularsObject {
    fn from(it: Particulars) -> Self {
        match it {
            Particulars::JointPractice(JointPractice { home, host }) => {
                let joint = JointPracticeObject { home: home.into(), host: host.into() };
                Self { joint_practice: Some(joint), ..Self::default() }
            }
            Particulars::Coaching(Coaching { plan }) => {
                let (focus, goal) = plan.map(|it| (prose(it.focus), prose(it.goal))).unzip();
                Self { coaching: Some(CoachingObject { focus, goal }), ..Self::default() }
            }
            Particulars::StudyVisit(it) => Self { study_visit: Some(it.into()), ..Self::default() },
            Particulars::Secondment(it) => Self { secondment: Some(it.into()), ..Self::default() },
            Particulars::PupilCollaboration(PupilCollaboration { home, host }) => {
                let group =
                    |it: PupilGroup| PupilGroupObject { description: prose(it.description), band: Choice(it.band) };
                let pupils = PupilCollaborationObject { home: home.map(group), host: host.map(group) };
                Self { pupil_collaboration: Some(pupils), ..Self::default() }
            }
        }
    }
}

impl From<JointSide> for JointSideObject {
    fn from(it: JointSide) -> Self {
        let trials = it.cycles.into_iter().map(|it| TrialObject { held_on: Day(it.held_on), note: prose(it.note) });
        let (learned, practice_after) = it.learning.map(|it| (prose(it.learned), prose(it.practice_after))).unzip();
        let part = it.part.map(|it| (prose(it.gain), prose(it.contribution), prose(it.practice_before)));
        let (gain, contribution, practice_before) = match part {
            Some((gain, contribution, before)) => (Some(gain), Some(contribution), Some(before)),
            None => (None, None, None),
        };
        Self { gain, contribution, practice_before, trials: trials.collect(), learned, practice_after }
    }
}

impl From<StudyVisit> for StudyVisitObject {
    fn from(it: StudyVisit) -> Self {
        let country = it.plan.as_ref().and_then(|it| it.country.clone()).map(line);
        let (agenda, protocol) = it.plan.map(|it| (prose(it.agenda), prose(it.protocol))).unzip();
        let (findings, application) = it.findings.map(|it| (prose(it.findings), prose(it.application))).unzip();
        Self { agenda, protocol, country, findings, application }
    }
}

impl From<Secondment> for SecondmentObject {
    fn from(it: Secondment) -> Self {
        let (starts_on, ends_on) = it.post.as_ref().map(|it| (Day(it.period.from()), Day(it.period.until()))).unzip();
        let (fte, substantive_post) = it.post.map(|it| (it.fte, line(it.substantive_post))).unzip();
        Self { starts_on, ends_on, fte, substantive_post, line_manager: it.line_manager.map(line) }
    }
}

fn prose<const MOST: usize>(it: Prose<MOST>) -> String {
    it.as_str().to_owned()
}

fn line<const MOST: usize>(it: Line<MOST>) -> String {
    it.as_str().to_owned()
}
