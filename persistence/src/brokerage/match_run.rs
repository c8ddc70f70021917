//! Stored runs of the matching: what went in, what came out, and the proof that the two belong together.

use std::collections::HashMap;

use domain::access::Scope;
use domain::brokerage::{MatchRun, MatchStage};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::identity::Person;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The runs for one request, newest first.
pub const LIST: &str = "match_run.newest";

/// One stored run.
#[derive(Clone, Debug)]
pub struct StoredRun {
    /// Its id.
    pub id: Id<MatchRun>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// The stage that it reached.
    pub stage: MatchStage,
    /// The version of the policy.
    pub policy_version: i32,
    /// The version of the market; nothing for a run that was kept before versions were.
    pub market_version: Option<u64>,
    /// The seed of the draw.
    pub seed: i64,
    /// The SHA-256 of the canonical bytes of what went in.
    pub input_hash: Vec<u8>,
    /// The canonical bytes of what came out.
    pub ranking: Vec<u8>,
    /// Who ran it; nobody if a worker did.
    pub ran_by: Option<Id<Person>>,
    /// When.
    pub ran_at: Timestamp,
}

/// What of a row makes a stored run.
const COLUMNS: &str =
    "match_run.id, request_id, stage, policy_version, market_version, seed, input_hash, ranking, ran_by, ran_at";

#[derive(FromQueryResult)]
struct Row {
    id: Key<MatchRun>,
    request_id: Key<SupportRequest>,
    stage: Text<MatchStage>,
    policy_version: i32,
    market_version: Option<i64>,
    seed: i64,
    input_hash: Vec<u8>,
    ranking: Vec<u8>,
    ran_by: Option<Key<Person>>,
    ran_at: At,
}

impl From<Row> for StoredRun {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            request: row.request_id.0,
            stage: row.stage.0,
            policy_version: row.policy_version,
            market_version: row.market_version.map(i64::cast_unsigned),
            seed: row.seed,
            input_hash: row.input_hash,
            ranking: row.ranking,
            ran_by: row.ran_by.map(|it| it.0),
            ran_at: row.ran_at.0,
        }
    }
}

/// Stores a run with the compressed bytes of what went in, to be seen by its audience.
pub async fn insert(tx: &Tx, it: &StoredRun, input: Vec<u8>, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO match_run (id, request_id, stage, policy_version, seed, input_hash, input, ranking, ran_by, \
               ran_at, audience, market_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = values![
        Key(it.id),
        Key(it.request),
        Text(it.stage),
        it.policy_version,
        it.seed,
        it.input_hash.clone(),
        input,
        it.ranking.clone(),
        it.ran_by.map(Key),
        At(it.ran_at),
        audience,
        it.market_version.map(u64::cast_signed),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Lets an alliance see the runs of a request that it takes on, and its audit visit.
pub async fn admit(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "WITH audit AS (UPDATE audit_visit SET audience = audience || $2 WHERE request_id = $1 \
               AND NOT $2 = ANY(audience)) \
               UPDATE match_run SET audience = audience || $2 WHERE request_id = $1 AND NOT $2 = ANY(audience)";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// Ends an alliance's sight of the runs of a request that it brokers no longer, and of its audit visit.
pub async fn dismiss(tx: &Tx, request: Id<SupportRequest>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "WITH audit AS (UPDATE audit_visit SET audience = array_remove(audience, $2) WHERE request_id = $1) \
               UPDATE match_run SET audience = array_remove(audience, $2) WHERE request_id = $1";
    tx.run(sql, values![Key(request), Key(alliance)]).await.map(drop)
}

/// These runs, as far as the reader may see them.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<MatchRun>>) -> Result<Vec<StoredRun>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM match_run WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, &sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(StoredRun::from).collect())
}

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether a run that the transaction's reader may see is one for this request.
pub async fn is_of(tx: &Tx, id: Id<MatchRun>, request: Id<SupportRequest>) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM match_run WHERE id = $1 AND request_id = $2) AS is";
    let row: Option<Is> = tx.row(sql, values![Key(id), Key(request)]).await?;
    Ok(row.is_some_and(|row| row.is))
}

#[derive(FromQueryResult)]
struct WholeRow {
    input: Vec<u8>,
    #[sea_orm(nested)]
    run: Row,
}

/// These runs, as far as the reader may see them, each with the compressed bytes of what went in.
pub async fn with_inputs(db: &Db, seen: &Scope, ids: Vec<Id<MatchRun>>) -> Result<Vec<(StoredRun, Vec<u8>)>, DbError> {
    let sql = format!("SELECT {COLUMNS}, input FROM match_run WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<WholeRow> =
        db.rows_for(seen, &sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(|it| (it.run.into(), it.input)).collect())
}

/// For each of these requests, a page of its runs that the reader may see, newest first. Ids of runs sort by the time
/// at which they were made.
pub async fn pages_of_requests(
    db: &Db,
    seen: &Scope,
    requests: Vec<Id<SupportRequest>>,
    page: &PageRequest,
) -> Result<HashMap<Id<SupportRequest>, Page<StoredRun>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT run.* FROM unnest($1::uuid[]) AS request (id) CROSS JOIN LATERAL (SELECT {COLUMNS} FROM match_run \
         WHERE request_id = request.id AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR match_run.id {than} $4) \
         ORDER BY match_run.id {way} LIMIT {}) AS run ORDER BY run.id {way}",
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let mut runs: HashMap<_, Vec<StoredRun>> = requests.iter().map(|request| (*request, Vec::new())).collect();
    let values = values![Keys(requests), seen.is_everything(), scope::ids(seen), from];
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        runs.entry(row.request_id.0).or_default().push(row.into());
    }
    let cursor = |run: &StoredRun| Cursor { list: LIST, order: 0, id: run.id.uuid() };
    Ok(runs.into_iter().map(|(request, runs)| (request, Page::of(page, runs, cursor))).collect())
}
