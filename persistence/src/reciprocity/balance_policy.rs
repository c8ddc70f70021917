//! The versions of the numbers by which reciprocity is weighed: data that is added and never changed.

use std::collections::BTreeMap;

use domain::reciprocity::{BalancePolicies, BalancePolicy, BalanceVersion};
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::{Db, DbError, values};

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    settings: sea_orm::JsonValue,
    since: At,
    note: String,
}

impl TryFrom<Row> for BalanceVersion {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let numbers: BTreeMap<String, i32> =
            serde_json::from_value(row.settings).map_err(|fault| DbError::broken(fault.to_string()))?;
        let policy = BalancePolicy::new(row.version, numbers.iter().map(|(name, number)| (name.as_str(), *number)))
            .map_err(|fault| DbError::broken(format!("version {} weighs nothing: {fault:?}", row.version)))?;
        Ok(Self { policy, since: row.since.0, note: row.note })
    }
}

/// Every version. There are few, and there will be.
pub async fn all(db: &Db) -> Result<BalancePolicies, DbError> {
    let rows: Vec<Row> = db.rows("SELECT version, settings, since, note FROM balance_policy", values![]).await?;
    let versions = rows.into_iter().map(BalanceVersion::try_from).collect::<Result<_, _>>()?;
    BalancePolicies::new(versions).ok_or_else(|| DbError::broken("there is no policy of reciprocity"))
}
