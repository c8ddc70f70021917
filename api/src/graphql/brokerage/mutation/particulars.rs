//! What the kind of a deployment asks: written by the two schools.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use domain::brokerage::{
    CoachingPlan, Deployment, JointPart, PostDraft, Preparation, PupilBand, PupilGroup, SecondedPost, VisitPlan,
};
use domain::rule::Refusals;
use domain::text::Name;

use super::deployment::DeploymentPayload;
use crate::app::brokerage::particulars;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;

/// Your school's part of what a kind of work asks before both heads sign: one of these, by the kind.
#[derive(OneofObject)]
pub enum PreparationInput {
    /// Joint practice development: each school writes its own.
    JointPractice(JointPracticeInput),
    /// Coaching: the school that receives writes it, with whoever is coached.
    Coaching(CoachingInput),
    /// A study visit: the school that is visited writes it.
    StudyVisit(StudyVisitInput),
    /// A secondment, what is lent: the school that lends somebody writes it.
    Secondment(SecondmentInput),
    /// A secondment, the role to which somebody reports: the school that receives them writes it. Name the role, not a person.
    LineManager(String),
    /// Pupils who work together: each school writes of its own.
    PupilCollaboration(PupilCollaborationInput),
}

/// What your school means to gain from joint practice development, and contributes to it.
#[derive(InputObject)]
pub struct JointPracticeInput {
    /// What it means to gain.
    pub gain: String,
    /// What it contributes.
    pub contribution: String,
    /// Its practice as it is now.
    pub practice_before: String,
}

/// What somebody is coached in.
#[derive(InputObject)]
pub struct CoachingInput {
    /// The practice on which it looks.
    pub focus: String,
    /// The goal that whoever is coached has set.
    pub goal: String,
}

/// What a study visit looks at, and how.
#[derive(InputObject)]
pub struct StudyVisitInput {
    /// What is seen, in which order.
    pub agenda: String,
    /// How visitors behave, and what they do with what they see.
    pub protocol: String,
    /// The country, where it leads out of England.
    pub country: Option<String>,
}

/// What your school lends when it seconds somebody.
#[derive(InputObject)]
pub struct SecondmentInput {
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// The part of a whole post, in hundredths: 60 is three days in five.
    pub fte: i32,
    /// The post that stays theirs.
    pub substantive_post: String,
    /// That they have the right to return to it.
    pub returns_to_post: bool,
}

/// The pupils of your school who take part, as a group. Never name a pupil.
#[derive(InputObject)]
pub struct PupilCollaborationInput {
    /// What the group is and does, such as two classes of Year 5 who read to each other.
    pub description: String,
    /// About how many they are.
    pub band: Choice<PupilBand>,
}

/// What your school writes of a planned deployment.
#[derive(InputObject)]
pub struct PrepareDeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Your school's part.
    pub part: PreparationInput,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A trial of the practice that two schools develop together.
#[derive(InputObject)]
pub struct RecordTrialInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day on which the trial in your school ended.
    pub held_on: Day,
    /// What was tried, and what was seen. Name no pupil.
    pub note: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What your school learned from joint practice development.
#[derive(InputObject)]
pub struct StateLearningInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// What your school learned.
    pub learned: String,
    /// Its practice as it is now.
    pub practice_after: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What came of a study visit.
#[derive(InputObject)]
pub struct RecordFindingsInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// What the visitors found.
    pub findings: String,
    /// What they make of it in their own school.
    pub application: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What schools write of what a kind of work asks.
#[derive(Default)]
pub struct ParticularsMutation;

#[Object]
impl ParticularsMutation {
    /// Writes your school's part of what the kind of a planned deployment asks. Whoever has signed signs anew.
    async fn prepare_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and your school's part.")] input: PrepareDeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (caller, id, expected) = (ctx.caller()?, input.deployment.0, input.expected_version);
        match preparation(input.part) {
            Ok(part) => DeploymentPayload::of(particulars::prepare(ctx.app(), caller, id, part, expected).await),
            Err(refusals) => DeploymentPayload::of(Err(refusals.into())),
        }
    }

    /// Writes down a trial in your school of the practice that it develops with another.
    async fn record_trial(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, the day, and what was seen.")] input: RecordTrialInput,
    ) -> Result<DeploymentPayload> {
        let (id, trial, expected) =
            (input.deployment.0, (input.held_on.0, input.note.as_str()), input.expected_version);
        DeploymentPayload::of(particulars::record_trial(ctx.app(), ctx.caller()?, id, trial, expected).await)
    }

    /// Says what your school learned from developing practice with another; a later word takes the place of an earlier one.
    async fn state_learning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what your school learned.")] input: StateLearningInput,
    ) -> Result<DeploymentPayload> {
        let said = (input.learned.as_str(), input.practice_after.as_str());
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(particulars::state_learning(ctx.app(), ctx.caller()?, id, said, expected).await)
    }

    /// Writes down, for the visitors, what they found on a study visit and what they make of it.
    async fn record_findings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what came of the visit.")] input: RecordFindingsInput,
    ) -> Result<DeploymentPayload> {
        let found = (input.findings.as_str(), input.application.as_str());
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(particulars::record_findings(ctx.app(), ctx.caller()?, id, found, expected).await)
    }
}

/// A school's part as it was typed, checked.
fn preparation(it: PreparationInput) -> Result<Preparation, Refusals> {
    Ok(match it {
        PreparationInput::JointPractice(it) => {
            Preparation::JointPractice(JointPart::parse(&it.gain, &it.contribution, &it.practice_before)?)
        }
        PreparationInput::Coaching(it) => Preparation::Coaching(CoachingPlan::parse(&it.focus, &it.goal)?),
        PreparationInput::StudyVisit(it) => {
            Preparation::StudyVisit(VisitPlan::parse(&it.agenda, &it.protocol, it.country.as_deref())?)
        }
        PreparationInput::Secondment(it) => Preparation::SecondedPost(SecondedPost::parse(&PostDraft {
            starts_on: it.starts_on.0,
            ends_on: it.ends_on.0,
            fte: it.fte,
            substantive_post: it.substantive_post,
            returns_to_post: it.returns_to_post,
        })?),
        PreparationInput::LineManager(role) => {
            Preparation::LineManager(Name::new(&role).map_err(|no| no.at("lineManager"))?)
        }
        PreparationInput::PupilCollaboration(it) => {
            Preparation::PupilGroup(PupilGroup::parse(&it.description, it.band.0)?)
        }
    })
}
