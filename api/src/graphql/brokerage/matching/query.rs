//! Questions about matching.

use async_graphql::{Context, Object, Result};
use domain::brokerage;
use persistence::brokerage::match_policy;

use super::MatchRun;
use super::policy::MatchPolicy;
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::RunBy;
use crate::graphql::context::{Reach, nullable};
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

    /// A kept run of the matching.
    async fn match_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run's id.")] id: Gid<brokerage::MatchRun>,
    ) -> Option<Result<MatchRun>> {
        nullable(async { Ok(ctx.load(RunBy(id.0)).await?.map(MatchRun::from)) }).await
    }
}
