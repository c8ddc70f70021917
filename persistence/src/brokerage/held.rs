//! Money that is held back for support whose time for that is over.

use domain::brokerage::Deployment;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key};
use crate::{DbError, Tx, values};

/// Ended deployments for which an open budget or a grant holds money back although their time is over, longest first.
pub async fn overdue(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Deployment>>, DbError> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Key<Deployment>,
    }
    let sql = "SELECT id FROM deployment WHERE ended_at + make_interval(hours => 24 * $2) <= $1 AND id IN ( \
               SELECT deployment_id FROM pooled_budget JOIN pool_line ON pool_id = pooled_budget.id \
               WHERE pooled_budget.status = 'open' AND deployment_id IS NOT NULL \
               GROUP BY deployment_id HAVING sum(held) > 0 \
               UNION ALL SELECT deployment_id FROM grant_year \
               JOIN grant_line ON grant_line.grant_id = grant_year.grant_id AND grant_line.year = grant_year.year \
               WHERE reserved > 0 GROUP BY deployment_id HAVING sum(held) > 0 \
               ) ORDER BY ended_at, id LIMIT $3";
    let days = i32::try_from(Deployment::HELD_DAYS).unwrap_or(i32::MAX);
    let rows: Vec<Due> = tx.rows(sql, values![At(now), days, most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}
