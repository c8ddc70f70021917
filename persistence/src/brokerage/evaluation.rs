//! What the two sides of a deployment say of each other: the table, its conversions, its queries. The seal is the audience:
//! a sealed evaluation is seen by its own side alone.

use std::collections::BTreeMap;

use domain::access::Scope;
use domain::brokerage::{Deployment, Evaluation, Grade, Judgement, Side};
use domain::identity::Person;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deployment_id, side, prepared, reachable, worthwhile, again, words, written_by, written_at, ",
            "opened_at FROM evaluation ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Evaluation>,
    deployment_id: Key<Deployment>,
    side: Text<Side>,
    prepared: Text<Grade>,
    reachable: Text<Grade>,
    worthwhile: Text<Grade>,
    again: Text<Grade>,
    words: String,
    written_by: Key<Person>,
    written_at: At,
    opened_at: Option<At>,
}

impl TryFrom<Row> for Evaluation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            side: row.side.0,
            judgement: Judgement {
                prepared: row.prepared.0,
                reachable: row.reachable.0,
                worthwhile: row.worthwhile.0,
                again: row.again.0,
                words: prose(&row.words)?,
            },
            written_by: row.written_by.0,
            written_at: row.written_at.0,
            opened_at: row.opened_at.map(|it| it.0),
        })
    }
}

/// Who sees an evaluation while it is sealed: the school that wrote it.
pub fn sealed_audience(it: &Deployment, side: Side) -> Vec<Uuid> {
    match side {
        Side::Home => vec![it.home.uuid()],
        Side::Host => vec![it.host.uuid()],
    }
}

/// Who sees it afterwards: the two schools and the alliance.
pub fn open_audience(it: &Deployment) -> Vec<Uuid> {
    vec![it.home.uuid(), it.host.uuid(), it.alliance.uuid()]
}

/// Writes a new evaluation, sealed.
pub async fn insert(tx: &Tx, it: &Evaluation, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO evaluation (id, deployment_id, side, prepared, reachable, worthwhile, again, words, \
               written_by, written_at, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        Text(it.side),
        Text(it.judgement.prepared),
        Text(it.judgement.reachable),
        Text(it.judgement.worthwhile),
        Text(it.judgement.again),
        it.judgement.words.as_str().to_owned(),
        Key(it.written_by),
        At(it.written_at),
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Takes the seals off what was said of these deployments, for their schools and alliances.
pub async fn open(tx: &Tx, of: Vec<Id<Deployment>>, now: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE evaluation SET opened_at = $2, \
               audience = ARRAY(SELECT DISTINCT unnest(evaluation.audience || ARRAY[home_id, host_id, alliance_id])) \
               FROM deployment WHERE deployment.id = deployment_id AND deployment_id = ANY($1) AND opened_at IS NULL";
    tx.run(sql, values![Keys(of), At(now)]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Heard {
    deployment_id: Key<Deployment>,
    side: Text<Side>,
}

/// The sides that have spoken of these deployments, for a transaction that sees everything.
pub async fn heard(tx: &Tx, of: Vec<Id<Deployment>>) -> Result<BTreeMap<Id<Deployment>, Vec<Side>>, DbError> {
    let sql = "SELECT deployment_id, side FROM evaluation WHERE deployment_id = ANY($1)";
    let rows: Vec<Heard> = tx.rows(sql, values![Keys(of)]).await?;
    let mut heard = BTreeMap::<_, Vec<Side>>::new();
    for row in rows {
        heard.entry(row.deployment_id.0).or_default().push(row.side.0);
    }
    Ok(heard)
}

/// The evaluations with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Evaluation>>) -> Result<Vec<Evaluation>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Evaluation::try_from).collect()
}

/// What was said of these deployments, as far as the reader may see it.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Evaluation>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY side");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Evaluation::try_from).collect()
}
