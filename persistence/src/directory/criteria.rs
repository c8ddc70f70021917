//! What schemes of designation ask for: the table of versions, which are never changed.

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{Criteria, Criterion, DesignationScheme, IssuerKind, Post};
use domain::identity::Person;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::column::{Key, Text, Texts};
use crate::{Db, DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    scheme: Text<DesignationScheme>,
    version: i32,
    since: NaiveDate,
    issuer: Text<IssuerKind>,
    closed_on: Option<NaiveDate>,
    posts: Texts<Post>,
    supports: Texts<Post>,
    leadership_months: i32,
    points: Json,
}

#[derive(Deserialize)]
struct Point {
    code: String,
    text: String,
}

impl TryFrom<Row> for Criteria {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let points: Vec<Point> =
            serde_json::from_value(row.points).map_err(|error| DbError::broken(error.to_string()))?;
        Ok(Self {
            scheme: row.scheme.0,
            version: row.version,
            since: row.since,
            issuer: row.issuer.0,
            closed_on: row.closed_on,
            posts: row.posts.0,
            supports: row.supports.0,
            leadership_months: row.leadership_months,
            points: points.into_iter().map(|it| Criterion { code: it.code, text: it.text }).collect(),
        })
    }
}

const COLUMNS: &str = "SELECT scheme, version, since, issuer, closed_on, posts, supports, leadership_months, points FROM designation_criteria";

/// The version of a scheme's criteria that is in force on a day.
pub async fn in_force(tx: &Tx, scheme: DesignationScheme, day: NaiveDate) -> Result<Option<Criteria>, DbError> {
    let sql = format!("{COLUMNS} WHERE scheme = $1 AND since <= $2 ORDER BY since DESC LIMIT 1");
    tx.row::<Row>(&sql, values![Text(scheme), day]).await?.map(Criteria::try_from).transpose()
}

/// One version of a scheme's criteria.
pub async fn version(tx: &Tx, scheme: DesignationScheme, version: i32) -> Result<Option<Criteria>, DbError> {
    let sql = format!("{COLUMNS} WHERE scheme = $1 AND version = $2");
    tx.row::<Row>(&sql, values![Text(scheme), version]).await?.map(Criteria::try_from).transpose()
}

/// The criteria of what a person holds, or has applied for and is not decided, each in the version by which it is judged.
pub async fn of_open(tx: &Tx, person: Id<Person>) -> Result<Vec<Criteria>, DbError> {
    let sql = format!(
        "{COLUMNS} WHERE EXISTS (SELECT FROM designation WHERE designation.scheme = designation_criteria.scheme \
         AND criteria_version = designation_criteria.version AND person_id = $1 \
         AND status NOT IN ('lapsed', 'withdrawn', 'not_designated')) ORDER BY scheme"
    );
    tx.rows::<Row>(&sql, values![Key(person)]).await?.into_iter().map(Criteria::try_from).collect()
}

/// Every version of every scheme's criteria, the newest of each first.
pub async fn all(db: &Db) -> Result<Vec<Criteria>, DbError> {
    let sql = format!("{COLUMNS} ORDER BY scheme, version DESC");
    db.rows::<Row>(&sql, []).await?.into_iter().map(Criteria::try_from).collect()
}
