//! The ledger of grants: the table and its queries. Each line moves the year to which it belongs.

use domain::Id;
use domain::brokerage::{Deployment, Grant, GrantHeld, GrantLine};
use sea_orm::FromQueryResult;

use super::grant;
use crate::column::{At, Key, Text};
use crate::{DbError, Tx, values};

/// Adds lines to the ledger of a locked grant.
pub async fn add(tx: &Tx, lines: &[GrantLine]) -> Result<(), DbError> {
    let sql = "INSERT INTO grant_line (id, grant_id, year, kind, deployment_id, charge_id, pence, held, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    for it in lines {
        let values = values![
            (tx.stamp().ids)(),
            Key(it.grant),
            it.year,
            Text(it.kind),
            Key(it.deployment),
            it.charge.map(Key),
            it.pence,
            it.held,
            At(it.at),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    grant_id: Key<Grant>,
    year: i32,
    held: i64,
    spent: i64,
}

/// Locks the grant that holds money back for some support, or that paid for it, with what the support has of each year; nothing
/// if there is none. The transaction sees every record, and holds the deployment.
pub async fn lock_of(tx: &Tx, deployment: Id<Deployment>) -> Result<Option<(Grant, Vec<GrantHeld>)>, DbError> {
    let sql = "SELECT grant_id, year, sum(held)::bigint AS held, sum(pence)::bigint AS spent FROM grant_line \
               WHERE deployment_id = $1 GROUP BY grant_id, year ORDER BY year";
    let rows: Vec<Row> = tx.rows(sql, values![Key(deployment)]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let it = grant::lock(tx, first.grant_id.0).await?;
    let of_it = rows.iter().map(|row| GrantHeld { year: row.year, held: row.held, spent: row.spent }).collect();
    Ok(it.map(|it| (it, of_it)))
}
