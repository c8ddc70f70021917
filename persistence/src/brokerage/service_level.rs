//! Service levels: the numbers that hold, the clocks that have run out, and how alliances keep them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::brokerage::{
    Clock, Deployment, EscalationStep, ServiceFigures, ServiceLevel, ServicePolicy, ServiceStandard,
};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::identity::Person;
use domain::time::WorkingDays;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct PolicyRow {
    version: i32,
    since: At,
    settings: sea_orm::JsonValue,
    guarantee_days: Option<i32>,
}

impl TryFrom<PolicyRow> for ServicePolicy {
    type Error = DbError;

    fn try_from(row: PolicyRow) -> Result<Self, DbError> {
        let numbers: BTreeMap<String, i32> =
            serde_json::from_value(row.settings).map_err(|fault| DbError::broken(fault.to_string()))?;
        Self::new(row.version, row.since.0, numbers.iter().map(|(name, number)| (name.as_str(), *number)))
            .map(|it| it.guaranteeing(row.guarantee_days))
            .map_err(|fault| DbError::broken(format!("version {} makes no service levels: {fault:?}", row.version)))
    }
}

#[derive(FromQueryResult)]
struct Holiday {
    day: NaiveDate,
}

/// The numbers in all their versions, and the days on which people work.
pub async fn standard(db: &Db) -> Result<ServiceStandard, DbError> {
    let sql = "SELECT version, since, settings, guarantee_days FROM service_policy";
    let rows: Vec<PolicyRow> = db.rows(sql, values![]).await?;
    let versions = rows.into_iter().map(ServicePolicy::try_from).collect::<Result<_, _>>()?;
    let holidays: Vec<Holiday> = db.rows("SELECT day FROM bank_holiday", values![]).await?;
    Ok(ServiceStandard::new(versions, WorkingDays::new(holidays.into_iter().map(|it| it.day))))
}

/// The name under which it is kept when the clocks were last looked at.
const TURN: &str = "service_levels_at";

#[derive(FromQueryResult)]
struct Turn {
    key: String,
}

/// Takes the turn to look at the clocks, until the transaction ends: one of the processes that share a database, and not
/// before the last turn is over since `over` or longer.
pub async fn take_turn(tx: &Tx, over: Timestamp) -> Result<bool, DbError> {
    let sql = "SELECT key FROM installation WHERE key = $1 AND value::timestamptz <= $2 FOR UPDATE SKIP LOCKED";
    let row: Option<Turn> = tx.row(sql, values![TURN, At(over)]).await?;
    Ok(row.is_some_and(|row| row.key == TURN))
}

/// Notes that the turn is over: everything was looked at.
pub async fn end_turn(tx: &Tx) -> Result<(), DbError> {
    let sql = "UPDATE installation SET value = $2::text WHERE key = $1";
    tx.run(sql, values![TURN, At(tx.now())]).await.map(drop)
}

#[derive(FromQueryResult)]
struct LateRow {
    level: Text<ServiceLevel>,
    step: Text<EscalationStep>,
    request_id: Key<SupportRequest>,
    deployment_id: Option<Key<Deployment>>,
    alliance_id: Option<Key<Alliance>>,
    held_by: Option<Key<Person>>,
    round: i32,
    started_at: At,
    due_at: At,
}

/// Up to so many clocks that have run out, each with a step to which that was not carried yet, the longest overdue first and
/// after the last one that was looked at before, for a transaction that sees everything.
pub async fn late(
    tx: &Tx,
    last: Option<&(Clock, EscalationStep)>,
    most: i64,
) -> Result<Vec<(Clock, EscalationStep)>, DbError> {
    let subject = last.map(|(clock, _)| clock.deployment.map_or_else(|| clock.request.uuid(), Id::uuid));
    let values = values![
        At(tx.now()),
        most,
        last.map(|(clock, _)| At(clock.due_at)),
        subject,
        last.map(|(clock, _)| Text(clock.level)),
        last.map(|(_, step)| *step as i32 + 1),
        last.and_then(|(clock, _)| clock.alliance).map(Key),
    ];
    let rows: Vec<LateRow> = tx.rows(include_str!("service_late.sql"), values).await?;
    let clock = |row: LateRow| {
        let clock = Clock {
            level: row.level.0,
            request: row.request_id.0,
            proposal: None,
            deployment: row.deployment_id.map(|it| it.0),
            visit: None,
            alliance: row.alliance_id.map(|it| it.0),
            held_by: row.held_by.map(|it| it.0),
            round: row.round,
            started_at: row.started_at.0,
            due_at: row.due_at.0,
        };
        (clock, row.step.0)
    };
    Ok(rows.into_iter().map(clock).collect())
}

#[derive(FromQueryResult)]
struct FiguresRow {
    alliance_id: Key<Alliance>,
    level: Text<ServiceLevel>,
    workstream: Option<String>,
    fell_due: i64,
    met: i64,
    breached: i64,
    median_hours: Option<i64>,
}

/// How these alliances kept each service level, of all that fell due between two instants. For whoever may read them: it looks
/// at records that the reader may not see, and shows none of them.
pub async fn figures(
    db: &Db,
    alliances: Vec<Id<Alliance>>,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<HashMap<Id<Alliance>, Vec<ServiceFigures>>, DbError> {
    let mut found: HashMap<_, _> = alliances.iter().map(|alliance| (*alliance, nothing_due())).collect();
    let values = values![Keys(alliances), At(from), At(until), At(now), false];
    let rows: Vec<FiguresRow> = db.rows_for(&scope::service(), FIGURES, values).await?;
    for row in rows {
        if let Some(all) = found.get_mut(&row.alliance_id.0) {
            row.put(all);
        }
    }
    Ok(found)
}

/// The figures of one work-stream, or of what belongs to none.
pub type OfWorkstream = (Option<String>, Vec<ServiceFigures>);

/// The same for each of the work-streams of which something fell due, by name, and last for what belongs to none.
pub async fn figures_by_workstream(
    db: &Db,
    alliances: Vec<Id<Alliance>>,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<HashMap<Id<Alliance>, Vec<OfWorkstream>>, DbError> {
    let mut found: HashMap<_, Vec<OfWorkstream>> = alliances.iter().map(|alliance| (*alliance, Vec::new())).collect();
    let values = values![Keys(alliances), At(from), At(until), At(now), true];
    let mut rows: Vec<FiguresRow> = db.rows_for(&scope::service(), FIGURES, values).await?;
    rows.sort_by_key(|row| (row.workstream.is_none(), row.workstream.clone()));
    for row in rows {
        let all = found.entry(row.alliance_id.0).or_default();
        if all.last().is_none_or(|(name, _)| *name != row.workstream) {
            all.push((row.workstream.clone(), nothing_due()));
        }
        if let Some((_, levels)) = all.last_mut() {
            row.put(levels);
        }
    }
    Ok(found)
}

const FIGURES: &str = include_str!("service_figures.sql");

/// The figures of every level where nothing was due.
pub fn nothing_due() -> Vec<ServiceFigures> {
    ServiceLevel::ALL.iter().copied().map(ServiceFigures::none).collect()
}

impl FiguresRow {
    /// Puts what it says into the place of its level.
    fn put(self, into: &mut [ServiceFigures]) {
        let Self { fell_due, met, breached, median_hours, .. } = self;
        if let Some(it) = into.iter_mut().find(|it| it.level == self.level.0) {
            *it = ServiceFigures { level: self.level.0, fell_due, met, breached, median_hours };
        }
    }
}
