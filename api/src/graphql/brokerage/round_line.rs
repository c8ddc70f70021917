//! The requests in a brokerage round, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::brokerage::{Round, RoundLine, RoundLineStatus, RoundPlace, RoundUnplaced};
use domain::exchange::CapacityHolder;
use domain::{Id, Rule, exchange};
use persistence::brokerage::round_line;
use persistence::{Page, PageRequest};

use super::ProposalObject;
use super::links::ProposalBy;
use super::matching::MatchPart;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::scalar::Points;

/// A page of the requests of a round.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LinesOf(pub Id<Round>, pub PageRequest);

impl Loader<LinesOf> for Links {
    type Value = Page<RoundLine>;
    type Error = Error;

    async fn load(&self, keys: &[LinesOf]) -> Result<HashMap<LinesOf, Page<RoundLine>>, Error> {
        let mut found = HashMap::new();
        for (page, rounds) in by_page(keys.iter().map(|LinesOf(round, page)| (page, *round))) {
            let pages = round_line::pages_of_rounds(self.app.db(), &self.scope, rounds, page).await;
            let pages = pages.map_err(failed)?.into_iter();
            found.extend(pages.map(|(round, it)| (LinesOf(round, page.clone()), it)));
        }
        Ok(found)
    }
}

/// A request in a round.
pub struct RoundLineObject(RoundLine);

impl From<RoundLine> for RoundLineObject {
    fn from(it: RoundLine) -> Self {
        Self(it)
    }
}

impl TypeName for RoundLineObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "RoundLine".into()
    }
}

/// A request in a round, with what the plan gives it. Those who broker the request read it.
#[Object(name = "RoundLine")]
impl RoundLineObject {
    /// The request.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// Where it stands in the round.
    async fn status(&self) -> Choice<RoundLineStatus> {
        Choice(self.0.status)
    }

    /// What the plan gives it.
    async fn place(&self) -> Option<RoundPlaceObject> {
        self.0.place.clone().map(RoundPlaceObject)
    }

    /// How often it was proposed in this round, or a rule kept it from that: five times at most.
    async fn tries(&self) -> i32 {
        self.0.tries
    }

    /// Which rule kept it from being proposed the last time that one did.
    async fn refused_by(&self) -> Option<Choice<Rule>> {
        self.0.refused_by.map(Choice)
    }

    /// Why nobody is looked for any more; nothing where the plan gave it nobody in the first place.
    async fn unplaced_for(&self) -> Option<Choice<RoundUnplaced>> {
        self.0.unplaced_for.map(Choice)
    }

    /// How it was proposed since, by the plan or otherwise.
    async fn proposal(&self, ctx: &Context<'_>) -> Option<Result<ProposalObject>> {
        nullable(async {
            let Some(id) = self.0.proposal else { return Ok(None) };
            Ok(ctx.load(ProposalBy(id)).await?.map(ProposalObject::from))
        })
        .await
    }
}

/// What a plan gives to a request.
pub struct RoundPlaceObject(RoundPlace);

/// What a plan gives to a request, and why.
#[Object(name = "RoundPlace")]
impl RoundPlaceObject {
    /// The offer: of those of whoever gives, the one that suits the request best.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.0.offer)).await?.map(Offer::from)) }).await
    }

    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.0.offer)
    }

    /// The school that would give.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The person who would come; nothing if the school decides that later.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            let CapacityHolder::Specialist(id) = self.0.holder else { return Ok(None) };
            Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from))
        })
        .await
    }

    /// How well the two suit each other: the sum of the parts.
    async fn points(&self) -> Points {
        Points(self.0.points())
    }

    /// Why they suit each other, one part for each factor of the pair.
    async fn parts(&self) -> Vec<MatchPart> {
        self.0.parts.iter().map(MatchPart::from).collect()
    }

    /// What meeting the request counts at all: how urgent it is, how cut off the school is, and what the school has given.
    async fn worth(&self) -> Points {
        Points(self.0.worth)
    }

    /// What the place would be worth to others in the round.
    async fn price(&self) -> Points {
        Points(self.0.price)
    }
}
