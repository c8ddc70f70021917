//! The parts of charges that schools pay of a joint commission: the table, its conversions, its queries.

use chrono::{Datelike, NaiveDate};
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Charge, ChargePart, Deployment, JointCommission};
use domain::directory::School;
use domain::time::Month;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of a statement's parts, in the order of the visits.
pub const OF_STATEMENT: &str = "charge_part.of_statement";

#[derive(FromQueryResult)]
struct PartRow {
    charge_id: Key<Charge>,
    commission_id: Key<JointCommission>,
    deployment_id: Key<Deployment>,
    school_id: Key<School>,
    host_id: Key<School>,
    month: NaiveDate,
    visited_on: NaiveDate,
    pence: i64,
}

impl From<PartRow> for ChargePart {
    fn from(row: PartRow) -> Self {
        Self {
            charge: row.charge_id.0,
            commission: row.commission_id.0,
            deployment: row.deployment_id.0,
            school: row.school_id.0,
            host: row.host_id.0,
            month: Month::of(row.month),
            visited_on: row.visited_on,
            pence: row.pence,
        }
    }
}

/// Books the parts of a charge; each is read by its school, the receiving one and the alliance.
pub async fn book(tx: &Tx, parts: &[ChargePart], of: &Deployment) -> Result<(), DbError> {
    let sql = "INSERT INTO charge_part (charge_id, commission_id, deployment_id, school_id, host_id, month, visited_on, \
               pence, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    for it in parts {
        let audience = vec![it.school.uuid(), it.host.uuid(), of.alliance.uuid()];
        let values = values![
            Key(it.charge),
            Key(it.commission),
            Key(it.deployment),
            Key(it.school),
            Key(it.host),
            it.month.first(),
            it.visited_on,
            it.pence,
            audience,
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// What these schools pay of joint commissions in a month, as far as the reader may see it, in the order of the visits.
pub async fn parts_of_month(
    db: &Db,
    seen: &Scope,
    schools: Vec<Id<School>>,
    month: Month,
) -> Result<Vec<ChargePart>, DbError> {
    let sql = "SELECT charge_id, commission_id, deployment_id, school_id, host_id, month, visited_on, pence \
               FROM charge_part WHERE school_id = ANY($1) AND month = $2 AND ($3 OR audience && $4) \
               ORDER BY visited_on, charge_id";
    let values = values![Keys(schools), month.first(), seen.is_everything(), scope::ids(seen)];
    let rows: Vec<PartRow> = db.rows_for(seen, sql, values).await?;
    Ok(rows.into_iter().map(ChargePart::from).collect())
}

/// A page of a statement's parts, of all of them.
pub fn page_of_parts(page: &PageRequest, all: Vec<ChargePart>) -> Page<ChargePart> {
    let order = |it: &ChargePart| i64::from(it.visited_on.num_days_from_ce());
    let cursor = |it: &ChargePart| Cursor { list: OF_STATEMENT, order: order(it), id: it.charge.uuid() };
    Page::of_all(page, all, |it| (order(it), it.charge.uuid()), cursor)
}
