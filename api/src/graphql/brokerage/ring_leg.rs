//! What a school of a ring gives to the next, in the contract.

use async_graphql::{Context, Object, Result};
use domain::brokerage::{DeclineReason, RingAnswer, RingLeg, RingStatus};
use domain::{Id, directory, exchange};

use super::ProposalObject;
use super::links::ProposalBy;
use super::matching::MatchPart;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::scalar::{HalfDays, Points};

/// A leg of a ring.
pub struct RingLegObject {
    pub(super) leg: RingLeg,
    pub(super) alliance: Id<directory::Alliance>,
    pub(super) status: RingStatus,
}

impl RingLegObject {
    /// Whether who asks brokers for the ring.
    fn brokers(&self, ctx: &Context<'_>) -> bool {
        ctx.scope().sees(&[self.alliance.uuid()])
    }

    /// Whether who asks is told what the school that gives has answered.
    fn answers_to(&self, ctx: &Context<'_>) -> bool {
        ctx.scope().sees(&[self.alliance.uuid(), self.leg.home.uuid()])
    }
}

/// What one school of a ring gives to the next.
#[Object(name = "ExchangeRingLeg")]
impl RingLegObject {
    /// The school that gives.
    async fn gives(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.leg.home)
    }

    /// The school that gets; nothing as long as it wishes to stay unnamed.
    async fn gets(&self, ctx: &Context<'_>) -> Option<School> {
        let own = ctx.scope().sees(&[self.alliance.uuid(), self.leg.host.uuid()]);
        let named = !self.leg.anonymous || self.status == RingStatus::Agreed || own;
        named.then(|| School::find(&ctx.app().snapshot(), self.leg.host)).flatten()
    }

    /// The request that it meets.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.leg.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The offer that meets it.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.leg.offer)).await?.map(Offer::from)) }).await
    }

    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.leg.offer)
    }

    /// The person who would come; nothing if the school decides that later.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            let Some(id) = self.leg.specialist else { return Ok(None) };
            Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from))
        })
        .await
    }

    /// How much support it is.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.leg.half_days)
    }

    /// How well the two suited each other when the ring was proposed: the sum of the parts. For the brokers.
    async fn points(&self, ctx: &Context<'_>) -> Option<Points> {
        self.brokers(ctx).then(|| Points(self.leg.points()))
    }

    /// Why they suited each other, one part for each factor. For the brokers.
    async fn parts(&self, ctx: &Context<'_>) -> Option<Vec<MatchPart>> {
        self.brokers(ctx).then(|| self.leg.parts.iter().map(MatchPart::from).collect())
    }

    /// What the school that gives has answered, for what it gives and what it gets. For that school and the brokers.
    async fn answer(&self, ctx: &Context<'_>) -> Option<Choice<RingAnswer>> {
        self.leg.answer.filter(|_| self.answers_to(ctx)).map(Choice)
    }

    /// Why it declined. For that school and the brokers.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Choice<DeclineReason>> {
        self.leg.reason.filter(|_| self.answers_to(ctx)).map(Choice)
    }

    /// The proposal that came of it when all schools had consented.
    async fn proposal(&self, ctx: &Context<'_>) -> Option<Result<ProposalObject>> {
        nullable(async {
            let Some(id) = self.leg.proposal else { return Ok(None) };
            Ok(ctx.load(ProposalBy(id)).await?.map(ProposalObject::from))
        })
        .await
    }
}
