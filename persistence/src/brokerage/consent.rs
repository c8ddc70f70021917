//! Consents beside the signatures: one for each side and kind of a deployment, replaced when it is said anew.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Consent, ConsentStatus, Deployment, Side};
use domain::directory::ConsentKind;
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, deployment_id, side, kind, status, reason, said_by, said_at FROM consent ", $rest)
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Consent>,
    deployment_id: Key<Deployment>,
    side: Text<Side>,
    kind: Text<ConsentKind>,
    status: Text<ConsentStatus>,
    reason: Option<String>,
    said_by: Key<Person>,
    said_at: At,
}

impl TryFrom<Row> for Consent {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            side: row.side.0,
            kind: row.kind.0,
            status: row.status.0,
            reason: row.reason.as_deref().map(prose).transpose()?,
            said_by: row.said_by.0,
            said_at: row.said_at.0,
        })
    }
}

/// Writes what was said, in place of what the same side's had said before.
pub async fn put(tx: &Tx, it: &Consent, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO consent (id, deployment_id, side, kind, status, reason, said_by, said_at, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (deployment_id, side, kind) DO UPDATE SET \
               status = $5, reason = $6, said_by = $7, said_at = $8, audience = $9";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        Text(it.side),
        Text(it.kind),
        Text(it.status),
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
        Key(it.said_by),
        At(it.said_at),
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes where a consent stands that nobody said anew.
pub async fn save(tx: &Tx, it: &Consent) -> Result<(), DbError> {
    let sql = "UPDATE consent SET status = $2 WHERE id = $1";
    tx.run(sql, values![Key(it.id), Text(it.status)]).await.map(drop)
}

/// What was said of a locked deployment.
pub async fn of_deployment(tx: &Tx, id: Id<Deployment>) -> Result<Vec<Consent>, DbError> {
    let rows: Vec<Row> = tx.rows(select!("WHERE deployment_id = $1 ORDER BY side, kind"), values![Key(id)]).await?;
    rows.into_iter().map(Consent::try_from).collect()
}

/// The consents with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Consent>>) -> Result<Vec<Consent>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Consent::try_from).collect()
}

/// What was said of these deployments.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Consent>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY side, kind");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Consent::try_from).collect()
}
