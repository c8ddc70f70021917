//! Pooled budgets and joint commissions of which closed schools are still part: found when everything open of those passes on.

use domain::Id;
use domain::brokerage::{JointCommission, Parties, PooledBudget};
use domain::directory::School;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys};
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct PoolRow {
    id: Key<PooledBudget>,
}

/// The open budgets that these schools keep, or to which they belong, in the order in which they are locked.
pub async fn pools(tx: &Tx, schools: Vec<Id<School>>) -> Result<Vec<Id<PooledBudget>>, DbError> {
    let sql = "SELECT id FROM pooled_budget WHERE status = 'open' AND (lead_id = ANY($1) OR EXISTS (\
               SELECT FROM pool_member AS one WHERE one.pool_id = id AND one.school_id = ANY($1) \
               AND one.status IN ('asked', 'joined'))) ORDER BY id";
    let rows: Vec<PoolRow> = tx.rows(sql, values![Keys(schools)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

#[derive(FromQueryResult)]
struct CommissionRow {
    id: Key<JointCommission>,
    asking: Key<School>,
    giving: Option<Key<School>>,
}

/// The commissions that these schools back or are asked to, with the parties of what they are for.
pub async fn commissions(tx: &Tx, schools: Vec<Id<School>>) -> Result<Vec<(Id<JointCommission>, Parties)>, DbError> {
    let sql = "SELECT joint.id, request.school_id AS asking, deployment.home_id AS giving FROM joint_commission AS joint \
               JOIN support_request AS request ON request.id = request_id \
               LEFT JOIN deployment ON deployment.id = joint.deployment_id \
               WHERE joint.status IN ('asked', 'backed', 'agreed') AND EXISTS (SELECT FROM commission_backer AS one \
               WHERE one.commission_id = joint.id AND one.school_id = ANY($1) AND one.passed_to IS NULL) ORDER BY joint.id";
    let rows: Vec<CommissionRow> = tx.rows(sql, values![Keys(schools)]).await?;
    let parties = |row: &CommissionRow| Parties { asking: row.asking.0, giving: row.giving.map(|it| it.0) };
    Ok(rows.into_iter().map(|row| (row.id.0, parties(&row))).collect())
}

/// Notes that a school's place in a commission passed to another, which is written with the commission.
pub async fn pass(tx: &Tx, of: Id<JointCommission>, from: Id<School>, to: Id<School>) -> Result<(), DbError> {
    let sql = "UPDATE commission_backer SET passed_to = $3 WHERE commission_id = $1 AND school_id = $2";
    tx.run(sql, values![Key(of), Key(from), Key(to)]).await.map(drop)
}

#[derive(FromQueryResult)]
struct SchoolRow {
    id: Key<School>,
}

/// Closed schools that pay with others for something and that nobody followed.
pub async fn unfollowed(tx: &Tx) -> Result<Vec<Id<School>>, DbError> {
    let sql = "SELECT id FROM school WHERE status = 'closed' AND NOT EXISTS (SELECT FROM school_succession \
               WHERE predecessor_urn = urn) AND id IN (SELECT school_id FROM pool_member WHERE status IN ('asked', 'joined') \
               UNION SELECT lead_id FROM pooled_budget WHERE status = 'open' \
               UNION SELECT school_id FROM commission_backer WHERE passed_to IS NULL) ORDER BY id";
    let rows: Vec<SchoolRow> = tx.rows(sql, values![]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}
