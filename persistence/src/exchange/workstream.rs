//! To which work-streams requests belong, each alliance by its own order: the table and its queries.

use domain::Id;
use domain::access::Scope;
use domain::directory::Alliance;
use domain::exchange::{SupportRequest, Workstream};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys};
use crate::{Db, DbError, Tx, scope, values};

/// A request, and what an alliance calls it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WorkstreamRow {
    /// The request.
    pub request_id: Key<SupportRequest>,
    /// The work-stream, as the alliance's policy named it.
    pub name: String,
}

/// Puts a locked request into a work-stream of an alliance that brokers it, whichever it was in before.
pub async fn put(tx: &Tx, request: Id<SupportRequest>, it: &Workstream) -> Result<(), DbError> {
    let sql = "INSERT INTO request_workstream (request_id, alliance_id, name, assigned_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (request_id, alliance_id) DO UPDATE SET name = excluded.name, \
                   assigned_at = greatest(request_workstream.assigned_at, excluded.assigned_at)";
    tx.run(sql, values![Key(request), Key(it.alliance), it.name.as_str(), At(tx.now())]).await.map(drop)
}

/// Takes a locked request out of an alliance's work-stream.
pub async fn clear(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "DELETE FROM request_workstream WHERE request_id = $1 AND alliance_id = $2";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// Forgets what an alliance called a request that it brokers no longer, unless it has proposed somebody for it: that work is
/// its own, and goes on counting where it counted.
pub async fn dismiss(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "DELETE FROM request_workstream AS stream WHERE request_id = $1 AND alliance_id = $2 AND NOT EXISTS (\
               SELECT FROM proposal WHERE proposal.request_id = $1 AND proposal.alliance_id = $2)";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// What the reader's own alliance calls these requests, for those that it has put anywhere.
pub async fn of_requests(db: &Db, seen: &Scope, ids: Vec<Id<SupportRequest>>) -> Result<Vec<WorkstreamRow>, DbError> {
    let sql = "SELECT request_id, name FROM request_workstream \
               WHERE request_id = ANY($1) AND ($2 OR alliance_id = ANY($3))";
    db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await
}
