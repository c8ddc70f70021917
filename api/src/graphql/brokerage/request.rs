//! The fields that brokerage adds to a request.

use async_graphql::{Context, Lookahead, Object, Result};
use domain::Id;
use domain::exchange::SupportRequest;
use persistence::Page;
use persistence::brokerage::deployment_tree::{self, Branch, Depth};
use persistence::brokerage::proposal;
use persistence::exchange::RequestRow;

use super::commission::CommissionOf;
use super::links::{AuditVisitOf, DeploymentsOf, ProposalsOf, ReferralsOf};
use super::matching::{PlanUnplaced, why_unplaced};
use super::{
    AuditVisitObject, CommissionObject, DeploymentObject, ProposalObject, ReferralObject, RingBy, RingObject,
    RingOfRequest,
};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::RequestBy;
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};

/// What came of a request, as fields of the request.
pub struct RequestBrokerage {
    id: Id<SupportRequest>,
    /// Its deployments, where they were read together with it, and how much beside them.
    beside: Option<(Depth, Vec<Branch>)>,
}

impl From<Id<SupportRequest>> for RequestBrokerage {
    fn from(id: Id<SupportRequest>) -> Self {
        Self { id, beside: None }
    }
}

/// A request with its deployments, read in one statement; nothing if there is none that the reader may see.
pub async fn with_deployments(
    ctx: &Context<'_>,
    id: Id<SupportRequest>,
    asked: Lookahead<'_>,
) -> Result<Option<(RequestRow, RequestBrokerage)>> {
    let depth = depth(asked);
    let seen = ctx.caller()?.scope();
    let found = deployment_tree::with_request(ctx.app().db(), &seen, id, depth).await.map_err(failed)?;
    Ok(found.map(|(row, branches)| (row, RequestBrokerage { id, beside: Some((depth, branches)) })))
}

/// How much is asked for beside some deployments.
fn depth(asked: Lookahead<'_>) -> Depth {
    Depth { specialist: asked.field("specialist").exists(), visits: asked.field("visits").exists() }
}

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
        let proposals = ctx.load(ProposalsOf(self.id, page)).await?;
        Ok(Connection::of(proposals.unwrap_or_else(Page::empty)))
    }

    /// The deployments that came of it and concern you, oldest first.
    async fn deployments(&self, ctx: &Context<'_>) -> Result<Vec<DeploymentObject>> {
        let depth = depth(ctx.look_ahead());
        let branches = match &self.beside {
            Some((read, branches)) if read.holds(depth) => branches.clone(),
            _ => ctx.load(DeploymentsOf(self.id, depth)).await?.unwrap_or_default(),
        };
        Ok(branches.into_iter().map(|it| DeploymentObject::with(it, depth)).collect())
    }

    /// The last ring of schools in which it took part, as far as you may see it.
    async fn ring(&self, ctx: &Context<'_>) -> Option<Result<RingObject>> {
        nullable(async {
            let Some(ring) = ctx.load(RingOfRequest(self.id)).await? else { return Ok(None) };
            Ok(ctx.load(RingBy(ring)).await?.map(RingObject::from))
        })
        .await
    }

    /// The schools that back it together, or are asked to; the latest joint commission of it that concerns you.
    async fn commission(&self, ctx: &Context<'_>) -> Option<Result<CommissionObject>> {
        nullable(async { Ok(ctx.load(CommissionOf(self.id)).await?.map(CommissionObject::from)) }).await
    }

    /// The visit that a broker asked for before help is looked for, as far as you may see it.
    async fn audit_visit(&self, ctx: &Context<'_>) -> Option<Result<AuditVisitObject>> {
        nullable(async { Ok(ctx.load(AuditVisitOf(self.id)).await?.map(AuditVisitObject::from)) }).await
    }

    /// Why the plan of the round in which it waits gives it nobody: it was outbid, and by how much, or nobody was in reach. Nothing
    /// if it has somebody, or waits in no round that has a plan. Only the school that asks and its brokers see it.
    async fn why_unplaced(&self, ctx: &Context<'_>) -> Option<Result<PlanUnplaced>> {
        nullable(async {
            let Some(request) = ctx.load(RequestBy(self.id)).await? else { return Ok(None) };
            why_unplaced(ctx, &request.try_into().map_err(failed)?).await
        })
        .await
    }

    /// How it was handed on between alliances, as far as that concerns you, oldest first.
    async fn referrals(&self, ctx: &Context<'_>) -> Result<Vec<ReferralObject>> {
        let referrals = ctx.load(ReferralsOf(self.id)).await?.unwrap_or_default();
        Ok(referrals.into_iter().map(ReferralObject).collect())
    }
}
