//! The fields that brokerage adds to a request.

use async_graphql::{Context, Object, Result};
use domain::Id;
use domain::exchange::SupportRequest;
use persistence::Page;
use persistence::brokerage::deployment_tree::Depth;
use persistence::brokerage::proposal;

use super::links::{DeploymentsOf, ProposalsOf, ReferralsOf};
use super::{DeploymentObject, ProposalObject, ReferralObject};
use crate::graphql::context::Reach;
use crate::graphql::page::{Connection, Wanted};

/// What came of a request, as fields of the request.
pub struct RequestBrokerage(pub Id<SupportRequest>);

#[Object]
impl RequestBrokerage {
    /// The proposals for it that concern you, oldest first.
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<ProposalObject>> {
        let page = Wanted { first, after, last, before }.of(proposal::OF_REQUEST)?;
        let proposals = ctx.load(ProposalsOf(self.0, page)).await?;
        Ok(Connection::of(proposals.unwrap_or_else(Page::empty)))
    }

    /// The deployments that came of it and concern you, oldest first.
    async fn deployments(&self, ctx: &Context<'_>) -> Result<Vec<DeploymentObject>> {
        let asked = ctx.look_ahead();
        let depth = Depth { specialist: asked.field("specialist").exists(), visits: asked.field("visits").exists() };
        let branches = ctx.load(DeploymentsOf(self.0, depth)).await?.unwrap_or_default();
        Ok(branches.into_iter().map(|it| DeploymentObject::with(it, depth)).collect())
    }

    /// How it was handed on between alliances, as far as that concerns you, oldest first.
    async fn referrals(&self, ctx: &Context<'_>) -> Result<Vec<ReferralObject>> {
        let referrals = ctx.load(ReferralsOf(self.0)).await?.unwrap_or_default();
        Ok(referrals.into_iter().map(ReferralObject).collect())
    }
}
