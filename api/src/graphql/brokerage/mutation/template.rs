//! A deployment and the template that it follows.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::Deployment;

use super::deployment::DeploymentPayload;
use crate::app::brokerage::stage_plan;
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::{OverrideInput, overrides};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;

/// Which template a deployment follows.
#[derive(InputObject)]
pub struct FollowTemplateInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The short name of the template.
    pub template: String,
    /// Why it follows this template although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// How the stage is finished in which the work is.
#[derive(InputObject)]
pub struct FinishStageInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Why the stage is left out; needed where it asks for a visit and none is recorded.
    pub skip_reason: Option<String>,
    /// Whether a new cycle begins; only after the last stage of a template that is a cycle.
    #[graphql(default)]
    pub again: bool,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with the template of a deployment.
#[derive(Default)]
pub struct TemplateMutation;

#[Object]
impl TemplateMutation {
    /// Lets a planned deployment follow a template, in place of one that it followed before. Whoever has signed signs anew.
    async fn follow_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and the template.")] input: FollowTemplateInput,
    ) -> Result<DeploymentPayload> {
        let (id, code, reasons) = (input.deployment.0, input.template.as_str(), overrides(input.overrides));
        let said = (&reasons[..], input.expected_version);
        DeploymentPayload::of(stage_plan::follow(ctx.app(), ctx.caller()?, id, code, said).await)
    }

    /// Finishes the stage in which the work is, and enters the next one. Stages are gone through in their order; one is left
    /// out only for a reason, which is kept.
    async fn finish_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and how its stage is finished.")] input: FinishStageInput,
    ) -> Result<DeploymentPayload> {
        let how = (input.skip_reason.as_deref(), input.again);
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(stage_plan::finish(ctx.app(), ctx.caller()?, id, how, expected).await)
    }
}
