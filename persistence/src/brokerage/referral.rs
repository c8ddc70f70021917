//! Referrals: the table, its conversions, its queries.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Referral, ReferralDecline, ReferralStatus};
use domain::directory::{Alliance, Retraction};
use domain::exchange::SupportRequest;
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, request_id, from_alliance_id, to_alliance_id, reason, status, sent_by, sent_at, respond_by, ",
            "answered_at, decline_reason, withdraw_reason, version FROM referral ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Referral>,
    request_id: Key<SupportRequest>,
    from_alliance_id: Option<Key<Alliance>>,
    to_alliance_id: Option<Key<Alliance>>,
    reason: String,
    status: Text<ReferralStatus>,
    sent_by: Option<Key<Person>>,
    sent_at: At,
    respond_by: Option<At>,
    answered_at: Option<At>,
    decline_reason: Option<Text<ReferralDecline>>,
    withdraw_reason: Option<Text<Retraction>>,
    version: i32,
}

impl TryFrom<Row> for Referral {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            request: row.request_id.0,
            from: row.from_alliance_id.map(|it| it.0),
            to: row.to_alliance_id.map(|it| it.0),
            reason: prose(&row.reason)?,
            status: row.status.0,
            sent_by: row.sent_by.map(|it| it.0),
            sent_at: row.sent_at.0,
            respond_by: row.respond_by.map(|it| it.0),
            answered_at: row.answered_at.map(|it| it.0),
            decline_reason: row.decline_reason.map(|it| it.0),
            withdraw_reason: row.withdraw_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new referral, to be seen by its audience.
pub async fn insert(tx: &Tx, it: &Referral, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO referral (id, request_id, from_alliance_id, to_alliance_id, reason, status, sent_by, \
               sent_at, version, audience, respond_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = values![
        Key(it.id),
        Key(it.request),
        it.from.map(Key),
        it.to.map(Key),
        it.reason.as_str().to_owned(),
        Text(it.status),
        it.sent_by.map(Key),
        At(it.sent_at),
        it.version,
        audience,
        it.respond_by.map(At),
    ];
    tx.run(sql, values).await.map(drop)
}

/// A referral that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Referral>) -> Result<Option<Referral>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Referral::try_from).transpose()
}

/// Locks every referral of a request that waits for an answer, after the request itself.
pub async fn lock_open(tx: &Tx, request: Id<SupportRequest>) -> Result<Vec<Referral>, DbError> {
    let sql = select!("WHERE request_id = $1 AND status = 'sent' ORDER BY id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(request)]).await?;
    rows.into_iter().map(Referral::try_from).collect()
}

/// Writes what changed of a locked referral.
pub async fn save(tx: &Tx, it: &mut Referral, audience: Vec<Uuid>) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE referral SET to_alliance_id = $2, status = $3, answered_at = $4, version = $5, audience = $6, \
               decline_reason = $7, withdraw_reason = $8 WHERE id = $1";
    let values = values![
        Key(it.id),
        it.to.map(Key),
        Text(it.status),
        it.answered_at.map(At),
        it.version,
        audience,
        it.decline_reason.map(Text),
        it.withdraw_reason.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The referrals with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Referral>>) -> Result<Vec<Referral>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Referral::try_from).collect()
}

/// The referrals of these requests, oldest first.
pub async fn of_requests(db: &Db, seen: &Scope, ids: Vec<Id<SupportRequest>>) -> Result<Vec<Referral>, DbError> {
    let sql = select!("WHERE request_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Referral::try_from).collect()
}

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether there is an alliance with this id.
pub async fn is_alliance(tx: &Tx, id: Id<Alliance>) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM alliance WHERE id = $1) AS is";
    let row: Option<Is> = tx.row(sql, values![Key(id)]).await?;
    Ok(row.is_some_and(|row| row.is))
}
