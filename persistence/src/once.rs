//! Idempotency keys: a write that is sent again under its key is not done again (SETTLED 16). The key's row is the first
//! statement of the write's own transaction, so that neither can be without the other.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::event::Fact;
use domain::{Timestamp, id};
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::outbox::Recorded;
use crate::{Db, DbError, Tx, values};

/// A write that is to be done once: whose it is, what it does, under which key, and with which content.
#[derive(Debug)]
pub struct Claim {
    caller: String,
    operation: String,
    key: String,
    fingerprint: Vec<u8>,
    done: AtomicBool,
}

impl Claim {
    /// Claims a key for a caller's operation. The fingerprint is of the document and its variables.
    pub const fn new(caller: String, operation: String, key: String, fingerprint: Vec<u8>) -> Self {
        Self { caller, operation, key, fingerprint, done: AtomicBool::new(false) }
    }

    /// Whether a transaction that bore the key has ended well.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }

    pub(crate) fn done(&self) {
        self.done.store(true, Ordering::Release);
    }

    fn values(&self) -> Vec<sea_orm::Value> {
        values![self.caller.clone(), self.operation.clone(), self.key.clone(), self.fingerprint.clone()]
    }
}

/// What is kept under a key.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Kept {
    /// Whether it belongs to the same document and variables.
    pub same: bool,
    /// The ids of what the write changed, separated by spaces, if it ended well.
    pub outcome: Option<String>,
    /// The answer to the byte, once it was rendered.
    pub body: Option<Vec<u8>>,
    /// When the key was taken.
    pub created_at: At,
}

/// Takes the key. Waits for another transaction that holds it, for as long as a lock may be waited for.
pub(crate) async fn claim(tx: &Tx, claim: &Claim) -> Result<(), DbError> {
    let mut values = claim.values();
    values.extend(values![tx.now().utc()]);
    let taken = tx
        .run(
            "INSERT INTO idempotency (caller, operation, key, fingerprint, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
            values,
        )
        .await;
    match taken {
        Ok(0) => Err(DbError::Repeated),
        // Another transaction has held the key for longer than we wait.
        Err(DbError::Unavailable(code)) if code == "55P03" => Err(DbError::Repeated),
        taken => taken.map(drop),
    }
}

/// The columns of a key with what its write changed, for a statement that writes both at once; of nothing without a key.
pub(crate) fn columns(claim: Option<&Claim>, outcome: &str) -> Vec<sea_orm::Value> {
    values![
        claim.map(|it| it.caller.clone()),
        claim.map(|it| it.operation.clone()),
        claim.map(|it| it.key.clone()),
        claim.map(|it| it.fingerprint.clone()),
        outcome,
    ]
}

/// Says of such a statement's failure that its key was taken, if that is why.
pub(crate) fn taken(error: DbError) -> DbError {
    match error {
        DbError::Constraint(name) if name == "idempotency_pkey" => DbError::Repeated,
        // Another transaction has held the key for longer than we wait; nothing else in it waits for anybody.
        DbError::Unavailable(code) if code == "55P03" => DbError::Repeated,
        other => other,
    }
}

/// Notes the ids of what the write changed, in its own transaction: first what its answer shows, then what its events name.
pub(crate) async fn conclude(tx: &Tx, claim: &Claim, shown: Vec<String>, events: &[Recorded]) -> Result<(), DbError> {
    let mut changed = shown;
    for (_, fact) in events.iter().flat_map(|it| it.event.facts()) {
        if let Fact::Text(id) = fact
            && id::split(&id).is_some()
            && !changed.contains(&id)
        {
            changed.push(id);
        }
    }
    let mut values = claim.values();
    values.extend(values![changed.join(" ")]);
    tx.run(
        "UPDATE idempotency SET outcome = $5 WHERE caller = $1 AND operation = $2 AND key = $3 AND fingerprint = $4",
        values,
    )
    .await
    .map(drop)
}

/// Looks up what is kept under the key.
pub async fn find(db: &Db, claim: &Claim) -> Result<Option<Kept>, DbError> {
    db.row(
        "SELECT fingerprint = $4 AS same, outcome, body, created_at FROM idempotency \
         WHERE caller = $1 AND operation = $2 AND key = $3",
        claim.values(),
    )
    .await
}

/// Keeps the rendered answer beside the outcome, or alone where rules refused and nothing else was kept. What is kept
/// already stays.
pub async fn keep(db: &Db, claim: &Claim, body: Vec<u8>, now: Timestamp) -> Result<(), DbError> {
    let mut values = claim.values();
    values.extend(values![body, now.utc()]);
    db.run(
        "INSERT INTO idempotency (caller, operation, key, fingerprint, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (caller, operation, key) DO UPDATE SET body = EXCLUDED.body
         WHERE idempotency.body IS NULL AND idempotency.fingerprint = EXCLUDED.fingerprint",
        values,
    )
    .await
    .map(drop)
}

/// Forgets the keys of before an instant.
pub async fn forget(db: &Db, before: Timestamp) -> Result<u64, DbError> {
    db.run("DELETE FROM idempotency WHERE created_at < $1", values![before.utc()]).await
}
