//! The editions of the register that were applied, each with its report.

use domain::directory::RegisterEdition;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Keys};
use crate::{Cursor, Db, DbError, Key, Page, PageRequest, Tx, values};

/// One edition as it was applied.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Edition {
    /// Its id.
    pub id: Key<RegisterEdition>,
    /// The name of the file.
    pub source: String,
    /// The fingerprint of the file.
    pub sha256: String,
    /// The fingerprint of the file of links that came with it, if one did.
    pub links_sha256: Option<String>,
    /// How many rows it had.
    pub rows_read: i32,
    /// What it changed, as the report that was printed.
    pub report: serde_json::Value,
    /// When it was applied.
    pub applied_at: At,
}

/// Keeps an edition, before its rows are applied: the history names it.
pub async fn save(tx: &Tx, id: Id<RegisterEdition>, source: &str, now: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO register_edition (id, source, sha256, rows_read, report, applied_at) \
        VALUES ($1, $2, '', 0, '{}', $3)";
    tx.run(sql, values![Key(id), source, At(now)]).await.map(drop)
}

/// Completes an edition with what was read and changed.
pub async fn complete(
    tx: &Tx,
    id: Id<RegisterEdition>,
    (sha256, links_sha256): (&str, Option<&str>),
    rows_read: u64,
    report: serde_json::Value,
) -> Result<(), DbError> {
    let sql = "UPDATE register_edition SET sha256 = $2, links_sha256 = $3, rows_read = $4, report = $5 WHERE id = $1";
    let rows_read = i32::try_from(rows_read).unwrap_or(i32::MAX);
    tx.run(sql, values![Key(id), sha256, links_sha256, rows_read, report]).await.map(drop)
}

/// The list of editions, the newest first.
pub const EDITIONS: &str = "register.editions";

/// A page of the editions, the newest first.
pub async fn page(db: &Db, page: &PageRequest) -> Result<Page<Edition>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let mut values = Vec::new();
    let past = match &page.from {
        Some(from) => {
            values.extend(values![from.instant(), from.id]);
            format!("WHERE (applied_at, id) {than} ($1, $2)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT id, source, sha256, links_sha256, rows_read, report, applied_at FROM register_edition {past} \
         ORDER BY applied_at {way}, id {way} LIMIT {}",
        page.limit(),
    );
    let cursor =
        |it: &Edition| Cursor { list: EDITIONS, order: it.applied_at.0.utc().timestamp_micros(), id: it.id.0.uuid() };
    Ok(Page::of(page, db.rows(&sql, values).await?, cursor))
}

/// Whether any file of the register was applied.
pub async fn is_any_applied(db: &Db) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        is_applied: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM register_edition) AS is_applied";
    Ok(db.row::<Row>(sql, []).await?.is_some_and(|row| row.is_applied))
}

/// The editions with these ids.
pub async fn of_ids(db: &Db, ids: Vec<Id<RegisterEdition>>) -> Result<Vec<Edition>, DbError> {
    let sql = "SELECT id, source, sha256, links_sha256, rows_read, report, applied_at FROM register_edition \
               WHERE id = ANY($1)";
    db.rows(sql, values![Keys(ids)]).await
}
