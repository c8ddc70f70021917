//! The tables of how long records are kept, and of what was forgotten when its time was over.

use chrono::NaiveDate;
use domain::identity::{Person, RecordClass, RetentionPolicy, RetentionRun};
use domain::text::Remark;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Text};
use crate::{Db, DbError, Tx, values};

const COLUMNS: &str = "id, record_class, version, from_on, keep_days, at_least_days, note, set_by, set_at";

#[derive(FromQueryResult)]
struct Row {
    id: Key<RetentionPolicy>,
    record_class: Text<RecordClass>,
    version: i32,
    from_on: NaiveDate,
    keep_days: i32,
    at_least_days: i32,
    note: String,
    set_by: Option<Key<Person>>,
    set_at: At,
}

impl TryFrom<Row> for RetentionPolicy {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            class: row.record_class.0,
            version: row.version,
            from: row.from_on,
            keep_days: row.keep_days,
            at_least_days: row.at_least_days,
            note: Remark::new(&row.note)
                .map_err(|_| DbError::broken("a note of a policy does not pass its own rule"))?,
            set_by: row.set_by.map(|key| key.0),
            set_at: row.set_at.0,
        })
    }
}

/// What holds for each class on a day.
pub async fn in_force(db: &Db, day: NaiveDate) -> Result<Vec<RetentionPolicy>, DbError> {
    let sql = format!(
        "SELECT DISTINCT ON (record_class) {COLUMNS} FROM retention_policy WHERE from_on <= $1 \
         ORDER BY record_class, version DESC"
    );
    db.rows::<Row>(&sql, values![day]).await?.into_iter().map(RetentionPolicy::try_from).collect()
}

/// What holds for one class on the day of the transaction.
pub async fn of_class(tx: &Tx, class: RecordClass) -> Result<RetentionPolicy, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM retention_policy WHERE record_class = $1 AND from_on <= $2 ORDER BY version DESC LIMIT 1"
    );
    let row = tx.row::<Row>(&sql, values![Text(class), tx.now().day()]).await?;
    row.ok_or_else(|| DbError::broken("records whose time is set, without it"))?.try_into()
}

/// The number of the version that was set last, with no other set meanwhile.
pub async fn lock_last(tx: &Tx, class: RecordClass) -> Result<i32, DbError> {
    #[derive(FromQueryResult)]
    struct Last {
        version: i32,
    }
    let sql = "SELECT version FROM retention_policy WHERE record_class = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE";
    Ok(tx.row::<Last>(sql, values![Text(class)]).await?.map_or(0, |it| it.version))
}

/// Writes a new version.
pub async fn insert(tx: &Tx, it: &RetentionPolicy) -> Result<(), DbError> {
    let sql = format!("INSERT INTO retention_policy ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    let values = values![
        Key(it.id),
        Text(it.class),
        it.version,
        it.from,
        it.keep_days,
        it.at_least_days,
        it.note.as_str(),
        it.set_by.map(Key),
        At(it.set_at),
    ];
    tx.run(&sql, values).await.map(drop)
}

/// Writes what a turn forgot.
pub async fn ran(
    tx: &Tx,
    id: Id<RetentionRun>,
    policy: &RetentionPolicy,
    before: Timestamp,
    rows: i32,
) -> Result<(), DbError> {
    let sql = "INSERT INTO retention_run (id, policy_id, record_class, before, row_count, ran_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = values![Key(id), Key(policy.id), Text(policy.class), At(before), rows, At(tx.now())];
    tx.run(sql, values).await.map(drop)
}
