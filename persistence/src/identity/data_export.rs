//! The table of what was prepared for people who asked what is kept about them.

use domain::access::Scope;
use domain::identity::{DataExport, DataExportStatus, Person};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, values};

const COLUMNS: &str = "id, person_id, status, asked_by, asked_at, ready_at, expires_at, version";

#[derive(FromQueryResult)]
struct Row {
    id: Key<DataExport>,
    person_id: Key<Person>,
    status: Text<DataExportStatus>,
    asked_by: Option<Key<Person>>,
    asked_at: At,
    ready_at: Option<At>,
    expires_at: Option<At>,
    version: i32,
}

impl From<Row> for DataExport {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person_id.0,
            status: row.status.0,
            asked_by: row.asked_by.map(|key| key.0),
            asked_at: row.asked_at.0,
            ready_at: row.ready_at.map(|at| at.0),
            expires_at: row.expires_at.map(|at| at.0),
            version: row.version,
        }
    }
}

/// Writes that it was asked for.
pub async fn insert(tx: &Tx, it: &DataExport) -> Result<(), DbError> {
    let sql =
        "INSERT INTO data_export (id, person_id, status, asked_by, asked_at, version) VALUES ($1, $2, $3, $4, $5, $6)";
    let values =
        values![Key(it.id), Key(it.person), Text(it.status), it.asked_by.map(Key), At(it.asked_at), it.version];
    tx.run(sql, values).await.map(drop)
}

/// The next that waits to be prepared, unless another process is at it.
pub async fn lock_waiting(tx: &Tx) -> Result<Option<DataExport>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM data_export WHERE status = 'asked' ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
    );
    Ok(tx.row::<Row>(&sql, []).await?.map(DataExport::from))
}

/// Some whose time is over.
pub async fn lock_over(tx: &Tx, most: u32) -> Result<Vec<DataExport>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM data_export WHERE status = 'ready' AND expires_at <= $1 ORDER BY expires_at LIMIT $2 \
         FOR UPDATE SKIP LOCKED"
    );
    let rows = tx.rows::<Row>(&sql, values![At(tx.now()), i64::from(most)]).await?;
    Ok(rows.into_iter().map(DataExport::from).collect())
}

/// Writes where it stands, with what it holds, under the next version.
pub async fn save(tx: &Tx, it: &mut DataExport, content: Option<String>) -> Result<(), DbError> {
    let sql = "UPDATE data_export SET status = $2, ready_at = $3, expires_at = $4, content = $5, version = version + 1 \
               WHERE id = $1";
    let (ready, expires) = (it.ready_at.map(At), it.expires_at.map(At));
    tx.run(sql, values![Key(it.id), Text(it.status), ready, expires, content]).await?;
    it.version += 1;
    Ok(())
}

/// Those with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<DataExport>>) -> Result<Vec<DataExport>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM data_export WHERE id = ANY($1)");
    Ok(db.rows_for::<Row>(seen, &sql, values![Keys(ids)]).await?.into_iter().map(DataExport::from).collect())
}

/// The latest that was asked for about a person.
pub async fn latest(db: &Db, seen: &Scope, person: Id<Person>) -> Result<Option<DataExport>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM data_export WHERE person_id = $1 ORDER BY id DESC LIMIT 1");
    Ok(db.row_for::<Row>(seen, &sql, values![Key(person)]).await?.map(DataExport::from))
}

/// What it holds, if the reader may see it and its time is not over.
pub async fn content(db: &Db, seen: &Scope, id: Id<DataExport>, now: Timestamp) -> Result<Option<String>, DbError> {
    #[derive(FromQueryResult)]
    struct Held {
        content: String,
    }
    let sql = "SELECT content FROM data_export WHERE id = $1 AND status = 'ready' AND expires_at > $2";
    Ok(db.row_for::<Held>(seen, sql, values![Key(id), At(now)]).await?.map(|it| it.content))
}
