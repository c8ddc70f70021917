//! The table of letters that wait to be sent by e-mail.

use domain::Timestamp;
use domain::text::Email;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::At;
use crate::{Db, DbError, Tx, values};

/// A letter that waits.
#[derive(Clone, FromQueryResult)]
pub struct Letter {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// What it is about.
    pub subject: String,
    /// What it says; this may hold a secret link.
    pub body: String,
}

/// Writes a letter, which goes out, or not, with the transaction. After `expires_at` it would be of no use.
pub async fn insert(tx: &Tx, to: &Email, subject: &str, body: &str, expires_at: Timestamp) -> Result<(), DbError> {
    let id: Uuid = (tx.stamp().ids)();
    let sql = "INSERT INTO letter (id, email, subject, body, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, values![id, to.as_str(), subject, body, At(tx.now()), At(expires_at)]).await.map(drop)
}

/// The letters that wait, oldest first.
pub async fn waiting(db: &Db, now: Timestamp) -> Result<Vec<Letter>, DbError> {
    let sql = "SELECT id, email, subject, body FROM letter WHERE expires_at > $1 ORDER BY id LIMIT 1000";
    db.rows_for(&crate::scope::service(), sql, values![At(now)]).await
}
