//! Questions about matching.

use async_graphql::{Context, Object, Result};
use domain::{brokerage, exchange};
use persistence::brokerage::match_policy;

use super::MatchRun;
use super::policy::MatchPolicy;
use super::why_not::{MatchWhyNot, why_not};
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::RunBy;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::RequestBy;
use crate::graphql::loaders::failed;

/// Questions about matching.
#[derive(Default)]
pub struct MatchingQuery;

#[Object]
impl MatchingQuery {
    /// Every version of the matching policy, the newest first: what counts when offers are ranked, and how much.
    async fn match_policies(&self, ctx: &Context<'_>) -> Result<Vec<MatchPolicy>> {
        let versions = match_policy::all(ctx.app().db()).await.map_err(failed)?;
        Ok(versions.into_iter().map(MatchPolicy::from).collect())
    }

    /// Why a certain offer is not the first for a request: the rule that excludes it, or its place and what others have more.
    /// Only the school that asks and its brokers are told.
    async fn why_not(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request's id.")] request: Gid<exchange::SupportRequest>,
        #[graphql(desc = "The offer's id.")] offer: Gid<exchange::Offer>,
        #[graphql(desc = "How many the list has room for: 1 to 100.", default = 20)] first: i32,
    ) -> Option<Result<MatchWhyNot>> {
        nullable(async {
            let Some(request) = ctx.load(RequestBy(request.0)).await? else { return Ok(None) };
            let request = exchange::SupportRequest::try_from(request).map_err(failed)?;
            why_not(ctx, &request, offer.0, first).await
        })
        .await
    }

    /// A kept run of the matching.
    async fn match_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run's id.")] id: Gid<brokerage::MatchRun>,
    ) -> Option<Result<MatchRun>> {
        nullable(async { Ok(ctx.load(RunBy(id.0)).await?.map(MatchRun::from)) }).await
    }
}
