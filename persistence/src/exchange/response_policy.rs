//! The versions of the numbers by which the time for an answer is set: data that is added and never changed.

use std::collections::BTreeMap;

use domain::exchange::ResponsePolicy;
use sea_orm::FromQueryResult;

use crate::{Db, DbError, values};

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    settings: sea_orm::JsonValue,
}

impl TryFrom<Row> for ResponsePolicy {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let numbers: BTreeMap<String, i32> =
            serde_json::from_value(row.settings).map_err(|fault| DbError::broken(fault.to_string()))?;
        Self::new(row.version, numbers.iter().map(|(name, number)| (name.as_str(), *number)))
            .map_err(|fault| DbError::broken(format!("version {} sets no time for an answer: {fault:?}", row.version)))
    }
}

/// Every version, the newest first. There are few, and there will be.
pub async fn all(db: &Db) -> Result<Vec<ResponsePolicy>, DbError> {
    let sql = "SELECT version, settings FROM response_policy ORDER BY version DESC";
    let rows: Vec<Row> = db.rows(sql, values![]).await?;
    rows.into_iter().map(ResponsePolicy::try_from).collect()
}
