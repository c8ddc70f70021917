//! Interests that were declared after the agreement: the table, its conversions, its queries.

use domain::access::Scope;
use domain::brokerage::{ArisenInterest, ArisenInterestStatus, Deployment, InterestKind};
use domain::identity::Person;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use super::prose;
use crate::column::{At, Key, Keys, Text, Texts};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT deployment_id, nth, interests, note, declared_by, declared_at, respond_by, overdue_at, it.status, ",
            "ended_by, it.ended_at, it.reason FROM arisen_interest AS it ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    deployment_id: Key<Deployment>,
    nth: i32,
    interests: Texts<InterestKind>,
    note: Option<String>,
    declared_by: Key<Person>,
    declared_at: At,
    respond_by: At,
    overdue_at: Option<At>,
    status: Text<ArisenInterestStatus>,
    ended_by: Option<Key<Person>>,
    ended_at: Option<At>,
    reason: Option<String>,
}

impl TryFrom<Row> for ArisenInterest {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            deployment: row.deployment_id.0,
            nth: row.nth,
            interests: row.interests.0,
            note: row.note.as_deref().map(prose).transpose()?,
            declared_by: row.declared_by.0,
            declared_at: row.declared_at.0,
            respond_by: row.respond_by.0,
            overdue_at: row.overdue_at.map(|it| it.0),
            status: row.status.0,
            ended_by: row.ended_by.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            reason: row.reason.as_deref().map(prose).transpose()?,
        })
    }
}

/// Those of a locked deployment, the first to be declared first.
pub async fn of_deployment(tx: &Tx, id: Id<Deployment>) -> Result<Vec<ArisenInterest>, DbError> {
    let rows: Vec<Row> = tx.rows(select!("WHERE deployment_id = $1 ORDER BY nth"), values![Key(id)]).await?;
    rows.into_iter().map(ArisenInterest::try_from).collect()
}

/// Writes one of a locked deployment, new or as it stands now.
pub async fn put(tx: &Tx, it: &ArisenInterest) -> Result<(), DbError> {
    let sql = "INSERT INTO arisen_interest (deployment_id, nth, interests, note, declared_by, declared_at, respond_by, \
               overdue_at, status, ended_by, ended_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
               ON CONFLICT (deployment_id, nth) DO UPDATE SET overdue_at = $8, status = $9, ended_by = $10, ended_at = $11, \
               reason = $12";
    let text = |text: &Option<domain::text::Remark>| text.as_ref().map(|it| it.as_str().to_owned());
    let values = values![
        Key(it.deployment),
        it.nth,
        Texts(it.interests.clone()),
        text(&it.note),
        Key(it.declared_by),
        At(it.declared_at),
        At(it.respond_by),
        it.overdue_at.map(At),
        Text(it.status),
        it.ended_by.map(Key),
        it.ended_at.map(At),
        text(&it.reason),
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Due {
    deployment_id: Key<Deployment>,
}

/// Deployments of which a second broker has not looked at an interest in time, and nobody was told so; those longest ago first.
pub async fn overdue(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Deployment>>, DbError> {
    let sql = "SELECT deployment_id FROM arisen_interest WHERE status = 'waiting' AND overdue_at IS NULL AND respond_by < $1 \
               GROUP BY deployment_id ORDER BY min(respond_by), deployment_id LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.deployment_id.0).collect())
}

/// Those of these deployments that the reader may see: either school, the alliance, and whoever declared it.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<ArisenInterest>, DbError> {
    let sql = select!(
        "JOIN deployment ON deployment.id = deployment_id WHERE deployment_id = ANY($1) \
         AND ($2 OR ARRAY[home_id, host_id, alliance_id, declared_by] && $3) ORDER BY deployment_id, nth"
    );
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(ArisenInterest::try_from).collect()
}
