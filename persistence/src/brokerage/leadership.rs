//! How many leaders of a school are out on one day (DOMAIN D54).

use chrono::NaiveDate;
use domain::brokerage::{Deployment, LeadersOut};
use domain::time::Period;
use sea_orm::FromQueryResult;

use crate::column::Key;
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    on_day: NaiveDate,
    leaders: i32,
    out: i32,
    percent: i32,
}

/// The leaders of the school that gives, and those who are out once whoever supports is away on these days, on the one on which
/// most are; nothing where that is no leader of it. The transaction sees every record.
pub async fn out(tx: &Tx, of: &Deployment, away: Period) -> Result<Option<LeadersOut>, DbError> {
    let Some(person) = of.person else { return Ok(None) };
    let values = values![Key(of.home), Key(person), away.from(), away.until()];
    let row: Option<Row> = tx.row(include_str!("leadership.sql"), values).await?;
    Ok(row.map(|Row { on_day, leaders, out, percent }| LeadersOut { on: on_day, leaders, out, percent }))
}
