//! Whether a live database holds what it must: every invariant of TRUST section 4 that exists, asked read-only.

use domain::Timestamp;
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::{DbError, Tx, values};

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
    let asked = include_str!("check.sql")
        .replace("/* and of what is settled */", include_str!("check_settlement.sql"))
        .replace("/* and of rounds */", include_str!("check_round.sql"))
        .replace("/* and of rings */", include_str!("check_ring.sql"))
        .replace("/* and of mentoring */", include_str!("check_mentoring.sql"))
        .replace("/* and what comes before the work */", include_str!("check_clock.sql"))
        .replace("/* who sees what */", include_str!("check_seen.sql"))
        .replace("/* and that time runs forwards */", include_str!("check_time.sql"));
    tx.rows(&asked, []).await
}

/// Takes the turn to ask them, of all the processes that share a database: one of them, once the last turn is over since
/// `over` or longer. A database that was never asked is due one such time later, so that no process begins with it.
pub async fn take_turn(tx: &Tx, over: Timestamp) -> Result<bool, DbError> {
    let first = "INSERT INTO installation (key, value) VALUES ('looked_over_at', $1::text) ON CONFLICT DO NOTHING";
    tx.run(first, values![At(tx.now())]).await?;
    let next = "UPDATE installation SET value = $1::text WHERE key = 'looked_over_at' AND value::timestamptz <= $2";
    Ok(tx.run(next, values![At(tx.now()), At(over)]).await? > 0)
}
