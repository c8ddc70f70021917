//! Scenarios: the table, its conversions and its queries, and what each was made of.

use domain::access::Scope;
use domain::brokerage::matching::{Beside, Changes};
use domain::brokerage::{Bundle, Scenario, ScenarioOutcome, ScenarioReaders, ScenarioStatus};
use domain::directory::Alliance;
use domain::identity::Person;
use domain::text::Name;
use domain::{HalfTerm, Id, Word};
use sea_orm::FromQueryResult;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of scenarios that somebody may read, newest first.
pub const LIST: &str = "scenario.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, name, question, half_days, half_terms, changes, seed, status, readers, written_by, \
             written_at, policy_version, requests, input_hash, report, reckoned_at, archived_at, archived_by, reason, version \
             FROM scenario ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Scenario>,
    alliance_id: Option<Key<Alliance>>,
    name: String,
    question: String,
    half_days: i32,
    half_terms: Vec<i32>,
    changes: Vec<u8>,
    seed: i64,
    status: Text<ScenarioStatus>,
    readers: Text<ScenarioReaders>,
    written_by: Key<Person>,
    written_at: At,
    policy_version: Option<i32>,
    requests: Option<i32>,
    input_hash: Option<Vec<u8>>,
    report: Option<Vec<u8>>,
    reckoned_at: Option<At>,
    archived_at: Option<At>,
    archived_by: Option<Key<Person>>,
    reason: Option<String>,
    version: i32,
}

impl Row {
    fn outcome(&self) -> Result<Option<ScenarioOutcome>, DbError> {
        let Self { policy_version: Some(policy_version), requests: Some(requests), .. } = *self else {
            return Ok(None);
        };
        let report = self.report.as_deref().and_then(Beside::read);
        let input_hash = self.input_hash.as_deref().and_then(|hash| hash.try_into().ok());
        let whole = report.zip(input_hash).ok_or_else(|| DbError::broken("a report that cannot be read"))?;
        let (report, input_hash) = whole;
        Ok(Some(ScenarioOutcome { policy_version, requests, input_hash, report }))
    }
}

impl TryFrom<Row> for Scenario {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let half_terms: Option<_> = row.half_terms.iter().map(|code| HalfTerm::read(*code)).collect();
        let half_terms = half_terms.ok_or_else(|| DbError::broken("a scenario in no half-term"))?;
        let changes = Changes::read(&row.changes).ok_or_else(|| DbError::broken("changes that cannot be read"))?;
        Ok(Self {
            outcome: row.outcome()?,
            id: row.id.0,
            alliance: row.alliance_id.map(|it| it.0),
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            question: prose(&row.question)?,
            bundle: Bundle { half_days: row.half_days, half_terms },
            changes,
            seed: u32::try_from(row.seed).map_err(|_| DbError::broken("a seed is out of range"))?,
            status: row.status.0,
            readers: row.readers.0,
            written_by: row.written_by.0,
            written_at: row.written_at.0,
            reckoned_at: row.reckoned_at.map(|it| it.0),
            archived_at: row.archived_at.map(|it| it.0),
            archived_by: row.archived_by.map(|it| it.0),
            reason: row.reason.as_deref().map(prose).transpose()?,
            version: row.version,
        })
    }
}

/// Writes a new scenario.
pub async fn insert(tx: &Tx, it: &Scenario) -> Result<(), DbError> {
    let sql = "INSERT INTO scenario (id, alliance_id, name, question, half_days, half_terms, changes, seed, status, readers, \
               written_by, written_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let half_terms: Vec<i32> = it.bundle.half_terms.iter().map(|it| it.code()).collect();
    let values = values![
        Key(it.id),
        it.alliance.map(Key),
        it.name.as_str().to_owned(),
        it.question.as_str().to_owned(),
        it.bundle.half_days,
        half_terms,
        it.changes.bytes(),
        i64::from(it.seed),
        Text(it.status),
        Text(it.readers),
        Key(it.written_by),
        At(it.written_at),
        it.version,
        it.audience(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks a scenario that the reader may read.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<Scenario>) -> Result<Option<Scenario>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Scenario::try_from).transpose()
}

/// Writes what changed of a locked scenario.
pub async fn save(tx: &Tx, it: &mut Scenario) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE scenario SET status = $2, readers = $3, policy_version = $4, requests = $5, input_hash = $6, report = $7, \
               reckoned_at = $8, archived_at = $9, archived_by = $10, reason = $11, version = $12, audience = $13 WHERE id = $1";
    let found = it.outcome.as_ref();
    let values = values![
        Key(it.id),
        Text(it.status),
        Text(it.readers),
        found.map(|it| it.policy_version),
        found.map(|it| it.requests),
        found.map(|it| it.input_hash.to_vec()),
        found.map(|it| it.report.bytes()),
        it.reckoned_at.map(At),
        it.archived_at.map(At),
        it.archived_by.map(Key),
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
        it.audience(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Keeps the compressed bytes of what a locked scenario was made of.
pub async fn keep_input(tx: &Tx, id: Id<Scenario>, input: Vec<u8>) -> Result<(), DbError> {
    let sql = "INSERT INTO scenario_input (scenario_id, input, read_at) VALUES ($1, $2, $3)";
    tx.run(sql, values![Key(id), input, At(tx.now())]).await.map(drop)
}

/// The compressed bytes of what a scenario was made of, if it was reckoned.
pub async fn input(tx: &Tx, id: Id<Scenario>) -> Result<Option<Vec<u8>>, DbError> {
    #[derive(FromQueryResult)]
    struct Input {
        input: Vec<u8>,
    }
    let row: Option<Input> =
        tx.row("SELECT input FROM scenario_input WHERE scenario_id = $1", values![Key(id)]).await?;
    Ok(row.map(|row| row.input))
}

/// The scenarios with these ids that the reader may read.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Scenario>>) -> Result<Vec<Scenario>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Scenario::try_from).collect()
}

/// The scenarios that the reader may read, newest first, in one state or in any.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<ScenarioStatus>,
    page: &PageRequest,
) -> Result<Page<Scenario>, DbError> {
    let status = status.map(ScenarioStatus::as_str);
    newest::<Row, Scenario>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
