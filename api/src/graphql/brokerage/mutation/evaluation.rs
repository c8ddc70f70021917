//! What a side of a deployment can say of the other.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, Evaluation, Grade};

use crate::app::brokerage::evaluation::{self, Said};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::EvaluationObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// The answer to an evaluation.
    pub EvaluationPayload {
        /// The evaluation as it was written down.
        evaluation: EvaluationObject
    } from Evaluation;
}

/// What your side says of the other.
#[derive(InputObject)]
pub struct SubmitEvaluationInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Was the other side prepared?
    pub prepared: Choice<Grade>,
    /// Could it be reached, and did it answer?
    pub reachable: Choice<Grade>,
    /// Was the work worth its time?
    pub worthwhile: Choice<Grade>,
    /// Would you work together again?
    pub again: Choice<Grade>,
    /// In words. Name no pupil.
    pub words: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What a side of a deployment can say of the other.
#[derive(Default)]
pub struct EvaluationMutation;

#[Object]
impl EvaluationMutation {
    /// Says, for your school, how it was to work with the other. It is sealed: the other school and the alliance neither
    /// read it nor hear of it until both have spoken, or four weeks after the end.
    async fn submit_evaluation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what your side says of the other.")] input: SubmitEvaluationInput,
    ) -> Result<EvaluationPayload> {
        let said = Said {
            prepared: input.prepared.0,
            reachable: input.reachable.0,
            worthwhile: input.worthwhile.0,
            again: input.again.0,
            words: input.words,
        };
        EvaluationPayload::of(evaluation::submit(ctx.app(), ctx.caller()?, input.deployment.0, &said).await)
    }
}
