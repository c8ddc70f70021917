//! What can be done about how a deployment goes, and after its end.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, FollowUpWay, NoFollowUp, Rag, RatingDraft, Review, ReviewDecision, ReviewDraft};

use super::deployment::DeploymentPayload;
use crate::app::brokerage::review;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::ReviewObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// The answer to the record of a review.
    pub ReviewPayload {
        /// The review as it was written down.
        review: ReviewObject
    } from Review;
}

/// How one expected outcome stands.
#[derive(InputObject)]
pub struct RatingInput {
    /// Its place in the terms, from 1.
    pub outcome: i32,
    /// How it stands.
    pub rag: Choice<Rag>,
    /// What that is seen by. Name no pupil.
    pub details: String,
}

impl From<RatingInput> for RatingDraft {
    fn from(it: RatingInput) -> Self {
        Self { outcome: it.outcome, rag: it.rag.0, level: None, details: it.details }
    }
}

/// What a mid-term review found, and what it decided.
#[derive(InputObject)]
pub struct RecordMidtermInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day on which the review was held.
    pub held_on: Day,
    /// Is it working?
    pub working: String,
    /// Is it the appropriate support?
    pub appropriate: String,
    /// What changes?
    pub changes: String,
    /// What are the next steps?
    pub next_steps: String,
    /// How each expected outcome of the terms stands, each of them once.
    pub ratings: Vec<RatingInput>,
    /// Whether the work goes on or ends.
    pub decision: Choice<ReviewDecision>,
    /// The last day of work, where it ends.
    pub final_day: Option<Day>,
    /// The version that you have read; a deployment that has changed since is not reviewed.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What has lasted of a deployment.
#[derive(InputObject)]
pub struct RecordFollowUpInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day on which somebody looked.
    pub held_on: Day,
    /// In which way they looked. Somebody of the school that gave comes on a safeguarding assurance of that day, as for a visit;
    /// whoever else comes is with staff of the school that received all the time.
    pub way: Choice<FollowUpWay>,
    /// What has lasted?
    pub lasting: String,
    /// What is needed now?
    pub needed: String,
    /// How each expected outcome of the terms stands, each of them once.
    pub ratings: Vec<RatingInput>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// When somebody looks at what has lasted.
#[derive(InputObject)]
pub struct ScheduleFollowUpInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day.
    pub on: Day,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment is closed.
#[derive(InputObject)]
pub struct CloseDeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Why nobody looks at what has lasted; needed where there was no follow-up, and only there.
    pub reason: Option<Choice<NoFollowUp>>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about how a deployment goes, and after its end.
#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Writes down a mid-term review of work that goes on, for the school that receives or for the alliance. The latest
    /// one says whether the work ends before the last day of the terms.
    async fn record_midterm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, what the review found, and what it decided.")] input: RecordMidtermInput,
    ) -> Result<ReviewPayload> {
        let draft = ReviewDraft {
            held_on: input.held_on.0,
            answers: vec![input.working, input.appropriate, input.changes, input.next_steps],
            ratings: input.ratings.into_iter().map(RatingDraft::from).collect(),
        };
        let decided = (input.decision.0, input.final_day.map(|it| it.0));
        let (id, expected) = (input.deployment.0, input.expected_version);
        ReviewPayload::of(review::midterm(ctx.app(), ctx.caller()?, id, &draft, decided, expected).await)
    }

    /// Sets the day on which somebody looks at what has lasted of a deployment that is done, or another day instead.
    async fn schedule_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and the day.")] input: ScheduleFollowUpInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(review::schedule(ctx.app(), ctx.caller()?, id, input.on.0, expected).await)
    }

    /// Writes down what has lasted of a deployment that is done, for the school that received or for the alliance.
    async fn record_follow_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what has lasted.")] input: RecordFollowUpInput,
    ) -> Result<ReviewPayload> {
        let draft = ReviewDraft {
            held_on: input.held_on.0,
            answers: vec![input.lasting, input.needed],
            ratings: input.ratings.into_iter().map(RatingDraft::from).collect(),
        };
        let (id, expected) = (input.deployment.0, input.expected_version);
        ReviewPayload::of(review::follow_up(ctx.app(), ctx.caller()?, id, (&draft, input.way.0), expected).await)
    }

    /// Closes a deployment, for the alliance: after its follow-up, or saying why there was none.
    async fn close_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and why nobody looks at what has lasted.")] input: CloseDeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, reason) = (input.deployment.0, input.reason.map(|it| it.0));
        DeploymentPayload::of(review::close(ctx.app(), ctx.caller()?, id, reason, input.expected_version).await)
    }
}
