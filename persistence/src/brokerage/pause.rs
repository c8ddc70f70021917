//! Pauses of deployments: the table and its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::{Deployment, Pause};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct Row {
    deployment_id: Key<Deployment>,
    began_at: At,
    ended_at: Option<At>,
}

impl From<Row> for Pause {
    fn from(row: Row) -> Self {
        Self { deployment: row.deployment_id.0, began_at: row.began_at.0, ended_at: row.ended_at.map(|it| it.0) }
    }
}

/// Writes the pause that begins of a locked deployment.
pub async fn begin(tx: &Tx, it: &Pause) -> Result<(), DbError> {
    let sql = "INSERT INTO deployment_pause (deployment_id, nth, began_at) \
               SELECT $1, count(*) + 1, $2 FROM deployment_pause WHERE deployment_id = $1";
    tx.run(sql, values![Key(it.deployment), At(it.began_at)]).await.map(drop)
}

/// Writes when the pause of a locked deployment ended.
pub async fn end(tx: &Tx, deployment: Id<Deployment>, at: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE deployment_pause SET ended_at = $2 WHERE deployment_id = $1 AND ended_at IS NULL";
    tx.run(sql, values![Key(deployment), At(at)]).await.map(drop)
}

/// Whether the work of a deployment rested on a day, for a transaction that sees everything.
pub async fn rested_on(tx: &Tx, deployment: Id<Deployment>, day: NaiveDate) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Found {
        rested: bool,
    }
    let found: Option<Found> = tx.row("SELECT rested_on($1, $2) AS rested", values![Key(deployment), day]).await?;
    Ok(found.is_some_and(|it| it.rested))
}

/// The pauses of these deployments, first to last, as far as the reader may see the deployments.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Pause>, DbError> {
    let sql = "SELECT deployment_id, began_at, pause.ended_at FROM deployment_pause AS pause \
               JOIN deployment ON deployment.id = deployment_id \
               WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY deployment_id, nth";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(Pause::from).collect())
}
