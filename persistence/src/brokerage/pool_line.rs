//! The ledger of pooled budgets: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Charge, Deployment, PoolAccount, PoolHeld, PoolLine, PoolLineKind, PooledBudget};
use domain::directory::School;
use domain::time::Month;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, values};

/// The list of a statement's lines, in the order in which they were written.
pub const OF_STATEMENT: &str = "pool_line.of_statement";

#[derive(FromQueryResult)]
struct Row {
    pool_id: Key<PooledBudget>,
    nth: i32,
    month: NaiveDate,
    kind: Text<PoolLineKind>,
    school_id: Option<Key<School>>,
    deployment_id: Option<Key<Deployment>>,
    charge_id: Option<Key<Charge>>,
    pence: i64,
    held: i64,
    balance: i64,
    reserved: i64,
    at: At,
}

impl From<Row> for PoolLine {
    fn from(row: Row) -> Self {
        Self {
            pool: row.pool_id.0,
            nth: row.nth,
            month: Month::of(row.month),
            kind: row.kind.0,
            school: row.school_id.map(|it| it.0),
            deployment: row.deployment_id.map(|it| it.0),
            charge: row.charge_id.map(|it| it.0),
            pence: row.pence,
            held: row.held,
            after: PoolAccount { lines: row.nth, balance: row.balance, reserved: row.reserved },
            at: row.at.0,
        }
    }
}

/// Adds lines to the ledger of a locked budget.
pub async fn add(tx: &Tx, lines: &[PoolLine]) -> Result<(), DbError> {
    let sql = "INSERT INTO pool_line (pool_id, nth, month, kind, school_id, deployment_id, charge_id, pence, held, balance, \
               reserved, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    for it in lines {
        let values = values![
            Key(it.pool),
            it.nth,
            it.month.first(),
            Text(it.kind),
            it.school.map(Key),
            it.deployment.map(Key),
            it.charge.map(Key),
            it.pence,
            it.held,
            it.after.balance,
            it.after.reserved,
            At(it.at),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// What a locked budget holds back for some support, and has paid for it.
pub async fn held_for(tx: &Tx, pool: Id<PooledBudget>, deployment: Id<Deployment>) -> Result<PoolHeld, DbError> {
    #[derive(FromQueryResult)]
    struct Sum {
        held: i64,
        spent: i64,
    }
    let sql = "SELECT coalesce(sum(held), 0)::bigint AS held, coalesce(-sum(pence), 0)::bigint AS spent \
               FROM pool_line WHERE pool_id = $1 AND deployment_id = $2";
    let row: Option<Sum> = tx.row(sql, values![Key(pool), Key(deployment)]).await?;
    Ok(row.map_or_else(PoolHeld::default, |row| PoolHeld { held: row.held, spent: row.spent }))
}

/// The lines of a month on the statements of budgets that the reader may see, in the order in which they were written.
pub async fn of_month(
    db: &Db,
    seen: &Scope,
    pools: Vec<Id<PooledBudget>>,
    month: Month,
) -> Result<Vec<PoolLine>, DbError> {
    let sql = "SELECT pool_id, nth, month, kind, school_id, deployment_id, charge_id, pence, held, balance, reserved, at \
               FROM pool_line WHERE pool_id = ANY($1) AND month = $2 ORDER BY pool_id, nth";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(pools), month.first()]).await?;
    Ok(rows.into_iter().map(PoolLine::from).collect())
}

/// A page of a statement's lines, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<PoolLine>) -> Page<PoolLine> {
    let order = |it: &PoolLine| i64::from(it.nth);
    let cursor = |it: &PoolLine| Cursor { list: OF_STATEMENT, order: order(it), id: it.pool.uuid() };
    Page::of_all(page, all, |it| (order(it), it.pool.uuid()), cursor)
}
