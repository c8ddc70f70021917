//! Audit visits before help is looked for: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{AuditVisit, AuditVisitStatus, AuditVisitWay};
use domain::exchange::SupportRequest;
use domain::identity::Person;
use sea_orm::FromQueryResult;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, request_id, planned_on, purpose, status, asked_by, asked_at, held_on, way, finding, waive_reason, ",
            "ended_by, ended_at, search_waits(waits_until, planned_on) AS waits_until, version FROM audit_visit ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<AuditVisit>,
    request_id: Key<SupportRequest>,
    planned_on: NaiveDate,
    purpose: String,
    status: Text<AuditVisitStatus>,
    asked_by: Key<Person>,
    asked_at: At,
    held_on: Option<NaiveDate>,
    way: Option<Text<AuditVisitWay>>,
    finding: Option<String>,
    waive_reason: Option<String>,
    ended_by: Option<Key<Person>>,
    ended_at: Option<At>,
    waits_until: At,
    version: i32,
}

impl TryFrom<Row> for AuditVisit {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            request: row.request_id.0,
            planned_on: row.planned_on,
            purpose: prose(&row.purpose)?,
            status: row.status.0,
            asked_by: row.asked_by.0,
            asked_at: row.asked_at.0,
            held_on: row.held_on,
            way: row.way.map(|it| it.0),
            finding: row.finding.as_deref().map(prose).transpose()?,
            waive_reason: row.waive_reason.as_deref().map(prose).transpose()?,
            ended_by: row.ended_by.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            waits_until: row.waits_until.0,
            version: row.version,
        })
    }
}

/// Writes a new audit visit, for the school that asks and for those who broker its request: nobody else reads it.
pub async fn insert(tx: &Tx, it: &AuditVisit, of: &SupportRequest) -> Result<(), DbError> {
    let sql = "INSERT INTO audit_visit (id, request_id, planned_on, purpose, status, asked_by, asked_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let brokers = of.alliances.iter().map(|alliance| alliance.uuid());
    let audience: Vec<_> = std::iter::once(of.school.uuid()).chain(brokers).collect();
    let values = values![
        Key(it.id),
        Key(it.request),
        it.planned_on,
        it.purpose.as_str().to_owned(),
        Text(it.status),
        Key(it.asked_by),
        At(it.asked_at),
        it.version,
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes how a locked audit visit ended.
pub async fn save(tx: &Tx, it: &mut AuditVisit) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE audit_visit SET status = $2, held_on = $3, finding = $4, waive_reason = $5, ended_by = $6, \
               ended_at = $7, version = $8, way = $9 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        it.held_on,
        it.finding.as_ref().map(|it| it.as_str().to_owned()),
        it.waive_reason.as_ref().map(|it| it.as_str().to_owned()),
        it.ended_by.map(Key),
        it.ended_at.map(At),
        it.version,
        it.way.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

/// An audit visit that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<AuditVisit>) -> Result<Option<AuditVisit>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(AuditVisit::try_from).transpose()
}

/// Locks the audit visit of a locked request, if one was asked for.
pub async fn lock_of(tx: &Tx, request: Id<SupportRequest>) -> Result<Option<AuditVisit>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE request_id = $1 FOR UPDATE"), values![Key(request)]).await?;
    row.map(AuditVisit::try_from).transpose()
}

/// The audit visits with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<AuditVisit>>) -> Result<Vec<AuditVisit>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(AuditVisit::try_from).collect()
}

/// The audit visits of these requests, as far as the reader may see them.
pub async fn of_requests(db: &Db, seen: &Scope, ids: Vec<Id<SupportRequest>>) -> Result<Vec<AuditVisit>, DbError> {
    let sql = select!("WHERE request_id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(AuditVisit::try_from).collect()
}
