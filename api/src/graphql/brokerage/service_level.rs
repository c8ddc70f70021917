//! Service levels in the contract: each time that an alliance did not keep one.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::access::Action;
use domain::brokerage::{EscalationStep, ServiceBreach, ServiceLevel};
use domain::{Id, directory};
use persistence::brokerage::service_breach;
use persistence::{Page, PageRequest};

use super::links::{DeploymentBy, ProposalBy, VisitBy};
use super::{DeploymentObject, ProposalObject, VisitObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Moment;

/// A page of an alliance's breaches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct BreachesOf(Id<directory::Alliance>, PageRequest);

impl Loader<BreachesOf> for Links {
    type Value = Page<ServiceBreach>;
    type Error = Error;

    async fn load(&self, keys: &[BreachesOf]) -> Result<HashMap<BreachesOf, Page<ServiceBreach>>, Error> {
        let mut found = HashMap::new();
        for (page, alliances) in by_page(keys.iter().map(|BreachesOf(alliance, page)| (page, *alliance))) {
            let pages = service_breach::pages(self.app.db(), &self.scope, alliances, page).await;
            let pages = pages.map_err(failed)?.into_iter();
            found.extend(pages.map(|(alliance, it)| (BreachesOf(alliance, page.clone()), it)));
        }
        Ok(found)
    }
}

/// A page of what an alliance did not do in time, newest first; nothing but for its own brokers.
pub async fn breaches_of(
    ctx: &Context<'_>,
    of: Id<directory::Alliance>,
    page: Wanted,
) -> Result<Option<Connection<ServiceBreachObject>>> {
    if !ctx.anybody().actor.can(Action::ReadServiceLevels { alliance: of }) {
        return Ok(None);
    }
    let page = page.of(service_breach::OF_ALLIANCE)?;
    let breaches = ctx.load(BreachesOf(of, page)).await?;
    Ok(Some(Connection::of(breaches.unwrap_or_else(Page::empty))))
}

/// That a service level was not kept, and to whom that was carried.
pub struct ServiceBreachObject(ServiceBreach);

impl From<ServiceBreach> for ServiceBreachObject {
    fn from(it: ServiceBreach) -> Self {
        Self(it)
    }
}

impl TypeName for ServiceBreachObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "ServiceBreach".into()
    }
}

/// That a service level was not kept, and to whom that was carried. It stays on the record; the alliance's own brokers read it.
#[Object(name = "ServiceBreach")]
impl ServiceBreachObject {
    /// The breach's id.
    async fn id(&self) -> Gid<ServiceBreach> {
        Gid(self.0.id)
    }

    /// The level that was not kept.
    async fn level(&self) -> Choice<ServiceLevel> {
        Choice(self.0.clock.level)
    }

    /// To whom it was carried: to the broker who holds it first, then further.
    async fn step(&self) -> Choice<EscalationStep> {
        Choice(self.0.step)
    }

    /// The alliance whose level it is.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.clock.alliance?).cloned().map(Alliance)
    }

    /// The request of which it is part, as far as you may see it.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.clock.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The proposal that was not answered, as far as you may see it.
    async fn proposal(&self, ctx: &Context<'_>) -> Option<Result<ProposalObject>> {
        nullable(async {
            let Some(id) = self.0.clock.proposal else { return Ok(None) };
            Ok(ctx.load(ProposalBy(id)).await?.map(ProposalObject::from))
        })
        .await
    }

    /// The deployment whose people had not met, or of which a visit was not written down, as far as you may see it.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            let Some(id) = self.0.clock.deployment else { return Ok(None) };
            Ok(ctx.load(DeploymentBy(id)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// The visit that was written down too late, as far as you may see it.
    async fn visit(&self, ctx: &Context<'_>) -> Option<Result<VisitObject>> {
        nullable(async {
            let Some(id) = self.0.clock.visit else { return Ok(None) };
            Ok(ctx.load(VisitBy(id)).await?.map(VisitObject::from))
        })
        .await
    }

    /// When the clock began.
    async fn started_at(&self) -> Moment {
        Moment(self.0.clock.started_at)
    }

    /// When it ran out.
    async fn due_at(&self) -> Moment {
        Moment(self.0.clock.due_at)
    }

    /// When that was noted, and carried on.
    async fn noted_at(&self) -> Moment {
        Moment(self.0.noted_at)
    }
}
