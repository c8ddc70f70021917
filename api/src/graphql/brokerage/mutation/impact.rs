//! What can be said of what a deployment came to: measures, the reviews after its end, and the sign-off.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{
    AbsentReason, Deployment, ImpactLevel, MeasurePoint, Rag, RatingDraft, ReadingDraft, ReviewDraft, ReviewKind,
};

use super::deployment::{DeploymentInput, DeploymentPayload};
use super::review::ReviewPayload;
use crate::app::brokerage::{measure, review};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;

/// What was found of one expected outcome at one point: a number with its unit, or why there is none.
#[derive(InputObject)]
pub struct RecordMeasureInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The outcome's place in the terms, from 1.
    pub outcome: i32,
    /// The point. What was said of the same point before is replaced.
    pub point: Choice<MeasurePoint>,
    /// The number, with at most two decimals.
    pub value: Option<f64>,
    /// The unit of the number, the same for all numbers of one outcome.
    pub unit: Option<String>,
    /// Why there is no number.
    pub absent: Option<Choice<AbsentReason>>,
    /// Where it comes from, or would have come from. Name no pupil.
    pub source: String,
    /// The day of which it tells.
    pub on: Day,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// How far one expected outcome was reached.
#[derive(InputObject)]
pub struct FinalRatingInput {
    /// Its place in the terms, from 1.
    pub outcome: i32,
    /// How it stands.
    pub rag: Choice<Rag>,
    /// At which level it was reached.
    pub level: Choice<ImpactLevel>,
    /// What that is seen by. Where data is absent, say so. Name no pupil.
    pub details: String,
}

impl From<FinalRatingInput> for RatingDraft {
    fn from(it: FinalRatingInput) -> Self {
        Self { outcome: it.outcome, rag: it.rag.0, level: Some(it.level.0), details: it.details }
    }
}

/// What a deployment came to, as the school that received sees it.
#[derive(InputObject)]
pub struct RecordFinalReviewInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day on which the review was held.
    pub held_on: Day,
    /// What has changed, and for whom?
    pub impact: String,
    /// How does the school go on by itself?
    pub going_on: String,
    /// How far each expected outcome of the terms was reached, each of them once.
    pub ratings: Vec<FinalRatingInput>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// How the one who gave sees the own work.
#[derive(InputObject)]
pub struct RecordSelfEvaluationInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day of which it tells.
    pub held_on: Day,
    /// What went well?
    pub went_well: String,
    /// What would be done otherwise?
    pub otherwise: String,
    /// What was learned?
    pub learned: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be said of what a deployment came to.
#[derive(Default)]
pub struct ImpactMutation;

#[Object]
impl ImpactMutation {
    /// Writes down what was measured of one expected outcome, for the school that receives: from the agreement until the
    /// deployment is closed.
    async fn record_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what was found.")] input: RecordMeasureInput,
    ) -> Result<DeploymentPayload> {
        let draft = ReadingDraft {
            point: input.point.0,
            value: input.value,
            unit: input.unit,
            absent: input.absent.map(|it| it.0),
            source: input.source,
            on: input.on.0,
        };
        let (id, expected, found) = (input.deployment.0, input.expected_version, (input.outcome, &draft));
        DeploymentPayload::of(measure::record(ctx.app(), ctx.caller()?, id, found, expected).await)
    }

    /// Writes down what a deployment came to, as the head of the school that received sees it, once its work is done.
    async fn record_final_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what it came to.")] input: RecordFinalReviewInput,
    ) -> Result<ReviewPayload> {
        let draft = ReviewDraft {
            held_on: input.held_on.0,
            answers: vec![input.impact, input.going_on],
            ratings: input.ratings.into_iter().map(RatingDraft::from).collect(),
        };
        let (id, expected, said) = (input.deployment.0, input.expected_version, (ReviewKind::Final, &draft));
        ReviewPayload::of(review::look_back(ctx.app(), ctx.caller()?, id, said, expected).await)
    }

    /// Writes down how the specialist sees the own work once it is done, or the home head where a school gave, and in the
    /// specialist's place where they hold that role no longer. The school that received does not read it.
    async fn record_self_evaluation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and how you see your work.")] input: RecordSelfEvaluationInput,
    ) -> Result<ReviewPayload> {
        let answers = vec![input.went_well, input.otherwise, input.learned];
        let draft = ReviewDraft { held_on: input.held_on.0, answers, ratings: Vec::new() };
        let (id, expected, said) = (input.deployment.0, input.expected_version, (ReviewKind::SelfEvaluation, &draft));
        ReviewPayload::of(review::look_back(ctx.app(), ctx.caller()?, id, said, expected).await)
    }

    /// Signs off, for the alliance, what the final review and the self-evaluation say. A broker with a post at one of the
    /// two schools leaves it to another.
    async fn sign_off_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment whose reviews are signed off.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(review::sign_off(ctx.app(), ctx.caller()?, id, expected).await)
    }
}
