//! The versions of the matching policy: data that is added and never changed.

use std::collections::BTreeMap;

use domain::brokerage::matching::Policy;
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::{Db, DbError, values};

/// One version, with where it comes from.
#[derive(Clone, Debug)]
pub struct Version {
    /// The weights and numbers.
    pub policy: Policy,
    /// Since when it holds.
    pub since: domain::Timestamp,
    /// Why it was made, in plain words.
    pub note: String,
}

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    weights: sea_orm::JsonValue,
    settings: sea_orm::JsonValue,
    since: At,
    note: String,
}

impl TryFrom<Row> for Version {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let (weights, settings) = (numbers(row.weights)?, numbers(row.settings)?);
        let policy = Policy::new(row.version, named(&weights), named(&settings))
            .map_err(|fault| DbError::broken(format!("version {} is no policy: {fault:?}", row.version)))?;
        Ok(Self { policy, since: row.since.0, note: row.note })
    }
}

fn numbers(json: sea_orm::JsonValue) -> Result<BTreeMap<String, i32>, DbError> {
    serde_json::from_value(json).map_err(|fault| DbError::broken(fault.to_string()))
}

fn named(numbers: &BTreeMap<String, i32>) -> impl Iterator<Item = (&str, i32)> {
    numbers.iter().map(|(name, number)| (name.as_str(), *number))
}

/// Every version, the newest first. There are few, and there will be.
pub async fn all(db: &Db) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT version, weights, settings, since, note FROM match_policy ORDER BY version DESC";
    let rows: Vec<Row> = db.rows(sql, values![]).await?;
    rows.into_iter().map(Version::try_from).collect()
}
