//! The chain of the audit trail: which entries wait for their place, the links, and the walk along them.

use domain::audit::{Chain, Entry, Link, Sum};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::At;
use crate::{DbError, Tx, values};

/// An entry as it is kept.
#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    at: At,
    request_id: String,
    actor_person_id: Option<Uuid>,
    actor_membership_id: Option<Uuid>,
    actor_role: Option<String>,
    event: String,
    noun: String,
    noun_id: Uuid,
    before: Option<String>,
    after: Option<String>,
    reason: Option<String>,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at.0,
            request_id: row.request_id,
            actor_person_id: row.actor_person_id,
            actor_membership_id: row.actor_membership_id,
            actor_role: row.actor_role,
            event: row.event,
            noun: row.noun,
            noun_id: row.noun_id,
            before: row.before,
            after: row.after,
            reason: row.reason,
        }
    }
}

fn sum(bytes: Vec<u8>) -> Result<Sum, DbError> {
    let whole = <[u8; 32]>::try_from(bytes).map_err(|_| DbError::broken("a sum of the audit trail is not whole"))?;
    Ok(Sum(whole))
}

/// Takes the turn to link, until the transaction ends; says whether it was free. Whoever finds it taken leaves the work to
/// the other.
pub async fn take_turn(tx: &Tx) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Turn {
        is_free: bool,
    }
    let sql = "SELECT pg_try_advisory_xact_lock(hashtext('lateral.audit')) AS is_free";
    Ok(tx.row::<Turn>(sql, []).await?.is_some_and(|it| it.is_free))
}

/// Entries that have no link yet, the oldest first.
pub async fn unlinked(tx: &Tx, most: u32) -> Result<Vec<Entry>, DbError> {
    let rows = tx.rows::<Row>(include_str!("audit_unlinked.sql"), values![i64::from(most)]).await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// How far the chain goes.
pub async fn end(tx: &Tx) -> Result<Chain, DbError> {
    #[derive(FromQueryResult)]
    struct End {
        place: i64,
        head: Vec<u8>,
    }
    let last = tx.row::<End>("SELECT place, head FROM audit_link ORDER BY place DESC LIMIT 1", []).await?;
    last.map_or(Ok(Chain::EMPTY), |it| Ok(Chain { place: it.place, head: sum(it.head)? }))
}

/// Appends links, in their order. A constraint refuses what does not follow the last one.
pub async fn append(tx: &Tx, links: &[Link]) -> Result<(), DbError> {
    let bytes = |of: fn(&Link) -> Sum| links.iter().map(|it| of(it).0.to_vec()).collect::<Vec<_>>();
    tx.run(
        include_str!("audit_append.sql"),
        values![
            links.iter().map(|it| it.place).collect::<Vec<_>>(),
            links.iter().map(|it| it.noun_id).collect::<Vec<_>>(),
            links.iter().map(|it| it.entry_id).collect::<Vec<_>>(),
            bytes(|it| it.digest),
            bytes(|it| it.head),
            tx.now().utc(),
        ],
    )
    .await
    .map(drop)
}

/// Gets ready to walk along the whole chain: nothing is written any more, and a statement may take its time.
pub async fn only_walk(tx: &Tx) -> Result<(), DbError> {
    tx.run("SET TRANSACTION READ ONLY", []).await?;
    tx.run("SET LOCAL statement_timeout = '10min'", []).await?;
    // The service may see every row, which PostgreSQL does not foresee: it would sort all that is left of the chain for each page.
    tx.run("SET LOCAL enable_sort = off", []).await.map(drop)
}

/// Some links beyond a place, in their order, each with its entry as it is now, if it is still there.
pub async fn walk(tx: &Tx, beyond: i64, most: u32) -> Result<Vec<(Link, Option<Entry>)>, DbError> {
    #[derive(FromQueryResult)]
    struct Step {
        place: i64,
        linked_noun_id: Uuid,
        entry_id: Uuid,
        digest: Vec<u8>,
        head: Vec<u8>,
        #[sea_orm(nested)]
        entry: Option<Row>,
    }
    let steps = tx.rows::<Step>(include_str!("audit_walk.sql"), values![beyond, i64::from(most)]).await?;
    let step = |it: Step| {
        let (digest, head) = (sum(it.digest)?, sum(it.head)?);
        let link = Link { place: it.place, noun_id: it.linked_noun_id, entry_id: it.entry_id, digest, head };
        Ok((link, it.entry.map(Entry::from)))
    };
    steps.into_iter().map(step).collect()
}

/// Entries that have no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Waiting {
    /// How many those are.
    pub number: i64,
    /// When the oldest of them happened, if there are any.
    pub since: Option<At>,
}

/// How many entries have no link, of the whole trail.
pub async fn waiting(tx: &Tx) -> Result<Waiting, DbError> {
    let counted = tx.row::<Waiting>(include_str!("audit_waiting.sql"), []).await?;
    counted.ok_or_else(|| DbError::broken("a count is a row"))
}
