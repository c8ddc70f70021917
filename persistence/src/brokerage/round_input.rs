//! What the plan of a round is made of, kept so that whoever takes the round over plans by the same, and anybody can plan it again.

use domain::Id;
use domain::brokerage::Round;
use sea_orm::FromQueryResult;

use crate::column::{At, Key};
use crate::{DbError, Tx, values};

/// The compressed bytes of what went in, and the hash of the bytes before.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoundInput {
    /// The bytes, compressed.
    pub input: Vec<u8>,
    /// The SHA-256 of the bytes as they were.
    pub input_hash: Vec<u8>,
    /// What was settled before the plan was sought, in its canonical bytes; nothing where nothing was.
    pub settled: Option<Vec<u8>>,
}

/// Keeps it for a locked round, in the place of what was read before.
pub async fn put(tx: &Tx, id: Id<Round>, it: RoundInput) -> Result<(), DbError> {
    let sql = "INSERT INTO round_input (round_id, input, input_hash, read_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (round_id) DO UPDATE SET input = $2, input_hash = $3, read_at = $4, settled = NULL";
    tx.run(sql, values![Key(id), it.input, it.input_hash, At(tx.now())]).await.map(drop)
}

/// Notes what was settled before the plan was sought that is kept now.
pub async fn settle(tx: &Tx, id: Id<Round>, settled: Vec<u8>) -> Result<(), DbError> {
    tx.run("UPDATE round_input SET settled = $2 WHERE round_id = $1", values![Key(id), settled]).await.map(drop)
}

/// Drops it, so that the market is read anew.
pub async fn drop_of(tx: &Tx, id: Id<Round>) -> Result<(), DbError> {
    tx.run("DELETE FROM round_input WHERE round_id = $1", values![Key(id)]).await.map(drop)
}

/// What is kept for a round, if the market was read for it.
pub async fn of(tx: &Tx, id: Id<Round>) -> Result<Option<RoundInput>, DbError> {
    tx.row("SELECT input, input_hash, settled FROM round_input WHERE round_id = $1", values![Key(id)]).await
}
