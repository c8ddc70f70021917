//! The versions of the numbers by which reciprocity is weighed: data that is added and never changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::Timestamp;
use domain::reciprocity::BalancePolicy;
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::{Db, DbError, values};

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    settings: sea_orm::JsonValue,
}

impl TryFrom<Row> for BalancePolicy {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let numbers: BTreeMap<String, i32> =
            serde_json::from_value(row.settings).map_err(|fault| DbError::broken(fault.to_string()))?;
        Self::new(row.version, numbers.iter().map(|(name, number)| (name.as_str(), *number)))
            .map_err(|fault| DbError::broken(format!("version {} weighs nothing: {fault:?}", row.version)))
    }
}

/// The version that holds: the newest.
pub async fn newest(db: &Db) -> Result<BalancePolicy, DbError> {
    let sql = "SELECT version, settings FROM balance_policy ORDER BY version DESC LIMIT 1";
    let row: Option<Row> = db.row(sql, values![]).await?;
    row.ok_or_else(|| DbError::broken("there is no policy of reciprocity"))?.try_into()
}

/// The version that held at the end of a day, or the first where there was none yet.
pub async fn holding(db: &Db, day: NaiveDate) -> Result<BalancePolicy, DbError> {
    let sql = "SELECT version, settings FROM balance_policy \
               ORDER BY since < $1 DESC, CASE WHEN since < $1 THEN -version ELSE version END LIMIT 1";
    let row: Option<Row> = db.row(sql, values![At(Timestamp::midnight(day).plus_days(1))]).await?;
    row.ok_or_else(|| DbError::broken("there is no policy of reciprocity"))?.try_into()
}
