//! What is planned for specialists of whom nothing is declared, and the days of theirs that are funded.

use domain::Id;
use domain::access::Scope;
use domain::directory::{Alliance, Specialist};
use domain::exchange::{CapacityGrant, CapacityPolicy};
use domain::identity::Person;
use domain::text::Name;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct PolicyRow {
    version: i32,
    half_days: i32,
}

/// The policy in force.
pub async fn policy(tx: &Tx) -> Result<CapacityPolicy, DbError> {
    let sql = "SELECT version, half_days FROM capacity_policy WHERE since <= $1 ORDER BY version DESC LIMIT 1";
    let row: Option<PolicyRow> = tx.row(sql, values![tx.now().day()]).await?;
    let row = row.ok_or_else(|| DbError::broken("no policy plans capacity"))?;
    Ok(CapacityPolicy { version: row.version, half_days: row.half_days })
}

#[derive(FromQueryResult)]
struct Row {
    specialist_id: Key<Specialist>,
    alliance_id: Key<Alliance>,
    year: i32,
    half_days: i32,
    funder: String,
    granted_by: Key<Person>,
    granted_at: At,
}

impl TryFrom<Row> for CapacityGrant {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            specialist: row.specialist_id.0,
            alliance: row.alliance_id.0,
            year: row.year,
            half_days: row.half_days,
            funder: Name::new(&row.funder).map_err(|_| DbError::broken("a stored name is not plain"))?,
            granted_by: row.granted_by.0,
            granted_at: row.granted_at.0,
        })
    }
}

/// Writes funded days.
pub async fn insert(tx: &Tx, id: Uuid, it: &CapacityGrant) -> Result<(), DbError> {
    let sql = "INSERT INTO capacity_grant (id, specialist_id, alliance_id, year, half_days, funder, granted_by, granted_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        id,
        Key(it.specialist),
        Key(it.alliance),
        it.year,
        it.half_days,
        it.funder.as_str().to_owned(),
        Key(it.granted_by),
        At(it.granted_at),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The funded days of these specialists from an academic year on, as far as the reader may see them: the specialist, the home
/// school and the alliance. The first that were entered come first.
pub async fn of_specialists(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Specialist>>,
    year: i32,
) -> Result<Vec<CapacityGrant>, DbError> {
    let sql = "SELECT given.specialist_id, given.alliance_id, given.year, given.half_days, given.funder, given.granted_by, \
               given.granted_at FROM capacity_grant AS given JOIN specialist AS whose ON whose.id = given.specialist_id \
               WHERE given.specialist_id = ANY($1) AND given.year >= $2 \
               AND ($3 OR whose.school_id = ANY($4) OR whose.person_id = ANY($4) OR given.alliance_id = ANY($4)) \
               ORDER BY given.granted_at, given.id";
    let values = values![Keys(ids), year, seen.is_everything(), scope::ids(seen)];
    let rows: Vec<Row> = db.rows(sql, values).await?;
    rows.into_iter().map(CapacityGrant::try_from).collect()
}
