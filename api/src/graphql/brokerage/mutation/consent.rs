//! Consents beside the signatures: given and withheld.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::Deployment;
use domain::directory::ConsentKind;

use super::deployment::DeploymentPayload;
use crate::app::brokerage::consent;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;

/// To what you consent, and for whom.
#[derive(InputObject)]
pub struct GiveConsentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// For whom you speak.
    pub kind: Choice<ConsentKind>,
    /// The version that you have read; to a deployment that has changed since you do not consent.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// To what you do not consent, for whom, and why.
#[derive(InputObject)]
pub struct WithholdConsentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// For whom you speak.
    pub kind: Choice<ConsentKind>,
    /// Why, in words that blame nobody.
    pub reason: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be said of a deployment by those whose consent counts.
#[derive(Default)]
pub struct ConsentMutation;

#[Object]
impl ConsentMutation {
    /// Consents to a deployment, for your school's head, its governors or its trust, as your role says; before work begins.
    async fn give_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and for whom you speak.")] input: GiveConsentInput,
    ) -> Result<DeploymentPayload> {
        let (id, kind, expected) = (input.deployment.0, input.kind.0, Some(input.expected_version));
        DeploymentPayload::of(consent::give(ctx.app(), ctx.caller()?, id, kind, expected).await)
    }

    /// Withholds a consent, or takes back one that was given, saying why; before work begins.
    async fn withhold_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, for whom you speak, and why not.")] input: WithholdConsentInput,
    ) -> Result<DeploymentPayload> {
        let (id, said, expected) = (input.deployment.0, (input.kind.0, input.reason.as_str()), input.expected_version);
        DeploymentPayload::of(consent::withhold(ctx.app(), ctx.caller()?, id, said, expected).await)
    }
}
