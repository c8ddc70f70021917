//! The requests that wait for somebody, and so may be in a round.

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{Alliance, School};
use domain::exchange::SupportRequest;
use domain::time::Period;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys};
use crate::{DbError, Tx, values};

/// A request that waits for somebody.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The request.
    pub request: Id<SupportRequest>,
    /// The school that asks.
    pub school: Id<School>,
    /// When it may be met.
    pub window: Period,
}

#[derive(FromQueryResult)]
struct Found {
    id: Key<SupportRequest>,
}

#[derive(FromQueryResult)]
struct WaitingRow {
    id: Key<SupportRequest>,
    school_id: Key<School>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// The requests that wait for somebody, of which a broker has confirmed the need, of this size and in no other round: those that
/// an alliance brokers; for the nation those that have a broker and were searched as far as that.
pub async fn waiting(tx: &Tx, alliance: Option<Id<Alliance>>, half_days: i32) -> Result<Vec<Waiting>, DbError> {
    let sql = "SELECT id, school_id, starts_on, ends_on FROM support_request AS request \
               WHERE status IN ('triaged', 'matching') AND half_days = $2 AND NOT audit_open \
               AND CASE WHEN $1::uuid IS NULL THEN stage = 'national' AND alliances <> '{}' ELSE $1 = ANY(alliances) END \
               AND NOT EXISTS (SELECT FROM round_line AS line \
                   WHERE line.request_id = request.id AND NOT line.is_over AND line.status <> 'left') \
               ORDER BY id";
    let rows: Vec<WaitingRow> = tx.rows(sql, values![alliance.map(Key), half_days]).await?;
    let waiting = |row: WaitingRow| {
        let window = Period::new(row.starts_on, row.ends_on).map_err(|_| DbError::broken("a window without days"))?;
        Ok(Waiting { request: row.id.0, school: row.school_id.0, window })
    };
    rows.into_iter().map(waiting).collect()
}

/// Locks those of these requests that still wait for somebody: neither proposed meanwhile nor taken back.
pub async fn lock_still_waiting(tx: &Tx, ids: Vec<Id<SupportRequest>>) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT id FROM support_request WHERE id = ANY($1) AND status IN ('triaged', 'matching') \
               ORDER BY id FOR UPDATE";
    let rows: Vec<Found> = tx.rows(sql, values![Keys(ids)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Those of these requests that still wait for somebody, by id.
pub async fn still_waiting(tx: &Tx, ids: Vec<Id<SupportRequest>>) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT id FROM support_request WHERE id = ANY($1) AND status IN ('triaged', 'matching') ORDER BY id";
    let rows: Vec<Found> = tx.rows(sql, values![Keys(ids)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}
