//! Service levels in the contract: how an alliance keeps them, and each time that it did not.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject, TypeName};
use chrono::NaiveTime;
use domain::access::Action;
use domain::brokerage::{EscalationStep, ServiceBreach, ServiceFigures, ServiceLevel, ServiceUnit};
use domain::time::Month;
use domain::{Id, Timestamp, directory};
use persistence::brokerage::{service_breach, service_level};
use persistence::{Page, PageRequest};

use super::links::{DeploymentBy, ProposalBy, VisitBy};
use super::{DeploymentObject, ProposalObject, VisitObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment};

/// How an alliance kept one service level over some months.
#[derive(SimpleObject)]
pub struct ServiceLevelFigures {
    /// The service level.
    pub level: Choice<ServiceLevel>,
    /// Within how many hours or days it is to be done if it begins now: the alliance's own time where that is shorter than the
    /// national one. Nothing for triage, whose time each request has for itself.
    pub within: Option<i32>,
    /// In what that is counted.
    pub unit: Choice<ServiceUnit>,
    /// Whether the alliance has set a shorter time than holds nationally.
    pub sooner: bool,
    /// How often something was due. Where it was fewer than five times, this and the rest are told to the alliance's own
    /// brokers alone.
    pub fell_due: Option<i64>,
    /// How often it was done in time.
    pub met: Option<i64>,
    /// How often it was not.
    pub breached: Option<i64>,
    /// How many hours it took where it was done at all: half of them took longer. Nothing where nothing was done.
    pub median_hours: Option<i64>,
}

impl ServiceLevelFigures {
    fn of(it: ServiceFigures, whole: bool, (within, national): (Option<i32>, Option<i32>)) -> Self {
        let told = whole || it.is_told_to_others();
        Self {
            level: Choice(it.level),
            within,
            unit: Choice(it.level.unit()),
            sooner: within < national,
            fell_due: told.then_some(it.fell_due),
            met: told.then_some(it.met),
            breached: told.then_some(it.breached),
            median_hours: it.median_hours.filter(|_| told),
        }
    }
}

/// How an alliance kept its service levels over some months, from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FiguresOf(Id<directory::Alliance>, Month, Month);

impl Loader<FiguresOf> for Links {
    type Value = Vec<ServiceFigures>;
    type Error = Error;

    async fn load(&self, keys: &[FiguresOf]) -> Result<HashMap<FiguresOf, Vec<ServiceFigures>>, Error> {
        let mut periods: HashMap<(Month, Month), Vec<Id<directory::Alliance>>> = HashMap::new();
        for FiguresOf(alliance, from, until) in keys {
            periods.entry((*from, *until)).or_default().push(*alliance);
        }
        let mut found = HashMap::new();
        for ((from, until), alliances) in periods {
            let period = (midnight(from.first()), midnight(until.next().first()));
            let figures = service_level::figures(self.app.db(), alliances, period, self.app.clock.now()).await;
            let figures = figures.map_err(failed)?.into_iter();
            found.extend(figures.map(|(alliance, it)| (FiguresOf(alliance, from, until), it)));
        }
        Ok(found)
    }
}

fn midnight(day: chrono::NaiveDate) -> Timestamp {
    Timestamp::new(day.and_time(NaiveTime::MIN).and_utc())
}

/// How an alliance kept its service levels from the month of one day until the month of another, both included; nothing for
/// those to whom its policy does not show it.
pub async fn levels_of(
    ctx: &Context<'_>,
    of: &directory::Alliance,
    (from, until): (Day, Day),
) -> Result<Option<Vec<ServiceLevelFigures>>> {
    let (app, actor) = (ctx.app(), &ctx.anybody().actor);
    let own = actor.can(Action::ReadServiceLevels { alliance: of.id });
    let directory = app.snapshot();
    let school = actor.acting().and_then(|acting| acting.school);
    let member = school.is_some_and(|school| directory.alliances.of_school(school).any(|it| it.id == of.id));
    let (now, standard) = (app.clock.now(), app.service_standard().await.map_err(failed)?);
    let policy = directory.alliances.policy(of, now.day());
    if !own && !policy.shows_figures(member) {
        return Ok(None);
    }
    let times = |level: ServiceLevel| match level.time() {
        Some(setting) => (standard.number(setting, now, Some(of.id)), standard.number(setting, now, None)),
        None => {
            let days = match level {
                ServiceLevel::Answer => Some(policy.terms.response_days),
                ServiceLevel::Guarantee => standard.guarantee_days(now),
                _ => None,
            };
            (days, days)
        }
    };
    let figures = ctx.load(FiguresOf(of.id, Month::of(from.0), Month::of(until.0))).await?.unwrap_or_default();
    Ok(Some(figures.into_iter().map(|it| ServiceLevelFigures::of(it, own, times(it.level))).collect()))
}

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
