//! A ranking in the contract: a shortlist with its reasons, and the count of everybody who was looked at.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::brokerage::MatchStage;
use domain::brokerage::matching::{MarketFreshness, MatchRule, Most, Ranking, Reach as How};
use domain::exchange::SupportRequest;

use super::candidate::{MatchCandidate, MatchExcluded};
use crate::app::brokerage::matching::{self, Edition, View};
use crate::graphql::Code;
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::page::{bad, refused};
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Moment;

/// The longest shortlist: priorities, not a free-for-all (DOMAIN A12).
pub(super) const MOST: i32 = 100;

/// How candidates are looked for.
#[derive(Default, InputObject)]
pub struct CandidatesInput {
    /// How far to look. Left out, all of England: nobody is left out for distance.
    pub stage: Option<Choice<MatchStage>>,
    /// The seed of the draw among equal scores, from 0. Left out, the request's own, so that asking twice gives the
    /// same list.
    pub seed: Option<i32>,
}

/// How many one stage added.
#[derive(SimpleObject)]
pub struct MatchStageCount {
    /// The stage.
    pub stage: Choice<MatchStage>,
    /// How many more could meet the request.
    pub added: i32,
}

/// How many one rule excluded.
#[derive(SimpleObject)]
pub struct MatchRuleCount {
    /// The rule.
    pub rule: Choice<MatchRule>,
    /// How many offers it excluded, each counted once, by the first rule that it broke.
    pub offers: i32,
}

/// A ranking, as far as somebody is shown it.
pub struct MatchShortlist {
    pub(super) view: View,
    pub(super) ranking: Ranking,
    pub(super) policy_version: i32,
    pub(super) seed: i64,
    pub(super) edition: Edition,
}

/// A ranked shortlist of offers for one request, with the reasons. Distance, inspections and prices exclude nobody.
#[Object]
impl MatchShortlist {
    /// The version of the policy whose weights hold.
    async fn policy_version(&self) -> i32 {
        self.policy_version
    }

    /// The seed of the draw among equal scores. The same seed and the same data give the same list.
    async fn seed(&self) -> i64 {
        self.seed
    }

    /// The instant up to which everything on record is in it: when it was asked, unless the market was just being read anew.
    async fn as_of(&self) -> Moment {
        Moment(self.edition.as_of)
    }

    /// The version of the market from which it was made: the same wherever the same offers were known. Nothing for a run that was
    /// kept before versions were.
    async fn market_version(&self) -> Option<String> {
        self.edition.version.map(version)
    }

    /// How the market stood to the record.
    async fn freshness(&self) -> Choice<MarketFreshness> {
        Choice(self.edition.freshness)
    }

    /// How far it looked.
    async fn stage(&self) -> Choice<MatchStage> {
        Choice(self.ranking.stage)
    }

    /// How many each stage added, up to the one that was reached.
    async fn found(&self) -> Vec<MatchStageCount> {
        let count = |&(stage, added): &_| MatchStageCount { stage: Choice(stage), added };
        self.ranking.found.iter().map(count).collect()
    }

    /// The best, best first.
    async fn candidates(&self) -> Vec<MatchCandidate> {
        let place = |(rank, candidate)| MatchCandidate { rank, view: self.view, candidate };
        (1..).zip(self.ranking.candidates.iter().cloned()).map(place).collect()
    }

    /// How many offers each rule excluded, of those that share a main area of expertise with the request.
    async fn excluded_by(&self) -> Vec<MatchRuleCount> {
        let count = |&(rule, offers): &_| MatchRuleCount { rule: Choice(rule), offers };
        self.ranking.refused.iter().map(count).collect()
    }

    /// Offers that were excluded, nearest miss first.
    async fn excluded(&self) -> Vec<MatchExcluded> {
        self.ranking.excluded.iter().cloned().map(MatchExcluded).collect()
    }
}

/// Looks for candidates for a request at this moment; nothing if the caller may not see them. Nothing is stored.
pub async fn candidates(
    ctx: &Context<'_>,
    request: &SupportRequest,
    first: i32,
    excluded: i32,
    input: CandidatesInput,
) -> Result<Option<MatchShortlist>> {
    let Some(view) = View::of(ctx.anybody(), request) else { return Ok(None) };
    if !(1..=MOST).contains(&first) || !(0..=MOST).contains(&excluded) {
        let said = "A shortlist has 1 to 100 candidates, and tells up to 100 that are excluded.";
        return Err(refused(Code::ShortlistSizeOutOfRange, said));
    }
    let seed = input.seed.map(u32::try_from).transpose().map_err(|_| bad("A seed is a number from 0."))?;
    let reach = How::To(input.stage.map_or(MatchStage::National, |stage| stage.0));
    let most = Most { candidates: count(first), excluded: count(excluded) };
    let found = matching::candidates(ctx.app(), request, reach, seed, most).await.map_err(refusal)?;
    let (policy_version, seed) = (found.policy_version, i64::from(found.seed));
    Ok(Some(MatchShortlist { view, ranking: found.ranking, policy_version, seed, edition: found.edition }))
}

/// The version of a market as it is told.
pub(super) fn version(number: u64) -> String {
    format!("{number:016x}")
}

pub(super) fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}
