//! The tables of sign-ins and of the refresh tokens that descend from them.

use domain::identity::{Person, Presented, RevocationReason, Session};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Text};
use crate::{DbError, Tx, values};

/// Writes a new sign-in.
pub async fn insert(tx: &Tx, it: &Session) -> Result<(), DbError> {
    let sql = "INSERT INTO session (id, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.run(sql, values![Key(it.id), Key(it.person), At(it.begun_at), At(it.expires_at)]).await.map(drop)
}

/// Writes a new refresh token of a sign-in.
pub async fn add_token(tx: &Tx, session: Id<Session>, hash: Vec<u8>, expires_at: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO refresh_token (token_hash, session_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.run(sql, values![hash, Key(session), At(tx.now()), At(expires_at)]).await.map(drop)
}

/// The sign-in to which a refresh token belongs and the token itself, both locked: of two who show it at once, the
/// second sees that it was used.
pub async fn lock_presented(tx: &Tx, hash: Vec<u8>) -> Result<Option<(Session, Presented)>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Key<Session>,
        person_id: Key<Person>,
        created_at: At,
        expires_at: At,
        revoked_at: Option<At>,
        token_expires_at: At,
        used_at: Option<At>,
    }
    let sql = "SELECT s.id, s.person_id, s.created_at, s.expires_at, s.revoked_at, t.expires_at AS token_expires_at, \
               t.used_at FROM refresh_token t JOIN session s ON s.id = t.session_id WHERE t.token_hash = $1 FOR UPDATE";
    Ok(tx.row::<Row>(sql, values![hash]).await?.map(|it| {
        let session = Session {
            id: it.id.0,
            person: it.person_id.0,
            begun_at: it.created_at.0,
            expires_at: it.expires_at.0,
            revoked_at: it.revoked_at.map(|at| at.0),
        };
        (session, Presented { expires_at: it.token_expires_at.0, used_at: it.used_at.map(|at| at.0) })
    }))
}

/// Marks a refresh token as used.
pub async fn use_token(tx: &Tx, hash: Vec<u8>) -> Result<(), DbError> {
    tx.run("UPDATE refresh_token SET used_at = $2 WHERE token_hash = $1", values![hash, At(tx.now())]).await.map(drop)
}

/// Ends one sign-in.
pub async fn revoke(tx: &Tx, id: Id<Session>, why: RevocationReason) -> Result<(), DbError> {
    let sql = "UPDATE session SET revoked_at = $2, revoked_because = $3 WHERE id = $1 AND revoked_at IS NULL";
    tx.run(sql, values![Key(id), At(tx.now()), Text(why)]).await.map(drop)
}

/// Ends every sign-in of a person, but for the one that may go on.
pub async fn revoke_all(
    tx: &Tx,
    person: Id<Person>,
    but: Option<Id<Session>>,
    why: RevocationReason,
) -> Result<(), DbError> {
    let sql = "UPDATE session SET revoked_at = $2, revoked_because = $3 \
               WHERE person_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $4";
    tx.run(sql, values![Key(person), At(tx.now()), Text(why), but.map(Key)]).await.map(drop)
}
