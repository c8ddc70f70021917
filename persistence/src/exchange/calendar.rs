//! The calendar of half-terms: the national default, as data (SETTLED 6).

use chrono::NaiveDate;
use domain::time::{Calendar, Period};
use sea_orm::FromQueryResult;

use crate::column::Bucket;
use crate::{DbError, Tx};

#[derive(FromQueryResult)]
struct Row {
    code: Bucket,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// The half-terms with their days.
pub async fn read(tx: &Tx) -> Result<Calendar, DbError> {
    let rows: Vec<Row> = tx.rows("SELECT code, starts_on, ends_on FROM half_term ORDER BY code", []).await?;
    let half_term = |row: Row| {
        let days = Period::new(row.starts_on, row.ends_on).map_err(|_| DbError::broken("a half-term runs backwards"));
        days.map(|days| (row.code.0, days))
    };
    Ok(Calendar::new(rows.into_iter().map(half_term).collect::<Result<_, _>>()?))
}
