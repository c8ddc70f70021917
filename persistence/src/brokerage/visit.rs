//! Visits: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::{
    Deployment, DisputeReason, Logged, StagePlace, Visit, VisitCancellation, VisitConfirmation, VisitDispute,
    VisitRecord, VisitStatus,
};
use domain::exchange::Mode;
use domain::identity::Person;
use domain::reciprocity::HalfDaysOf;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at, ",
            "confirmation_id, confirmed_by, confirmed_at, reverse_reason, reversed_by, dispute_reason, dispute_words, ",
            "disputed_by, disputed_at, settle_reason, settled_by, cancel_reason, cycle, stage, version FROM visit ",
            $rest
        )
    };
}

/// A row of the table.
#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Key<Visit>,
    deployment_id: Key<Deployment>,
    visited_on: NaiveDate,
    mode: Text<Mode>,
    half_days: i32,
    note: String,
    status: Text<VisitStatus>,
    recorded_by: Key<Person>,
    recorded_at: At,
    confirmation_id: Option<Key<VisitConfirmation>>,
    confirmed_by: Option<Key<Person>>,
    confirmed_at: Option<At>,
    reverse_reason: Option<String>,
    reversed_by: Option<Key<Person>>,
    dispute_reason: Option<Text<DisputeReason>>,
    dispute_words: Option<String>,
    disputed_by: Option<Key<Person>>,
    disputed_at: Option<At>,
    settle_reason: Option<String>,
    settled_by: Option<Key<Person>>,
    cancel_reason: Option<Text<VisitCancellation>>,
    cycle: Option<i32>,
    stage: Option<i32>,
    version: i32,
}

impl TryFrom<Row> for Visit {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let record = VisitRecord {
            visited_on: row.visited_on,
            mode: row.mode.0,
            half_days: row.half_days,
            note: prose(&row.note)?,
            stage: row.cycle.zip(row.stage).map(|(cycle, stage)| StagePlace { cycle, stage }),
        };
        // All four of them or none, as the table has it.
        let dispute = match (row.dispute_reason, row.dispute_words, row.disputed_by, row.disputed_at) {
            (Some(reason), Some(words), Some(by), Some(at)) => Some(VisitDispute {
                reason: reason.0,
                words: prose(&words)?,
                by: by.0,
                at: at.0,
                settled: row.settle_reason.as_deref().map(prose).transpose()?,
                settled_by: row.settled_by.map(|it| it.0),
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            record,
            status: row.status.0,
            recorded_by: row.recorded_by.0,
            recorded_at: row.recorded_at.0,
            confirmation: row.confirmation_id.map(|it| it.0),
            confirmed_by: row.confirmed_by.map(|it| it.0),
            confirmed_at: row.confirmed_at.map(|it| it.0),
            reverse_reason: row.reverse_reason.as_deref().map(prose).transpose()?,
            cancel_reason: row.cancel_reason.map(|it| it.0),
            reversed_by: row.reversed_by.map(|it| it.0),
            dispute,
            version: row.version,
        })
    }
}

/// Writes a new visit, with the instant until which it was to be written down, if that is known. A correction changes neither
/// that nor when it first was.
pub async fn insert(tx: &Tx, it: &Visit, due: Option<Timestamp>, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, \
               recorded_at, version, audience, record_due_at, first_recorded_at, cycle, stage) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        it.record.visited_on,
        Text(it.record.mode),
        it.record.half_days,
        it.record.note.as_str().to_owned(),
        Text(it.status),
        Key(it.recorded_by),
        At(it.recorded_at),
        it.version,
        audience,
        due.map(At),
        due.map(|_| At(it.recorded_at)),
        it.record.stage.map(|it| it.cycle),
        it.record.stage.map(|it| it.stage),
    ];
    tx.run(sql, values).await.map(drop)
}

/// A visit that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Visit>) -> Result<Option<Visit>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Visit::try_from).transpose()
}

/// Locks a visit for changing, after its deployment.
pub async fn lock(tx: &Tx, id: Id<Visit>) -> Result<Option<Visit>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(Visit::try_from).transpose()
}

/// Writes what changed of a locked visit.
pub async fn save(tx: &Tx, it: &mut Visit) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE visit SET visited_on = $2, mode = $3, half_days = $4, note = $5, status = $6, recorded_by = $7, \
               recorded_at = $8, confirmation_id = $9, confirmed_by = $10, confirmed_at = $11, reverse_reason = $12, \
               version = $13, cycle = $14, stage = $15, dispute_reason = $16, dispute_words = $17, disputed_by = $18, \
               disputed_at = $19, settle_reason = $20, cancel_reason = $21, reversed_by = $22, settled_by = $23 \
               WHERE id = $1";
    let disputed = it.dispute.as_ref();
    let values = values![
        Key(it.id),
        it.record.visited_on,
        Text(it.record.mode),
        it.record.half_days,
        it.record.note.as_str().to_owned(),
        Text(it.status),
        Key(it.recorded_by),
        At(it.recorded_at),
        it.confirmation.map(Key),
        it.confirmed_by.map(Key),
        it.confirmed_at.map(At),
        it.reverse_reason.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
        it.record.stage.map(|it| it.cycle),
        it.record.stage.map(|it| it.stage),
        disputed.map(|it| Text(it.reason)),
        disputed.map(|it| it.words.as_str().to_owned()),
        disputed.map(|it| Key(it.by)),
        disputed.map(|it| At(it.at)),
        disputed.and_then(|it| it.settled.as_ref()).map(|it| it.as_str().to_owned()),
        it.cancel_reason.map(Text),
        it.reversed_by.map(Key),
        disputed.and_then(|it| it.settled_by).map(Key),
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Sum {
    every: i32,
    that_day: i32,
    elsewhere: i32,
    rested: bool,
}

/// The half-days of visits that count, but for one visit: all of a deployment, those of a day, and of the same day those that
/// the person gives for others; and whether the work rested on that day. The transaction sees every record.
pub async fn logged(
    tx: &Tx,
    deployment: Id<Deployment>,
    day: NaiveDate,
    but: Option<Id<Visit>>,
) -> Result<Logged, DbError> {
    let sql = "SELECT coalesce(sum(half_days), 0)::integer AS every, \
               coalesce(sum(half_days) FILTER (WHERE visited_on = $2), 0)::integer AS that_day, \
               (SELECT coalesce(sum(other.half_days), 0)::integer FROM deployment AS its JOIN deployment AS theirs \
               ON theirs.person_id = its.person_id AND theirs.id <> its.id JOIN visit AS other \
               ON other.deployment_id = theirs.id WHERE its.id = $1 AND other.visited_on = $2 \
               AND other.status IN ('recorded', 'disputed', 'confirmed')) AS elsewhere, rested_on($1, $2) AS rested FROM visit \
               WHERE deployment_id = $1 AND status IN ('recorded', 'disputed', 'confirmed') AND id IS DISTINCT FROM $3";
    let row: Option<Sum> = tx.row(sql, values![Key(deployment), day, but.map(Key)]).await?;
    Ok(row.map_or_else(Logged::default, |Sum { every, that_day, elsewhere, rested }| Logged {
        all: every,
        that_day,
        elsewhere,
        rested,
    }))
}

/// The half-days of a deployment that wait for the host, by their days. The transaction sees every record.
pub async fn waiting(tx: &Tx, deployment: Id<Deployment>) -> Result<Vec<HalfDaysOf>, DbError> {
    days_of(tx, deployment, &[VisitStatus::Recorded, VisitStatus::Disputed]).await
}

async fn days_of(tx: &Tx, deployment: Id<Deployment>, statuses: &[VisitStatus]) -> Result<Vec<HalfDaysOf>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        visited_on: NaiveDate,
        half_days: i32,
    }
    let statuses: Vec<String> = statuses.iter().map(|it| it.as_str().to_owned()).collect();
    let sql = "SELECT visited_on, half_days FROM visit WHERE deployment_id = $1 AND status = ANY($2)";
    let rows: Vec<Row> = tx.rows(sql, values![Key(deployment), statuses]).await?;
    Ok(rows.into_iter().map(|row| (row.visited_on, row.half_days)).collect())
}

/// The confirmed half-days of a deployment, by their days. The transaction sees every record.
pub async fn confirmed(tx: &Tx, deployment: Id<Deployment>) -> Result<Vec<HalfDaysOf>, DbError> {
    days_of(tx, deployment, &[VisitStatus::Confirmed]).await
}

/// The visits with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Visit>>) -> Result<Vec<Visit>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Visit::try_from).collect()
}

/// The list of a deployment's visits, in the order in which they were written down.
pub const OF_DEPLOYMENT: &str = "visit.of_deployment";

/// A page of a deployment's visits, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<Visit>) -> Page<Visit> {
    let cursor = |it: &Visit| Cursor { list: OF_DEPLOYMENT, order: 0, id: it.id.uuid() };
    Page::of_all(page, all, |it| (0, it.id.uuid()), cursor)
}

/// The visits of these deployments, in the order in which they were written down.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Visit>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Visit::try_from).collect()
}
