//! Rings of schools in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::Id;
use domain::brokerage::{DeclineReason, Deployment, ExchangeRing, RingEnd, RingLeg, RingStatus};
use domain::exchange::SupportRequest;
use persistence::brokerage::{ring, ring_leg};

use super::ring_leg::RingLegObject;
use super::ring_suggestion::RingSuggestions;
use crate::app::brokerage::ring::{mended, suggest};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
use crate::graphql::loaders::{Links, by_id, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Moment;

by_id! {
    /// The ring of schools with this id.
    RingBy(ExchangeRing) is ExchangeRing, read by ring::of_ids, known by |it| it.id;
}

/// The legs of a ring, as far as the reader may see them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct LegsOf(Id<ExchangeRing>);

impl Loader<LegsOf> for Links {
    type Value = Vec<RingLeg>;
    type Error = Error;

    async fn load(&self, keys: &[LegsOf]) -> Result<HashMap<LegsOf, Vec<RingLeg>>, Error> {
        let rings = keys.iter().map(|key| key.0).collect();
        let found = ring_leg::of_rings(self.app.db(), &self.scope, rings).await.map_err(failed)?;
        Ok(found.into_iter().map(|(ring, legs)| (LegsOf(ring), legs)).collect())
    }
}

/// The ring from which a deployment came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RingOfDeployment(pub Id<Deployment>);

impl Loader<RingOfDeployment> for Links {
    type Value = Id<ExchangeRing>;
    type Error = Error;

    async fn load(&self, keys: &[RingOfDeployment]) -> Result<HashMap<RingOfDeployment, Id<ExchangeRing>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let found = ring::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|(of, ring)| (RingOfDeployment(of), ring)).collect())
    }
}

/// The last ring in which a request took part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RingOfRequest(pub Id<SupportRequest>);

impl Loader<RingOfRequest> for Links {
    type Value = Id<ExchangeRing>;
    type Error = Error;

    async fn load(&self, keys: &[RingOfRequest]) -> Result<HashMap<RingOfRequest, Id<ExchangeRing>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let found = ring::of_requests(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|(of, ring)| (RingOfRequest(of), ring)).collect())
    }
}

/// A ring of schools.
pub struct RingObject(ExchangeRing);

impl From<ExchangeRing> for RingObject {
    fn from(it: ExchangeRing) -> Self {
        Self(it)
    }
}

impl TypeName for RingObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "ExchangeRing".into()
    }
}

/// A ring of two to four schools, each of which gives support to the next and gets some from the one before. It is proposed to all of
/// them at once, and comes about only if every one consents; until then the time is held. A school sees what it would give and what
/// it would get, and how many have consented, but not which.
#[Object(name = "ExchangeRing")]
impl RingObject {
    /// The ring's id.
    async fn id(&self) -> Gid<ExchangeRing> {
        Gid(self.0.id)
    }

    /// The alliance whose broker proposed it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<RingStatus> {
        Choice(self.0.status)
    }

    /// How many schools take part.
    async fn schools(&self) -> i32 {
        self.0.schools
    }

    /// How many of them have consented.
    async fn consents(&self) -> i32 {
        self.0.consents
    }

    /// What each school gives to the next, in the order of the ring: the broker sees all of it, a school what it gives and what it gets.
    async fn legs(&self, ctx: &Context<'_>) -> Option<Result<Vec<RingLegObject>>> {
        nullable(async {
            let legs = ctx.load(LegsOf(self.0.id)).await?.unwrap_or_default();
            Ok(Some(
                legs.into_iter()
                    .map(|leg| RingLegObject { leg, alliance: self.0.alliance, status: self.0.status })
                    .collect(),
            ))
        })
        .await
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> Moment {
        Moment(self.0.proposed_at)
    }

    /// Until when it may be answered.
    async fn respond_by(&self) -> Moment {
        Moment(self.0.respond_by)
    }

    /// When it was agreed, or came to nothing.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it came to nothing: by whose side, and not by which school.
    async fn end(&self) -> Option<Choice<RingEnd>> {
        self.0.end.map(Choice)
    }

    /// Why its broker took it back.
    async fn reason(&self) -> Option<Choice<DeclineReason>> {
        self.0.reason.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about rings of schools.
#[derive(Default)]
pub struct RingQuery;

#[Object]
impl RingQuery {
    /// The rings of schools that you may see, newest first: a broker those of the own alliance, a school those in which it is asked.
    async fn exchange_rings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<RingStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<RingObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(ring::LIST)?;
            let status = status.map(|it| it.0);
            let page = ring::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// A ring of schools by its id; nothing if there is none that you may see.
    async fn exchange_ring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ring's id.")] id: Gid<ExchangeRing>,
    ) -> Option<Result<RingObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(RingBy(id.0)).await?.map(RingObject::from))
        })
        .await
    }

    /// The rings that you could propose as a broker: the best ones among the requests of your alliance that wait, of schools that offer
    /// something themselves, with what none can exceed. Nothing of it is kept, and nobody is told.
    async fn ring_suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 3, desc = "The most schools of a ring: 2 to 4.")] schools: i32,
    ) -> Option<Result<RingSuggestions>> {
        nullable(async {
            let found = suggest(ctx.app(), ctx.caller()?, schools).await.map_err(refusal)?;
            Ok(Some(found.into()))
        })
        .await
    }

    /// What is left of a ring that came to nothing: the rings among the rest of its schools, without those that said no or did not
    /// answer, for its brokers to propose.
    async fn ring_mending(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ring's id.")] id: Gid<ExchangeRing>,
    ) -> Option<Result<RingSuggestions>> {
        nullable(async {
            let found = mended(ctx.app(), ctx.caller()?, id.0).await.map_err(refusal)?;
            Ok(Some(found.into()))
        })
        .await
    }
}
