//! Why not a certain offer, in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::Id;
use domain::brokerage::matching::{
    Candidate, Difference, Factor, MarketFreshness, Placed, WhyNot, WhyNotAnswer, differences,
};
use domain::exchange::{self, SupportRequest};

use super::by_plan::{self, PlanWhyNot};
use super::candidate::MatchCandidate;
use super::part::{MatchExclusion, MatchPart};
use super::shortlist::{MOST, count, version};
use crate::app::brokerage::matching::{self, NotThis, View};
use crate::graphql::Code;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::{Offer, OfferBy};
use crate::graphql::page::refused;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Moment;

/// How one factor tells two offers apart.
#[derive(SimpleObject)]
pub struct MatchDifference {
    /// What the points are given for.
    pub factor: Choice<Factor>,
    /// How many points fewer the offer has than the other; below nought where it has more.
    pub less: i64,
    /// The part of the offer that you asked about.
    pub it: MatchPart,
    /// The part of the other.
    pub than: MatchPart,
}

impl From<&Difference> for MatchDifference {
    fn from(difference: &Difference) -> Self {
        Self {
            factor: Choice(difference.it.reason.factor()),
            less: difference.less(),
            it: MatchPart::from(&difference.it),
            than: MatchPart::from(&difference.than),
        }
    }
}

/// Why an offer is not the first for a request, as far as somebody is told.
pub struct MatchWhyNot {
    request: Id<SupportRequest>,
    view: View,
    offer: Id<exchange::Offer>,
    answer: NotThis,
}

impl MatchWhyNot {
    fn placed(&self) -> Option<&Placed> {
        match &self.answer.why {
            WhyNot::Placed(placed) => Some(placed),
            WhyNot::Excluded(_) => None,
        }
    }

    /// With whom it is compared, and that one's place.
    fn compared(&self) -> Option<(i32, &Candidate)> {
        let placed = self.placed()?;
        let rank = if placed.place > placed.room { placed.room } else { 1 };
        Some((rank, placed.than.as_ref()?))
    }

    /// By the parts that the reader is shown.
    fn apart(&self) -> Vec<Difference> {
        let both = self.placed().zip(self.compared());
        let apart = |(placed, (_, than)): (&Placed, (i32, &Candidate))| {
            differences(&self.view.parts(&placed.it), &self.view.parts(than))
        };
        both.map(apart).unwrap_or_default()
    }
}

/// Why an offer is not the first on a request's list: a rule that excludes it, or its place and what others have more.
#[Object]
impl MatchWhyNot {
    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.offer)
    }

    /// The offer.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.offer)).await?.map(Offer::from)) }).await
    }

    /// The answer in one word.
    async fn answer(&self) -> Choice<WhyNotAnswer> {
        Choice(self.answer.why.answer())
    }

    /// The answer as a sentence.
    async fn sentence(&self) -> String {
        self.answer.why.sentence(&self.apart())
    }

    /// The rules that exclude it, the one that counts first; none if it could meet the request.
    async fn rules(&self) -> Vec<MatchExclusion> {
        match &self.answer.why {
            WhyNot::Excluded(rules) => rules.iter().map(MatchExclusion::from).collect(),
            WhyNot::Placed(_) => Vec::new(),
        }
    }

    /// How many offers could meet the request; nothing if this one could not.
    async fn of(&self) -> Option<i32> {
        self.placed().map(|placed| placed.of)
    }

    /// The offer in its place among all that could; nothing if it could not.
    async fn it(&self) -> Option<MatchCandidate> {
        let placed = self.placed()?;
        Some(MatchCandidate { rank: placed.place, view: self.view, candidate: placed.it.clone() })
    }

    /// With whom it is compared: the last of the list if it comes below, else the first; nobody if it is the first.
    async fn than(&self) -> Option<MatchCandidate> {
        let (rank, than) = self.compared()?;
        Some(MatchCandidate { rank, view: self.view, candidate: than.clone() })
    }

    /// How many points fewer it has than that one, by the parts that are shown. What others have to do besides counts in the order
    /// only.
    async fn less(&self) -> Option<i64> {
        let apart = self.apart();
        self.compared().map(|_| apart.iter().map(Difference::less).sum())
    }

    /// By which factors the two differ, the one that costs most first.
    async fn differences(&self) -> Vec<MatchDifference> {
        self.apart().iter().map(MatchDifference::from).collect()
    }

    /// What the plan of the round says in which the request waits: what the place is worth to others, and exactly what it would cost
    /// to have this offer all the same. Nothing if it waits in no round that has a plan.
    async fn plan(&self, ctx: &Context<'_>) -> Option<Result<PlanWhyNot>> {
        nullable(by_plan::why_not(ctx, self.request, self.offer)).await
    }

    /// The version of the policy whose weights hold.
    async fn policy_version(&self) -> i32 {
        self.answer.policy_version
    }

    /// The instant up to which everything on record is in it.
    async fn as_of(&self) -> Moment {
        Moment(self.answer.edition.as_of)
    }

    /// The version of the market from which it was made.
    async fn market_version(&self) -> Option<String> {
        self.answer.edition.version.map(version)
    }

    /// How the market stood to the record.
    async fn freshness(&self) -> Choice<MarketFreshness> {
        Choice(self.answer.edition.freshness)
    }
}

/// Says why an offer is not the first for a request; nothing if the reader may not see its candidates, or the offer is not in the
/// market.
pub async fn why_not(
    ctx: &Context<'_>,
    request: &SupportRequest,
    offer: Id<exchange::Offer>,
    first: i32,
) -> Result<Option<MatchWhyNot>> {
    let Some(view) = View::of(ctx.anybody(), request) else { return Ok(None) };
    if !(1..=MOST).contains(&first) {
        return Err(refused(Code::ShortlistSizeOutOfRange, "A shortlist has 1 to 100 candidates."));
    }
    let answer = matching::why_not(ctx.app(), request, offer, count(first)).await.map_err(refusal)?;
    Ok(answer.map(|answer| MatchWhyNot { request: request.id, view, offer, answer }))
}
