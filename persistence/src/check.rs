//! Whether a live database holds what it must: every invariant of TRUST section 4 that exists, asked read-only.

use sea_orm::FromQueryResult;

use crate::{DbError, Tx};

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Breach {
    /// The rule in words.
    pub rule: String,
    /// How many rows break it.
    pub rows: i64,
    /// The ids of some of them, separated by commas.
    pub examples: String,
}

/// Asks every invariant at one instant. The transaction must be one that sees everything; it can write no more.
pub async fn breaches(tx: &Tx) -> Result<Vec<Breach>, DbError> {
    tx.run("SET TRANSACTION READ ONLY", []).await?;
    // It reads whole tables, which no request may.
    tx.run("SET LOCAL statement_timeout = '10min'", []).await?;
    tx.rows(include_str!("check.sql"), []).await
}
