//! How many leaders of a school are out on one day (DOMAIN D54).

use domain::brokerage::{Deployment, LeadersOut, VisitRecord};
use domain::exchange::Mode;
use sea_orm::FromQueryResult;

use crate::column::Key;
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    leaders: i32,
    out: i32,
    percent: i32,
}

/// The leaders of the school that gives, and those who work at other schools on the day of a visit, whoever comes for it
/// among them; nobody where that is no leader of it, or stays at the own school. The transaction sees every record.
pub async fn out(tx: &Tx, of: &Deployment, record: &VisitRecord) -> Result<Option<LeadersOut>, DbError> {
    let Some(person) = of.person.filter(|_| record.mode != Mode::Remote) else { return Ok(None) };
    let values = values![Key(of.home), Key(person), record.visited_on];
    let row: Option<Row> = tx.row(include_str!("leadership.sql"), values).await?;
    Ok(row.map(|Row { leaders, out, percent }| LeadersOut { leaders, out, percent }))
}
