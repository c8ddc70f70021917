//! What can be done about practice as a coach.

use async_graphql::{Context, InputObject, Object, Result};
use domain::communities::{CoachingPractice, CoachingPracticeEnd};
use domain::directory::School;
use domain::identity::Person;

use super::CoachingPracticeObject;
use crate::app::communities::coaching_practice;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// The answer to an act upon somebody's practice as a coach.
    pub CoachingPracticePayload {
        /// The practice as it stands now.
        coaching_practice: CoachingPracticeObject
    } from CoachingPractice;
}

/// Who begins to coach, and when.
#[derive(InputObject)]
pub struct BeginCoachingInput {
    /// The school at which they coach; the one at which you act, if left out.
    pub school: Option<Gid<School>>,
    /// Who begins: somebody with a role at the school.
    pub person: Gid<Person>,
    /// The first day, today or before.
    pub begun_on: Day,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// To whom feedback is given, and what they are told.
#[derive(InputObject)]
pub struct GiveCoachingFeedbackInput {
    /// The practice.
    pub coaching_practice: Gid<CoachingPractice>,
    /// What they are told. Name no pupil.
    pub feedback: String,
    /// The version that you have read; a practice that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whose practice ends, and why.
#[derive(InputObject)]
pub struct EndCoachingInput {
    /// The practice.
    pub coaching_practice: Gid<CoachingPractice>,
    /// Why.
    pub reason: Choice<CoachingPracticeEnd>,
    /// The version that you have read; a practice that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about practice as a coach.
#[derive(Default)]
pub struct CoachingMutation;

#[Object]
impl CoachingMutation {
    /// Has somebody of your school begin to coach there, as its head. Feedback is due after six months.
    async fn begin_coaching(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who begins to coach, and when.")] input: BeginCoachingInput,
    ) -> Result<CoachingPracticePayload> {
        let (school, person, begun_on) = (input.school.map(|id| id.0), input.person.0, input.begun_on.0);
        CoachingPracticePayload::of(coaching_practice::begin(ctx.app(), ctx.caller()?, school, person, begun_on).await)
    }

    /// Gives somebody of your school feedback on their coaching, as its head, once six months have passed. Nobody gives it to
    /// themselves.
    async fn give_coaching_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The practice, and what the coach is told.")] input: GiveCoachingFeedbackInput,
    ) -> Result<CoachingPracticePayload> {
        let (id, expected) = (input.coaching_practice.0, input.expected_version);
        CoachingPracticePayload::of(
            coaching_practice::give_feedback(ctx.app(), ctx.caller()?, id, &input.feedback, expected).await,
        )
    }

    /// Ends a practice before there was feedback, as the school's head or as the coach.
    async fn end_coaching(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The practice that ends, and why.")] input: EndCoachingInput,
    ) -> Result<CoachingPracticePayload> {
        let (id, why, expected) = (input.coaching_practice.0, input.reason.0, input.expected_version);
        CoachingPracticePayload::of(coaching_practice::end(ctx.app(), ctx.caller()?, id, why, expected).await)
    }
}
