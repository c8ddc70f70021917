//! The table of links by which a forgotten password is replaced.

use domain::identity::Person;
use domain::text::Email;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key};
use crate::{Db, DbError, Tx, values};

/// Notes that somebody forgot the password of an address.
pub async fn wish(tx: &Tx, email: &Email) -> Result<(), DbError> {
    let id: Uuid = (tx.stamp().ids)();
    let sql = "INSERT INTO reset_wish (id, email, created_at) VALUES ($1, $2, $3)";
    tx.run(sql, values![id, email.as_str(), At(tx.now())]).await.map(drop)
}

/// Takes wishes off the list, for this transaction to grant; another process gets others.
pub async fn take_wishes(tx: &Tx) -> Result<Vec<Email>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        email: String,
    }
    let sql = "DELETE FROM reset_wish WHERE id IN (SELECT id FROM reset_wish ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED) \
               RETURNING email";
    let rows = tx.rows::<Row>(sql, []).await?;
    let read = |row: Row| Email::new(&row.email).map_err(|_| DbError::broken("a wish without an address"));
    rows.into_iter().map(read).collect()
}

/// For whom a link that works is, and by which address they are known.
pub async fn find(db: &Db, hash: Vec<u8>, now: Timestamp) -> Result<Option<(Id<Person>, Email)>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: Key<Person>,
        email: String,
    }
    let sql = "SELECT r.person_id, p.email FROM password_reset r JOIN person p ON p.id = r.person_id \
               WHERE r.token_hash = $1 AND r.used_at IS NULL AND r.expires_at > $2";
    let row = db.row_for::<Row>(&crate::scope::service(), sql, values![hash, At(now)]).await?;
    let read = |row: Row| Ok((row.person_id.0, Email::new(&row.email).map_err(|_| DbError::broken("an address"))?));
    row.map(read).transpose()
}

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
