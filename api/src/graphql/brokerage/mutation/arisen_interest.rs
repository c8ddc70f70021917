//! What can be done with an interest that arises after the agreement.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, InterestKind};

use super::deployment::DeploymentPayload;
use crate::app::brokerage::arisen_interest;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;

/// What you declare of your interests, after the agreement.
#[derive(InputObject)]
pub struct DeclareArisenInterestInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The interests; at least one.
    pub interests: Vec<Choice<InterestKind>>,
    /// What there is to say about them; needed for OTHER.
    pub note: Option<String>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which work goes on although an interest was declared, and why.
#[derive(InputObject)]
pub struct LetDeploymentGoOnInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Why. Both schools and the alliance read it.
    pub reason: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with an interest that arises after the agreement.
#[derive(Default)]
pub struct ArisenInterestMutation;

#[Object]
impl ArisenInterestMutation {
    /// Declares an interest that has arisen since the agreement, or that you only see now: as a head of either school, the
    /// specialist, or a broker of the alliance. A second broker looks at it within a week. The work goes on until then, and what was
    /// given stays; after that week no later visit is written down before somebody has looked at it.
    async fn declare_arisen_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and your interests in it.")] input: DeclareArisenInterestInput,
    ) -> Result<DeploymentPayload> {
        let interests: Vec<_> = input.interests.into_iter().map(|it| it.0).collect();
        let (id, said, expected) = (input.deployment.0, (&*interests, input.note.as_deref()), input.expected_version);
        DeploymentPayload::of(arisen_interest::declare(ctx.app(), ctx.caller()?, id, said, expected).await)
    }

    /// Lets work go on with what was declared since the agreement, as a second broker who says why: one who did not propose it,
    /// declared none of it, and has no post at either school. To end it instead, stop it.
    async fn let_deployment_go_on(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and why it goes on.")] input: LetDeploymentGoOnInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(arisen_interest::let_go_on(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
