//! Deployments whose time is over: to be agreed, and to be spoken of.

use domain::brokerage::{Deployment, DeploymentStatus};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Due {
    id: Key<Deployment>,
}

/// Planned deployments whose time to be agreed has passed, longest first.
pub async fn due(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Deployment>>, DbError> {
    let sql = "SELECT id FROM deployment WHERE status = 'planned' AND agree_by < $1 ORDER BY agree_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Writes of locked deployments that their evaluation ended.
pub async fn save_evaluated(tx: &Tx, ids: Vec<Id<Deployment>>, now: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE deployment SET status = $2, evaluated_at = $3, version = version + 1 WHERE id = ANY($1)";
    tx.run(sql, values![Keys(ids), Text(DeploymentStatus::Evaluated), At(now)]).await.map(drop)
}
