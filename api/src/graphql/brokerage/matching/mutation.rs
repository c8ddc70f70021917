//! What can be done about matching.

use async_graphql::{Context, InputObject, Object, Result};
use domain::Rule;
use domain::exchange::SupportRequest;
use persistence::brokerage::match_run::StoredRun;

use super::MatchRun;
use crate::app::brokerage::matching::{self, Wanted};
use crate::app::{Outcome, Refusal};
use crate::graphql::adapter::Gid;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// The answer to a run of the matching.
    pub MatchRunPayload {
        /// The run as it is kept.
        run: MatchRun
    } from (SupportRequest, StoredRun);
}

/// Which request is to be matched.
#[derive(InputObject)]
pub struct RunMatchInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The version of the request that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// The seed of the draw among equal scores, from 0. Left out, one is drawn that nobody chose.
    pub seed: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about matching.
#[derive(Default)]
pub struct MatchingMutation;

#[Object]
impl MatchingMutation {
    /// Looks for candidates and keeps what was found. The first time it widens by itself, from the school's own group
    /// to its neighbours, its region and the nation, until there are enough; later it looks as far as before.
    async fn run_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and by which seed equals are drawn.")] input: RunMatchInput,
    ) -> Result<MatchRunPayload> {
        MatchRunPayload::of(run(ctx, input, Wanted::Again).await?)
    }

    /// Looks one stage farther than before and keeps what was found. A request can be unmet only after the nation was
    /// searched.
    async fn widen_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and by which seed equals are drawn.")] input: RunMatchInput,
    ) -> Result<MatchRunPayload> {
        MatchRunPayload::of(run(ctx, input, Wanted::Wider).await?)
    }
}

async fn run(ctx: &Context<'_>, input: RunMatchInput, wanted: Wanted) -> Result<Outcome<(SupportRequest, StoredRun)>> {
    let caller = ctx.caller()?;
    let Ok(seed) = input.seed.map(u32::try_from).transpose() else {
        return Ok(Err(Refusal::from(Rule::NumberOutOfRange.at("seed"))));
    };
    Ok(matching::run(ctx.app(), caller, input.request.0, wanted, input.expected_version, seed).await)
}
