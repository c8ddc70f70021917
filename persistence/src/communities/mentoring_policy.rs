//! The versions of the numbers by which mentoring goes: data that is added and never changed.

use std::collections::BTreeMap;

use domain::communities::MentoringPolicy;
use sea_orm::FromQueryResult;

use crate::{Db, DbError, values};

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    settings: sea_orm::JsonValue,
}

/// The newest version.
pub async fn newest(db: &Db) -> Result<MentoringPolicy, DbError> {
    let sql = "SELECT version, settings FROM mentoring_policy ORDER BY version DESC LIMIT 1";
    let row: Option<Row> = db.row(sql, values![]).await?;
    let row = row.ok_or_else(|| DbError::broken("there is no policy of mentoring"))?;
    let numbers: BTreeMap<String, i32> =
        serde_json::from_value(row.settings).map_err(|fault| DbError::broken(fault.to_string()))?;
    MentoringPolicy::new(row.version, numbers.iter().map(|(name, number)| (name.as_str(), *number)))
        .map_err(|fault| DbError::broken(format!("version {} is no policy of mentoring: {fault:?}", row.version)))
}
