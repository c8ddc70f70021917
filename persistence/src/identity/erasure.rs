//! The table of wishes that somebody be erased, and of what came of them.

use domain::Id;
use domain::access::Scope;
use domain::identity::{Erasure, ErasureStatus, ErasureWithdrawal, Person};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, values};

const COLUMNS: &str =
    "id, person_id, status, asked_by, asked_at, not_before, restricted_until, ended_at, version, withdraw_reason";

#[derive(FromQueryResult)]
struct Row {
    id: Key<Erasure>,
    person_id: Key<Person>,
    status: Text<ErasureStatus>,
    asked_by: Option<Key<Person>>,
    asked_at: At,
    not_before: At,
    restricted_until: Option<At>,
    ended_at: Option<At>,
    version: i32,
    withdraw_reason: Option<Text<ErasureWithdrawal>>,
}

impl From<Row> for Erasure {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person_id.0,
            status: row.status.0,
            asked_by: row.asked_by.map(|key| key.0),
            asked_at: row.asked_at.0,
            not_before: row.not_before.0,
            restricted_until: row.restricted_until.map(|at| at.0),
            ended_at: row.ended_at.map(|at| at.0),
            version: row.version,
            withdraw_reason: row.withdraw_reason.map(|it| it.0),
        }
    }
}

/// Writes a new one.
pub async fn insert(tx: &Tx, it: &Erasure) -> Result<(), DbError> {
    let sql = format!("INSERT INTO erasure ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    let (asked_by, restricted) = (it.asked_by.map(Key), it.restricted_until.map(At));
    let values = values![
        Key(it.id),
        Key(it.person),
        Text(it.status),
        asked_by,
        At(it.asked_at),
        At(it.not_before),
        restricted,
        it.ended_at.map(At),
        it.version,
        it.withdraw_reason.map(Text),
    ];
    tx.run(&sql, values).await.map(drop)
}

/// The one with this id, for changing.
pub async fn lock(tx: &Tx, id: Id<Erasure>) -> Result<Option<Erasure>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM erasure WHERE id = $1 FOR UPDATE");
    Ok(tx.row::<Row>(&sql, values![Key(id)]).await?.map(Erasure::from))
}

/// Writes where it stands, under the next version.
pub async fn save(tx: &Tx, it: &mut Erasure) -> Result<(), DbError> {
    let sql =
        "UPDATE erasure SET status = $2, ended_at = $3, withdraw_reason = $4, version = version + 1 WHERE id = $1";
    let why = it.withdraw_reason.map(Text);
    tx.run(sql, values![Key(it.id), Text(it.status), it.ended_at.map(At), why]).await?;
    it.version += 1;
    Ok(())
}

/// Those with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Erasure>>) -> Result<Vec<Erasure>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM erasure WHERE id = ANY($1)");
    Ok(db.rows_for::<Row>(seen, &sql, values![Keys(ids)]).await?.into_iter().map(Erasure::from).collect())
}

/// The latest of a person.
pub async fn latest(db: &Db, seen: &Scope, person: Id<Person>) -> Result<Option<Erasure>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM erasure WHERE person_id = $1 ORDER BY id DESC LIMIT 1");
    Ok(db.row_for::<Row>(seen, &sql, values![Key(person)]).await?.map(Erasure::from))
}
