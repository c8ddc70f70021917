//! What the kind of a deployment asks, and the template that it follows: fields of the deployment.

use async_graphql::{Context, Object, Result};
use domain::Id;
use domain::brokerage::{Deployment, Particulars};

use super::particulars::ParticularsObject;
use super::stage_plan::{StagePlanObject, StagePlanOf};
use crate::graphql::context::{Reach, nullable};

/// What is asked of a deployment beside its terms, as fields of the deployment.
pub struct DeploymentAsked {
    pub id: Id<Deployment>,
    pub particulars: Option<Particulars>,
}

#[Object]
impl DeploymentAsked {
    /// What its kind asks beyond the terms, as far as it is written; nothing where it asks for nothing.
    async fn particulars(&self) -> Option<ParticularsObject> {
        self.particulars.clone().map(ParticularsObject::from)
    }

    /// The template that it follows, and how far it has come in it; nothing where it follows none.
    async fn stage_plan(&self, ctx: &Context<'_>) -> Option<Result<StagePlanObject>> {
        nullable(async { Ok(ctx.load(StagePlanOf(self.id)).await?.map(StagePlanObject)) }).await
    }
}
