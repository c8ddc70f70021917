//! The versions of the matching policy: data that is added and never changed.

use std::collections::BTreeMap;

use domain::Word;
use domain::brokerage::PolicyChange;
use domain::brokerage::matching::{Factor, Policy, Setting};
use sea_orm::{FromQueryResult, JsonValue};

use crate::column::{At, Key};
use crate::{Db, DbError, Tx, values};

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
    weights: JsonValue,
    settings: JsonValue,
    since: At,
    note: String,
}

impl TryFrom<Row> for Version {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let policy = read(row.version, row.weights, row.settings)?;
        Ok(Self { policy, since: row.since.0, note: row.note })
    }
}

/// A policy by its stored numbers.
pub(super) fn read(version: i32, weights: JsonValue, settings: JsonValue) -> Result<Policy, DbError> {
    let (weights, settings) = (numbers(weights)?, numbers(settings)?);
    Policy::new(version, named(&weights), named(&settings))
        .map_err(|fault| DbError::broken(format!("version {version} is no policy: {fault:?}")))
}

/// The weights and the numbers of a policy as they are stored.
pub(super) fn written(policy: &Policy) -> (JsonValue, JsonValue) {
    let weights = Factor::ALL.iter().map(|it| (it.as_str().to_owned(), policy.weight(*it).into()));
    let settings = Setting::ALL.iter().map(|it| (it.as_str().to_owned(), policy.setting(*it).into()));
    (JsonValue::Object(weights.collect()), JsonValue::Object(settings.collect()))
}

fn numbers(json: JsonValue) -> Result<BTreeMap<String, i32>, DbError> {
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

/// The version with the highest number, whether it holds already or not. Two that would follow it have one number, of which the
/// database takes the first.
pub async fn newest(tx: &Tx) -> Result<Policy, DbError> {
    let sql = "SELECT version, weights, settings, since, note FROM match_policy ORDER BY version DESC LIMIT 1";
    let row: Option<Row> = tx.row(sql, values![]).await?;
    let row = row.ok_or_else(|| DbError::broken("there is no matching policy"))?;
    Ok(Version::try_from(row)?.policy)
}

/// Adds the version that an approved change makes.
pub async fn insert(tx: &Tx, it: &PolicyChange) -> Result<(), DbError> {
    let sql =
        "INSERT INTO match_policy (version, weights, settings, since, note, change_id) VALUES ($1, $2, $3, $4, $5, $6)";
    let (weights, settings) = written(&it.policy);
    let note = it.reason.as_str().to_owned();
    let values = values![it.policy.version(), weights, settings, At(it.holds_from), note, Key(it.id)];
    tx.run(sql, values).await.map(drop)
}
