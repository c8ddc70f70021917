//! Why nobody can meet a request, in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::brokerage::matching::{MarketFreshness, MatchRule, ReliefKind, Relieved};
use domain::exchange::SupportRequest;

use super::part::{MatchFact, facts};
use super::shortlist::{MatchRuleCount, version};
use crate::app::brokerage::matching::{self, Nobody, View};
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Moment;

/// A change by which somebody could meet the request. It was tried on the whole market; less of it finds nobody.
#[derive(SimpleObject)]
pub struct MatchRelief {
    /// What is changed.
    pub change: Choice<ReliefKind>,
    /// How many offers could meet the request then.
    pub candidates: i32,
    /// The change as a sentence.
    pub sentence: String,
    /// The facts of the sentence.
    pub facts: Vec<MatchFact>,
}

impl From<&Relieved> for MatchRelief {
    fn from(it: &Relieved) -> Self {
        Self {
            change: Choice(it.relief.kind()),
            candidates: it.candidates,
            sentence: it.sentence(),
            facts: facts(it.relief.facts()),
        }
    }
}

/// Why nobody can meet a request.
pub struct MatchUnmet(Nobody);

/// Why nobody can meet the request at this moment, and what would help.
#[Object]
impl MatchUnmet {
    /// Why, as a sentence, with the rule that removes most.
    async fn sentence(&self) -> String {
        self.0.unmet.sentence()
    }

    /// The rule that removes most; nothing if nobody offers anything in a main area that is asked for.
    async fn rule(&self) -> Option<Choice<MatchRule>> {
        self.0.unmet.refused.first().map(|(rule, _)| Choice(*rule))
    }

    /// How many offers each rule excludes, those that exclude most first.
    async fn excluded_by(&self) -> Vec<MatchRuleCount> {
        self.0.unmet.refused.iter().map(|&(rule, offers)| MatchRuleCount { rule: Choice(rule), offers }).collect()
    }

    /// The least change of each kind that would help by itself. None, if no single change would.
    async fn changes(&self) -> Vec<MatchRelief> {
        self.0.unmet.reliefs.iter().map(MatchRelief::from).collect()
    }

    /// The instant up to which everything on record is in it.
    async fn as_of(&self) -> Moment {
        Moment(self.0.edition.as_of)
    }

    /// The version of the market from which it was made.
    async fn market_version(&self) -> Option<String> {
        self.0.edition.version.map(version)
    }

    /// How the market stood to the record.
    async fn freshness(&self) -> Choice<MarketFreshness> {
        Choice(self.0.edition.freshness)
    }
}

/// Says why nobody can meet a request; nothing if somebody can, or the reader may not see its candidates.
pub async fn why_unmet(ctx: &Context<'_>, request: &SupportRequest) -> Result<Option<MatchUnmet>> {
    if View::of(ctx.anybody(), request).is_none() {
        return Ok(None);
    }
    Ok(matching::why_unmet(ctx.app(), request).await.map_err(refusal)?.map(MatchUnmet))
}
