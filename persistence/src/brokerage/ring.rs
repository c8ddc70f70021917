//! Rings of schools: the table, its conversions, its queries.

use std::collections::HashMap;

use domain::access::Scope;
use domain::brokerage::{DeclineReason, Deployment, ExchangeRing, RingEnd, RingLeg, RingStatus};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::identity::Person;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of rings that somebody may see, newest first.
pub const LIST: &str = "ring.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, schools, consents, status, proposed_by, proposed_at, respond_by, ended_at, ended_for, reason, \
             version FROM exchange_ring ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<ExchangeRing>,
    alliance_id: Key<Alliance>,
    schools: i32,
    consents: i32,
    status: Text<RingStatus>,
    proposed_by: Key<Person>,
    proposed_at: At,
    respond_by: At,
    ended_at: Option<At>,
    ended_for: Option<Text<RingEnd>>,
    reason: Option<Text<DeclineReason>>,
    version: i32,
}

impl TryFrom<Row> for ExchangeRing {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            schools: row.schools,
            consents: row.consents,
            status: row.status.0,
            proposed_by: row.proposed_by.0,
            proposed_at: row.proposed_at.0,
            respond_by: row.respond_by.0,
            ended_at: row.ended_at.map(|it| it.0),
            end: row.ended_for.map(|it| it.0),
            reason: row.reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new ring, to be seen by its alliance and its schools.
pub async fn insert(tx: &Tx, it: &ExchangeRing, legs: &[RingLeg]) -> Result<(), DbError> {
    let sql = "INSERT INTO exchange_ring (id, alliance_id, schools, consents, status, proposed_by, proposed_at, respond_by, version, \
               audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let schools = legs.iter().map(|leg| leg.home.uuid());
    let audience: Vec<Uuid> = std::iter::once(it.alliance.uuid()).chain(schools).collect();
    let values = values![
        Key(it.id),
        Key(it.alliance),
        it.schools,
        it.consents,
        Text(it.status),
        Key(it.proposed_by),
        At(it.proposed_at),
        At(it.respond_by),
        it.version,
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// A ring that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<ExchangeRing>) -> Result<Option<ExchangeRing>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(ExchangeRing::try_from).transpose()
}

/// Locks a ring for changing. Its requests are locked before it.
pub async fn lock(tx: &Tx, id: Id<ExchangeRing>) -> Result<Option<ExchangeRing>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(ExchangeRing::try_from).transpose()
}

/// Writes what changed of a locked ring. The legs of one that is over are let go.
pub async fn save(tx: &Tx, it: &mut ExchangeRing) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE exchange_ring SET consents = $2, status = $3, ended_at = $4, ended_for = $5, reason = $6, version = $7 \
               WHERE id = $1";
    let values = values![
        Key(it.id),
        it.consents,
        Text(it.status),
        it.ended_at.map(At),
        it.end.map(Text),
        it.reason.map(Text),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Rings that not all schools have answered in time, those longest ago first.
pub async fn overdue(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<ExchangeRing>>, DbError> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Key<ExchangeRing>,
    }
    let sql = "SELECT id FROM exchange_ring WHERE status = 'proposed' AND respond_by < $1 ORDER BY respond_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Rings that wait for answers and of which something is gone that they rest on, and what that is; of one ring, or of all.
pub async fn broken(
    tx: &Tx,
    of: Option<Id<ExchangeRing>>,
    most: i64,
) -> Result<Vec<(Id<ExchangeRing>, RingEnd)>, DbError> {
    #[derive(FromQueryResult)]
    struct Broken {
        ring_id: Key<ExchangeRing>,
        ended_for: Text<RingEnd>,
    }
    let sql = "SELECT ring_id, CASE WHEN bool_or(school_gone) THEN 'school_gone' WHEN bool_or(request_gone) THEN 'request_gone' \
                   ELSE 'offer_gone' END AS ended_for \
               FROM (SELECT ring_id, school.status = 'closed' AS school_gone, \
                   request.status <> 'proposed' OR request.school_id <> host_id AS request_gone, \
                   offer.status NOT IN ('published', 'stale') OR offer.school_id <> home_id AS offer_gone \
                   FROM exchange_ring_leg AS leg \
                   JOIN school ON school.id = home_id \
                   JOIN support_request AS request ON request.id = request_id \
                   JOIN offer ON offer.id = offer_id \
                   WHERE NOT is_over AND ($1::uuid IS NULL OR ring_id = $1)) AS leg \
               WHERE school_gone OR request_gone OR offer_gone GROUP BY ring_id ORDER BY ring_id LIMIT $2";
    let rows: Vec<Broken> = tx.rows(sql, values![of.map(Key), most]).await?;
    Ok(rows.into_iter().map(|row| (row.ring_id.0, row.ended_for.0)).collect())
}

/// The rings with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<ExchangeRing>>) -> Result<Vec<ExchangeRing>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(ExchangeRing::try_from).collect()
}

/// The rings that the reader may see, newest first, in one state or in any.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<RingStatus>,
    page: &PageRequest,
) -> Result<Page<ExchangeRing>, DbError> {
    let status = status.map(RingStatus::as_str);
    newest::<Row, ExchangeRing>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}

#[derive(FromQueryResult)]
struct Part {
    of: Uuid,
    ring_id: Key<ExchangeRing>,
}

/// The ring from which each of these deployments came, as far as the reader may see its part in it.
pub async fn of_deployments(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Deployment>>,
) -> Result<HashMap<Id<Deployment>, Id<ExchangeRing>>, DbError> {
    let sql = "SELECT deployment.id AS of, ring_id FROM deployment JOIN exchange_ring_leg AS leg USING (proposal_id) \
               WHERE deployment.id = ANY($1) AND ($2 OR leg.audience && $3)";
    let rows: Vec<Part> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.of), row.ring_id.0)).collect())
}

/// The last ring in which each of these requests took part, as far as the reader may see its part in it.
pub async fn of_requests(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<SupportRequest>>,
) -> Result<HashMap<Id<SupportRequest>, Id<ExchangeRing>>, DbError> {
    let sql = "SELECT DISTINCT ON (request_id) request_id AS of, ring_id FROM exchange_ring_leg \
               WHERE request_id = ANY($1) AND ($2 OR audience && $3) ORDER BY request_id, ring_id DESC";
    let rows: Vec<Part> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.of), row.ring_id.0)).collect())
}
