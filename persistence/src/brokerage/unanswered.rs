//! What other alliances and schools were asked, and have not answered in time.

use domain::brokerage::{JointCommission, PooledBudget, Referral};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::At;
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Due {
    id: Uuid,
}

/// Referrals whose time to be answered has passed, those longest ago first.
pub async fn referrals(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Referral>>, DbError> {
    let sql = "SELECT id FROM referral WHERE status = 'sent' AND respond_by < $1 ORDER BY respond_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| Id::from_uuid(row.id)).collect())
}

/// Pooled budgets of which a school has not answered in time, those longest ago first.
pub async fn pools(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<PooledBudget>>, DbError> {
    let sql = "SELECT pool_id AS id FROM pool_member WHERE status = 'asked' AND respond_by < $1 GROUP BY pool_id \
               ORDER BY min(respond_by), pool_id LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| Id::from_uuid(row.id)).collect())
}

/// Joint commissions of which a school has not answered in time, those longest ago first.
pub async fn commissions(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<JointCommission>>, DbError> {
    let sql = "SELECT id FROM joint_commission WHERE status = 'asked' AND respond_by < $1 ORDER BY respond_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| Id::from_uuid(row.id)).collect())
}
