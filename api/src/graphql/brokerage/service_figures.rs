//! How an alliance keeps its service levels, in numbers: for all that it brokers, and for each of its work-streams.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Result, SimpleObject};
use chrono::NaiveTime;
use domain::access::Action;
use domain::brokerage::{ServiceFigures, ServiceLevel, ServiceStandard, ServiceUnit};
use domain::directory::AlliancePolicy;
use domain::time::Month;
use domain::{Id, Timestamp, directory};
use persistence::brokerage::service_level::{self, OfWorkstream};

use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Day;

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

/// How an alliance kept its service levels in one of its work-streams.
#[derive(SimpleObject)]
pub struct WorkstreamLevels {
    /// The work-stream, as the alliance's policy names it, or named it then; nothing for requests that belong to none.
    pub workstream: Option<String>,
    /// How each level was kept in it. Numbers are told to others than the alliance's own brokers only where no part of the
    /// level was due fewer than five times.
    pub levels: Vec<ServiceLevelFigures>,
}

impl ServiceLevelFigures {
    fn of(it: ServiceFigures, told: bool, (within, national): (Option<i32>, Option<i32>)) -> Self {
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
            let (db, now) = (self.app.db(), self.app.clock.now());
            let figures = service_level::figures(db, alliances, period(from, until), now).await;
            let figures = figures.map_err(failed)?.into_iter();
            found.extend(figures.map(|(alliance, it)| (FiguresOf(alliance, from, until), it)));
        }
        Ok(found)
    }
}

/// The same, by work-stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct WorkstreamsOf(Id<directory::Alliance>, Month, Month);

impl Loader<WorkstreamsOf> for Links {
    type Value = Vec<OfWorkstream>;
    type Error = Error;

    async fn load(&self, keys: &[WorkstreamsOf]) -> Result<HashMap<WorkstreamsOf, Vec<OfWorkstream>>, Error> {
        let mut periods: HashMap<(Month, Month), Vec<Id<directory::Alliance>>> = HashMap::new();
        for WorkstreamsOf(alliance, from, until) in keys {
            periods.entry((*from, *until)).or_default().push(*alliance);
        }
        let mut found = HashMap::new();
        for ((from, until), alliances) in periods {
            let (db, now) = (self.app.db(), self.app.clock.now());
            let parts = service_level::figures_by_workstream(db, alliances, period(from, until), now).await;
            let parts = parts.map_err(failed)?.into_iter();
            found.extend(parts.map(|(alliance, it)| (WorkstreamsOf(alliance, from, until), it)));
        }
        Ok(found)
    }
}

/// Whole months, the first and the last included.
fn period(from: Month, until: Month) -> (Timestamp, Timestamp) {
    (midnight(from.first()), midnight(until.next().first()))
}

fn midnight(day: chrono::NaiveDate) -> Timestamp {
    Timestamp::new(day.and_time(NaiveTime::MIN).and_utc())
}

/// What whoever asks is shown of an alliance's figures, and the times of its levels.
struct Shown {
    own: bool,
    standard: ServiceStandard,
    policy: AlliancePolicy,
    now: Timestamp,
}

impl Shown {
    /// Nothing for those to whom the alliance's policy does not show them.
    async fn to(ctx: &Context<'_>, of: &directory::Alliance) -> Result<Option<Self>> {
        let (app, actor) = (ctx.app(), &ctx.anybody().actor);
        let own = actor.can(Action::ReadServiceLevels { alliance: of.id });
        let directory = app.snapshot();
        let school = actor.acting().and_then(|acting| acting.school);
        let member = school.is_some_and(|school| directory.alliances.of_school(school).any(|it| it.id == of.id));
        let (now, standard) = (app.clock.now(), app.service_standard().await.map_err(failed)?);
        let policy = directory.alliances.policy(of, now.day());
        Ok((own || policy.shows_figures(member)).then_some(Self { own, standard, policy, now }))
    }

    /// Within what time a level is kept by the alliance, and nationally.
    fn times(&self, level: ServiceLevel) -> (Option<i32>, Option<i32>) {
        let (now, alliance) = (self.now, self.policy.alliance);
        match (level.time(), level) {
            (Some(setting), _) => {
                (self.standard.number(setting, now, Some(alliance)), self.standard.number(setting, now, None))
            }
            (None, ServiceLevel::Answer) => {
                (Some(self.policy.terms.response_days), Some(self.policy.terms.response_days))
            }
            (None, ServiceLevel::Guarantee) => (self.standard.guarantee_days(now), self.standard.guarantee_days(now)),
            (None, _) => (None, None),
        }
    }
}

/// How an alliance kept its service levels from the month of one day until the month of another, both included; nothing for
/// those to whom its policy does not show it.
pub async fn levels_of(
    ctx: &Context<'_>,
    of: &directory::Alliance,
    (from, until): (Day, Day),
) -> Result<Option<Vec<ServiceLevelFigures>>> {
    let Some(shown) = Shown::to(ctx, of).await? else { return Ok(None) };
    let figures = ctx.load(FiguresOf(of.id, Month::of(from.0), Month::of(until.0))).await?.unwrap_or_default();
    let told =
        |it: ServiceFigures| ServiceLevelFigures::of(it, shown.own || it.is_told_to_others(), shown.times(it.level));
    Ok(Some(figures.into_iter().map(told).collect()))
}

/// The same for each of its work-streams, those that its policy names first, and last for what belongs to none.
///
/// All parts of a level make up the whole that others are told, so they are told all of them or none.
pub async fn workstreams_of(
    ctx: &Context<'_>,
    of: &directory::Alliance,
    (from, until): (Day, Day),
) -> Result<Option<Vec<WorkstreamLevels>>> {
    let Some(shown) = Shown::to(ctx, of).await? else { return Ok(None) };
    let mut due = ctx.load(WorkstreamsOf(of.id, Month::of(from.0), Month::of(until.0))).await?.unwrap_or_default();
    let mut parts = Vec::new();
    for name in shown.policy.terms.workstreams.iter().map(|it| Some(it.as_str().to_owned())) {
        let at = due.iter().position(|(other, _)| *other == name);
        parts.push(at.map_or_else(|| (name, service_level::nothing_due()), |at| due.remove(at)));
    }
    parts.append(&mut due);
    if parts.last().is_none_or(|(name, _)| name.is_some()) {
        parts.push((None, service_level::nothing_due()));
    }
    let hidden: Vec<ServiceLevel> = parts
        .iter()
        .flat_map(|(_, levels)| levels)
        .filter(|it| !shown.own && !it.is_told_to_others())
        .map(|it| it.level)
        .collect();
    let told = |it: ServiceFigures| ServiceLevelFigures::of(it, !hidden.contains(&it.level), shown.times(it.level));
    let one = |(workstream, levels): OfWorkstream| WorkstreamLevels {
        workstream,
        levels: levels.into_iter().map(told).collect(),
    };
    Ok(Some(parts.into_iter().map(one).collect()))
}
