//! The table of letters: what waits to be sent by e-mail, and what came of it.

use domain::identity::LetterFault;
use domain::text::Email;
use domain::{Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Text};
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
    /// When it was written.
    pub created_at: At,
    /// How often it was tried, with the try that is under way.
    pub tries: i32,
}

/// Writes a letter, which goes out, or not, with the transaction. After `expires_at` it would be of no use.
pub async fn insert(tx: &Tx, to: &Email, subject: &str, body: &str, expires_at: Timestamp) -> Result<(), DbError> {
    let id: Uuid = (tx.stamp().ids)();
    let sql = "INSERT INTO letter (id, email, subject, body, created_at, due_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $5, $6)";
    tx.run(sql, values![id, to.as_str(), subject, body, At(tx.now()), At(expires_at)]).await.map(drop)
}

/// The letters that wait, oldest first.
pub async fn waiting(db: &Db, now: Timestamp) -> Result<Vec<Letter>, DbError> {
    let sql = "SELECT id, email, subject, body, created_at, tries FROM letter \
               WHERE expires_at > $1 AND sent_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1000";
    db.rows_for(&crate::scope::service(), sql, values![At(now)]).await
}

/// A letter that was given up. What it said is gone.
#[derive(Clone, FromQueryResult)]
pub struct GivenUp {
    /// To whom.
    pub email: String,
    /// What it was about.
    pub subject: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it was given up.
    pub failed_at: At,
    /// Why.
    pub fault: Text<LetterFault>,
}

/// The letters that were given up, the latest first.
pub async fn given_up(db: &Db) -> Result<Vec<GivenUp>, DbError> {
    let sql = "SELECT email, subject, tries, failed_at, fault FROM letter WHERE failed_at IS NOT NULL \
               ORDER BY failed_at DESC, id LIMIT 1000";
    db.rows_for(&crate::scope::service(), sql, []).await
}

/// Takes up to so many letters that are due, for one try each: nobody else takes them before `until`. What somebody else is
/// just taking is left to them.
pub async fn claim(tx: &Tx, most: i64, until: Timestamp) -> Result<Vec<Letter>, DbError> {
    tx.rows(include_str!("letter_claim.sql"), values![At(tx.now()), At(until), most]).await
}

/// Notes that a letter was sent, and wipes what it said.
pub async fn sent(tx: &Tx, id: Uuid) -> Result<(), DbError> {
    let sql =
        "UPDATE letter SET sent_at = greatest($2, created_at), failed_at = NULL, fault = NULL, body = '' WHERE id = $1";
    tx.run(sql, values![id, At(tx.now())]).await.map(drop)
}

/// Notes why a try failed, and when the next is due, unless somebody else has taken the letter since.
pub async fn put_off(tx: &Tx, it: &Letter, fault: LetterFault, until: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE letter SET due_at = $3, fault = $4 \
               WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND failed_at IS NULL";
    tx.run(sql, values![it.id, it.tries, At(until), Text(fault)]).await.map(drop)
}

/// Gives a letter up and wipes what it said, unless somebody else has taken it since.
pub async fn give_up(tx: &Tx, it: &Letter, fault: LetterFault) -> Result<(), DbError> {
    let sql = "UPDATE letter SET failed_at = greatest($3, created_at), fault = $4, body = '' \
               WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND failed_at IS NULL";
    tx.run(sql, values![it.id, it.tries, At(tx.now()), fault.as_str()]).await.map(drop)
}
