//! What a seed reads first: the schools that are open and known to the map, and which school followed which.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{KeyStage, School, Trust};
use domain::time::{Calendar, Period};
use sea_orm::FromQueryResult;

use crate::column::{Bucket, Key, Texts};
use crate::{Db, DbError};

/// A school that is open, where the map knows it.
pub struct Place {
    /// Its id.
    pub school: Id<School>,
    /// Its number in the register.
    pub urn: i32,
    /// Its trust, if it has one.
    pub trust: Option<Id<Trust>>,
    /// What it teaches.
    pub key_stages: Vec<KeyStage>,
    /// Metres east.
    pub easting: i32,
    /// Metres north.
    pub northing: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<School>,
    urn: i32,
    trust_id: Option<Key<Trust>>,
    key_stages: Texts<KeyStage>,
    easting: i32,
    northing: i32,
}

/// Every school that is open, stands on the map and teaches some stage, by its number.
pub async fn places(db: &Db) -> Result<Vec<Place>, DbError> {
    let sql = "SELECT id, urn, trust_id, key_stages, easting, northing FROM school \
               WHERE status IN ('open', 'closing') AND place IS NOT NULL AND cardinality(key_stages) > 0 ORDER BY urn";
    let rows: Vec<Row> = db.rows(sql, []).await?;
    Ok(rows
        .into_iter()
        .map(|row| Place {
            school: row.id.0,
            urn: row.urn,
            trust: row.trust_id.map(|it| it.0),
            key_stages: row.key_stages.0,
            easting: row.easting,
            northing: row.northing,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Followed {
    predecessor_urn: i32,
    successor_urn: i32,
}

/// The numbers that followed each number.
pub async fn successors(db: &Db) -> Result<HashMap<i32, Vec<i32>>, DbError> {
    let sql = "SELECT predecessor_urn, successor_urn FROM school_succession ORDER BY predecessor_urn, successor_urn";
    let rows: Vec<Followed> = db.rows(sql, []).await?;
    let mut all: HashMap<i32, Vec<i32>> = HashMap::new();
    for row in rows {
        all.entry(row.predecessor_urn).or_default().push(row.successor_urn);
    }
    Ok(all)
}

#[derive(FromQueryResult)]
struct HalfTermRow {
    code: Bucket,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// The national calendar of half-terms.
pub async fn calendar(db: &Db) -> Result<Calendar, DbError> {
    let rows: Vec<HalfTermRow> = db.rows("SELECT code, starts_on, ends_on FROM half_term", []).await?;
    let days = |row: HalfTermRow| {
        let period = Period::new(row.starts_on, row.ends_on);
        period.map(|period| (row.code.0, period)).map_err(|_| DbError::broken("a half-term that runs backwards"))
    };
    rows.into_iter().map(days).collect::<Result<_, _>>().map(Calendar::new)
}
