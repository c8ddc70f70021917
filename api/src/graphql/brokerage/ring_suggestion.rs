//! Rings that could be proposed, in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::brokerage::matching::RingHelp;
use domain::exchange;

use super::matching::MatchPart;
use crate::app::brokerage::ring::Suggestions;
use crate::graphql::adapter::Gid;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::scalar::{HalfDays, Points};

/// Rings that could be proposed together: no school is in two of them.
#[derive(SimpleObject)]
pub struct RingSuggestions {
    /// The rings.
    pub rings: Vec<RingSuggestion>,
    /// What they are worth together: the points of all that is given, and a share of what would remain if a school refused.
    pub value: Points,
    /// What no rings of these requests can exceed.
    pub bound: Points,
    /// How much is missing to that: nothing where it is proven that no rings are worth more.
    pub gap: Points,
    /// How many requests were put together.
    pub requests: i32,
    /// Whether more of them wait, which are left for the next time.
    pub more: bool,
}

/// A ring that could be proposed.
#[derive(SimpleObject)]
pub struct RingSuggestion {
    /// The points of all that is given in it.
    pub points: Points,
    /// What each school would give to the next, in the order of the ring.
    pub legs: Vec<RingSuggestionLeg>,
}

/// What one school would give to the next.
pub struct RingSuggestionLeg(RingHelp);

/// What one school of a ring that could be proposed would give to the next.
#[Object]
impl RingSuggestionLeg {
    /// The school that would give.
    async fn gives(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The school that would get.
    async fn gets(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.host)
    }

    /// The request that would be met.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The offer that would meet it.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.0.offer)).await?.map(Offer::from)) }).await
    }

    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.0.offer)
    }

    /// How much support it would be.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.half_days)
    }

    /// How well the two suit each other: the sum of the parts.
    async fn points(&self) -> Points {
        Points(self.0.points())
    }

    /// Why they suit each other, one part for each factor.
    async fn parts(&self) -> Vec<MatchPart> {
        self.0.parts.iter().map(MatchPart::from).collect()
    }
}

impl From<Suggestions> for RingSuggestions {
    fn from(it: Suggestions) -> Self {
        let found = it.found;
        let ring = |helps: Vec<RingHelp>| RingSuggestion {
            points: Points(helps.iter().map(RingHelp::points).sum()),
            legs: helps.into_iter().map(RingSuggestionLeg).collect(),
        };
        Self {
            rings: found.rings.into_iter().map(ring).collect(),
            value: Points(found.worth),
            bound: Points(found.bound),
            gap: Points(found.bound - found.worth),
            requests: it.requests,
            more: it.more,
        }
    }
}
