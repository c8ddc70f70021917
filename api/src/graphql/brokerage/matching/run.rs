//! Kept runs in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject};
use domain::brokerage::matching::MarketFreshness;
use domain::brokerage::{self, MatchStage};
use domain::exchange;
use domain::{Id, Rule};
use persistence::brokerage::match_run::{self, StoredRun};
use persistence::{Page, PageRequest};

use super::shortlist::MatchShortlist;
use crate::app::brokerage::matching::{self, Edition, Replay, View};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Moment;

/// What a replay of a run found.
#[derive(SimpleObject)]
pub struct MatchReplay {
    /// Whether what went into the run is unchanged since, by its hash.
    pub input_intact: bool,
    /// Whether running it again gave the same list, to the byte.
    pub same: bool,
    /// The SHA-256 of the list as it is stored, in hexadecimal digits.
    pub stored_hash: String,
    /// The SHA-256 of the list as it came out again, in hexadecimal digits.
    pub replayed_hash: String,
}

/// A kept run of the matching.
pub struct MatchRun(StoredRun);

impl From<StoredRun> for MatchRun {
    fn from(run: StoredRun) -> Self {
        Self(run)
    }
}

impl From<(exchange::SupportRequest, StoredRun)> for MatchRun {
    fn from((_, run): (exchange::SupportRequest, StoredRun)) -> Self {
        Self(run)
    }
}

impl async_graphql::TypeName for MatchRun {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "MatchRun".into()
    }
}

/// A kept run of the matching for one request: what was found, from what, and how far the search had to go. It can be
/// run again from what went into it.
#[Object]
impl MatchRun {
    /// The run's id.
    async fn id(&self) -> Gid<brokerage::MatchRun> {
        Gid(self.0.id)
    }

    /// The request.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// How far it looked: own group, neighbours, region, nation.
    async fn stage(&self) -> Choice<MatchStage> {
        Choice(self.0.stage)
    }

    /// The version of the policy under which it was made.
    async fn policy_version(&self) -> i32 {
        self.0.policy_version
    }

    /// The seed of the draw among equal scores.
    async fn seed(&self) -> i64 {
        self.0.seed
    }

    /// The SHA-256 of all that went into it, in hexadecimal digits.
    async fn input_hash(&self) -> String {
        hex(&self.0.input_hash)
    }

    /// When it was run.
    async fn ran_at(&self) -> Moment {
        Moment(self.0.ran_at)
    }

    /// What it found, as it was found then.
    async fn shortlist(&self, ctx: &Context<'_>) -> Option<Result<MatchShortlist>> {
        nullable(async {
            let Some(request) = ctx.load(RequestBy(self.0.request)).await? else { return Ok(None) };
            let request = exchange::SupportRequest::try_from(request).map_err(failed)?;
            let Some(view) = View::of(ctx.anybody(), &request) else { return Ok(None) };
            let ranking = matching::ranking(&self.0).map_err(refusal)?;
            let (policy_version, seed) = (self.0.policy_version, self.0.seed);
            let (as_of, version) = (self.0.ran_at, self.0.market_version);
            let edition = Edition { as_of, version, freshness: MarketFreshness::Current };
            Ok(Some(MatchShortlist { view, ranking, policy_version, seed, edition }))
        })
        .await
    }

    /// Runs it again from all that went into it, and compares the two lists.
    async fn replay(&self, ctx: &Context<'_>) -> Result<MatchReplay> {
        ctx.caller()?;
        let replay = ctx.load(ReplayOf(self.0.id)).await?.ok_or_else(|| refusal(Rule::NotFound.into()))?;
        Ok(MatchReplay {
            input_intact: replay.input_intact,
            same: replay.same,
            stored_hash: hex(&replay.stored_hash),
            replayed_hash: hex(&replay.replayed_hash),
        })
    }
}

/// The kept runs for a request that the caller may see, newest first.
pub async fn match_runs(
    ctx: &Context<'_>,
    request: Id<exchange::SupportRequest>,
    wanted: Wanted,
) -> Result<Connection<MatchRun>> {
    let page = wanted.of(match_run::LIST)?;
    Ok(Connection::of(ctx.load(RunsOf(request, page)).await?.unwrap_or_else(Page::empty)))
}

/// A page of the kept runs for a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunsOf(pub Id<exchange::SupportRequest>, pub PageRequest);

impl Loader<RunsOf> for Links {
    type Value = Page<StoredRun>;
    type Error = Error;

    async fn load(&self, keys: &[RunsOf]) -> Result<HashMap<RunsOf, Page<StoredRun>>, Error> {
        let mut found = HashMap::new();
        for (page, requests) in by_page(keys.iter().map(|RunsOf(request, page)| (page, *request))) {
            let runs = match_run::pages_of_requests(self.app.db(), &self.scope, requests, page).await;
            let runs = runs.map_err(failed)?.into_iter();
            found.extend(runs.map(|(request, runs)| (RunsOf(request, page.clone()), runs)));
        }
        Ok(found)
    }
}

/// The replay of a kept run: once for all places of a level that ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReplayOf(pub Id<brokerage::MatchRun>);

impl Loader<ReplayOf> for Links {
    type Value = Replay;
    type Error = Error;

    async fn load(&self, keys: &[ReplayOf]) -> Result<HashMap<ReplayOf, Replay>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let replays = matching::replay(&self.app, &self.scope, ids).await.map_err(refusal)?;
        Ok(replays.into_iter().map(|(run, replay)| (ReplayOf(run), replay)).collect())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
