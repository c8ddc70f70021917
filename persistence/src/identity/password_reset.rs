//! The table of links by which a forgotten password is replaced.

use domain::identity::Person;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key};
use crate::{DbError, Tx, values};

/// Writes a new link and spends those that the person was sent before: only the last one works.
pub async fn insert(tx: &Tx, person: Id<Person>, hash: Vec<u8>, expires_at: Timestamp) -> Result<(), DbError> {
    spend_all(tx, person).await?;
    let id: Uuid = (tx.stamp().ids)();
    let sql =
        "INSERT INTO password_reset (id, person_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, values![id, Key(person), hash, At(tx.now()), At(expires_at)]).await.map(drop)
}

/// Spends a link, and says for whom it was; `None` if it was spent, has lapsed, or never was.
pub async fn spend(tx: &Tx, hash: Vec<u8>) -> Result<Option<Id<Person>>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: Key<Person>,
    }
    let sql = "UPDATE password_reset SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 \
               RETURNING person_id";
    Ok(tx.row::<Row>(sql, values![hash, At(tx.now())]).await?.map(|it| it.person_id.0))
}

/// Spends every link of a person.
pub async fn spend_all(tx: &Tx, person: Id<Person>) -> Result<(), DbError> {
    let sql = "UPDATE password_reset SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL";
    tx.run(sql, values![Key(person), At(tx.now())]).await.map(drop)
}
