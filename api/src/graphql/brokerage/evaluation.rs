//! What the two sides of a deployment say of each other, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::brokerage::{Evaluation, Grade, Side};

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::scalar::Moment;

/// What one side of a deployment says of the other.
pub struct EvaluationObject(pub Evaluation);

impl TypeName for EvaluationObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Evaluation".into()
    }
}

impl From<Evaluation> for EvaluationObject {
    fn from(it: Evaluation) -> Self {
        Self(it)
    }
}

/// What one side of a deployment says of the other: seen by its own side alone until both have spoken, or nobody may any
/// more.
#[Object(name = "Evaluation")]
impl EvaluationObject {
    /// The evaluation's id.
    async fn id(&self) -> Gid<Evaluation> {
        Gid(self.0.id)
    }

    /// The side that speaks.
    async fn side(&self) -> Choice<Side> {
        Choice(self.0.side)
    }

    /// Whether the other side was prepared.
    async fn prepared(&self) -> Choice<Grade> {
        Choice(self.0.judgement.prepared)
    }

    /// Whether it could be reached, and answered.
    async fn reachable(&self) -> Choice<Grade> {
        Choice(self.0.judgement.reachable)
    }

    /// Whether the work was worth its time.
    async fn worthwhile(&self) -> Choice<Grade> {
        Choice(self.0.judgement.worthwhile)
    }

    /// Whether one would work together again.
    async fn again(&self) -> Choice<Grade> {
        Choice(self.0.judgement.again)
    }

    /// In words.
    async fn words(&self) -> &str {
        self.0.judgement.words.as_str()
    }

    /// When it was written down.
    async fn written_at(&self) -> Moment {
        Moment(self.0.written_at)
    }

    /// When the seal was taken off; nothing while it is sealed.
    async fn opened_at(&self) -> Option<Moment> {
        self.0.opened_at.map(Moment)
    }

    /// The deployment of which it speaks.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }
}
