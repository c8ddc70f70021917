//! Joint commissions and the schools that back them: the tables, their conversions, their queries.

mod part;

use chrono::{DateTime, Utc};
use domain::access::Scope;
use domain::brokerage::{Backer, BackerStatus, BackingDecline, CommissionStatus, Deployment, JointCommission};
use domain::directory::{Alliance, School};
use domain::exchange::SupportRequest;
use domain::identity::Person;
use domain::{Id, Rule, Timestamp, Word};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

pub use part::{OF_STATEMENT, book, page_of_parts, parts_of_month};

/// The list of the commissions that a school backs or is asked to, in the order in which it was asked.
pub const OF_SCHOOL: &str = "commission.of_school";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, request_id, lead_id, purpose, status, deployment_id, price, asked_by, asked_at, respond_by, backed_at, ",
            "ended_at, reason, ended_by, version, ",
            "(SELECT jsonb_agg(to_jsonb(one) ORDER BY one.place) FROM commission_backer AS one ",
            "WHERE one.commission_id = joint_commission.id AND passed_to IS NULL) AS backers FROM joint_commission ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<JointCommission>,
    request_id: Key<SupportRequest>,
    lead_id: Key<School>,
    purpose: String,
    status: Text<CommissionStatus>,
    deployment_id: Option<Key<Deployment>>,
    price: Option<i64>,
    asked_by: Option<Key<Person>>,
    asked_at: At,
    respond_by: Option<At>,
    backed_at: Option<At>,
    ended_at: Option<At>,
    reason: Option<String>,
    ended_by: Option<Key<Person>>,
    version: i32,
    backers: Json,
}

#[derive(Deserialize)]
struct Stored {
    school_id: Uuid,
    part: i64,
    half_days: i32,
    ceiling: Option<i64>,
    status: String,
    answered_at: Option<DateTime<Utc>>,
    decline_reason: Option<String>,
}

impl TryFrom<Stored> for Backer {
    type Error = DbError;

    fn try_from(it: Stored) -> Result<Self, DbError> {
        let status = BackerStatus::read(&it.status).ok_or_else(|| DbError::broken("an unknown answer of a school"))?;
        let (school, answered_at) = (Id::from_uuid(it.school_id), it.answered_at.map(Timestamp::new));
        let decline_reason = it.decline_reason.as_deref().and_then(BackingDecline::read);
        let Stored { part, half_days, ceiling, .. } = it;
        Ok(Self { school, part, half_days, ceiling, status, answered_at, decline_reason })
    }
}

impl TryFrom<Row> for JointCommission {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let backers: Vec<Stored> =
            serde_json::from_value(row.backers).map_err(|error| DbError::broken(error.to_string()))?;
        Ok(Self {
            id: row.id.0,
            request: row.request_id.0,
            lead: row.lead_id.0,
            purpose: prose(&row.purpose)?,
            backers: backers.into_iter().map(Backer::try_from).collect::<Result<_, _>>()?,
            status: row.status.0,
            deployment: row.deployment_id.map(|it| it.0),
            price: row.price,
            asked_by: row.asked_by.map(|it| it.0),
            asked_at: row.asked_at.0,
            respond_by: row.respond_by.map(|it| it.0),
            backed_at: row.backed_at.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            reason: row.reason.as_deref().map(prose).transpose()?,
            ended_by: row.ended_by.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new commission with its schools. Those who broker the request read it beside the schools.
pub async fn insert(tx: &Tx, it: &JointCommission, request: &SupportRequest) -> Result<Result<(), Rule>, DbError> {
    let sql = "INSERT INTO joint_commission (id, request_id, lead_id, purpose, status, asked_at, version, audience, asked_by, \
               respond_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let schools = it.backers.iter().map(|backer| backer.school.uuid());
    let audience: Vec<Uuid> = schools.chain(request.alliances.iter().map(|alliance| alliance.uuid())).collect();
    let values = values![
        Key(it.id),
        Key(it.request),
        Key(it.lead),
        it.purpose.as_str().to_owned(),
        Text(it.status),
        At(it.asked_at),
        it.version,
        audience,
        it.asked_by.map(Key),
        it.respond_by.map(At),
    ];
    match tx.run(sql, values).await {
        Err(error) if error.constraint() == Some("commission_once") => return Ok(Err(Rule::CommissionExists)),
        written => written.map(drop)?,
    }
    write_backers(tx, it).await.map(Ok)
}

async fn write_backers(tx: &Tx, it: &JointCommission) -> Result<(), DbError> {
    let sql = "INSERT INTO commission_backer (commission_id, school_id, place, part, half_days, status, answered_at, \
               ceiling, decline_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (commission_id, school_id) DO UPDATE SET place = $3, part = $4, half_days = $5, status = $6, \
               answered_at = $7, ceiling = $8, decline_reason = $9, passed_to = NULL";
    for (place, backer) in (1..).zip(&it.backers) {
        let place: i32 = place;
        let values = values![
            Key(it.id),
            Key(backer.school),
            place,
            i32::try_from(backer.part).unwrap_or_default(),
            backer.half_days,
            Text(backer.status),
            backer.answered_at.map(At),
            backer.ceiling,
            backer.decline_reason.map(Text),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// Locks a commission that the reader may see.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<JointCommission>) -> Result<Option<JointCommission>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(JointCommission::try_from).transpose()
}

/// Locks the commission by which schools back a locked request, or are asked to, if there is one.
pub async fn lock_standing(tx: &Tx, request: Id<SupportRequest>) -> Result<Option<JointCommission>, DbError> {
    let sql = select!("WHERE request_id = $1 AND status IN ('asked', 'backed') FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(request)]).await?;
    row.map(JointCommission::try_from).transpose()
}

/// The commission that some support was agreed for, if there is one.
pub async fn of_deployment(tx: &Tx, deployment: Id<Deployment>) -> Result<Option<JointCommission>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE deployment_id = $1"), values![Key(deployment)]).await?;
    row.map(JointCommission::try_from).transpose()
}

/// Writes what changed of a locked commission.
pub async fn save(tx: &Tx, it: &mut JointCommission) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE joint_commission SET status = $2, deployment_id = $3, backed_at = $4, ended_at = $5, reason = $6, \
               version = $7, lead_id = $8, price = $9, ended_by = $10 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        it.deployment.map(Key),
        it.backed_at.map(At),
        it.ended_at.map(At),
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
        Key(it.lead),
        it.price,
        it.ended_by.map(Key),
    ];
    tx.run(sql, values).await?;
    write_backers(tx, it).await
}

/// Lets an alliance see the commissions of a request that it brokers from now on.
pub async fn admit(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "UPDATE joint_commission SET audience = audience || $2 WHERE request_id = $1 AND NOT $2 = ANY(audience)";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// Ends an alliance's sight of the commissions of a request that it brokers no longer.
pub async fn dismiss(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "UPDATE joint_commission SET audience = array_remove(audience, $2) WHERE request_id = $1";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// The commissions with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<JointCommission>>) -> Result<Vec<JointCommission>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(JointCommission::try_from).collect()
}

/// The commissions of these requests that the reader may see, the latest first.
pub async fn of_requests(db: &Db, seen: &Scope, ids: Vec<Id<SupportRequest>>) -> Result<Vec<JointCommission>, DbError> {
    let sql = select!("WHERE request_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id DESC");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(JointCommission::try_from).collect()
}

/// The commissions that these schools back or are asked to, and the reader may see, in the order in which they were asked.
pub async fn of_schools(db: &Db, seen: &Scope, ids: Vec<Id<School>>) -> Result<Vec<JointCommission>, DbError> {
    let sql = select!(
        "WHERE id IN (SELECT commission_id FROM commission_backer WHERE school_id = ANY($1) AND passed_to IS NULL) \
         AND ($2 OR audience && $3) ORDER BY id"
    );
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(JointCommission::try_from).collect()
}

/// A page of a school's commissions, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<JointCommission>) -> Page<JointCommission> {
    let cursor = |it: &JointCommission| Cursor { list: OF_SCHOOL, order: 0, id: it.id.uuid() };
    Page::of_all(page, all, |it| (0, it.id.uuid()), cursor)
}
