//! Changes of the matching policy: the table, its conversions and its queries.

use domain::access::{ANALYSTS, NATIONAL_POOL, OPERATORS, Scope};
use domain::brokerage::{PolicyChange, PolicyChangeStatus, Scenario};
use domain::identity::Person;
use domain::{Id, Rule, Timestamp, Word};
use sea_orm::FromQueryResult;

use super::{match_policy, prose};
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of changes of the policy, newest first.
pub const LIST: &str = "policy_change.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, scenario_id, policy_version, weights, settings, reason, holds_from, status, proposed_by, proposed_at, \
             answer_by, ended_at, ended_by, ended_for, version FROM policy_change ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<PolicyChange>,
    scenario_id: Key<Scenario>,
    policy_version: i32,
    weights: sea_orm::JsonValue,
    settings: sea_orm::JsonValue,
    reason: String,
    holds_from: At,
    status: Text<PolicyChangeStatus>,
    proposed_by: Key<Person>,
    proposed_at: At,
    answer_by: At,
    ended_at: Option<At>,
    ended_by: Option<Key<Person>>,
    ended_for: Option<String>,
    version: i32,
}

impl TryFrom<Row> for PolicyChange {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            scenario: row.scenario_id.0,
            policy: match_policy::read(row.policy_version, row.weights, row.settings)?,
            reason: prose(&row.reason)?,
            holds_from: row.holds_from.0,
            status: row.status.0,
            proposed_by: row.proposed_by.0,
            proposed_at: row.proposed_at.0,
            answer_by: row.answer_by.0,
            ended_at: row.ended_at.map(|it| it.0),
            ended_by: row.ended_by.map(|it| it.0),
            ended_for: row.ended_for.as_deref().map(prose).transpose()?,
            version: row.version,
        })
    }
}

/// Writes a new change; refused while another one waits for its answer.
pub async fn insert(tx: &Tx, it: &PolicyChange) -> Result<Result<(), Rule>, DbError> {
    let sql = "INSERT INTO policy_change (id, scenario_id, policy_version, weights, settings, reason, holds_from, status, \
               proposed_by, proposed_at, answer_by, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let (weights, settings) = match_policy::written(&it.policy);
    let values = values![
        Key(it.id),
        Key(it.scenario),
        it.policy.version(),
        weights,
        settings,
        it.reason.as_str().to_owned(),
        At(it.holds_from),
        Text(it.status),
        Key(it.proposed_by),
        At(it.proposed_at),
        At(it.answer_by),
        it.version,
        vec![NATIONAL_POOL.uuid(), ANALYSTS, OPERATORS],
    ];
    match tx.run(sql, values).await {
        Ok(_) => Ok(Ok(())),
        Err(error) if error.constraint() == Some("policy_change_one_open") => Ok(Err(Rule::PolicyChangeOpen)),
        Err(error) => Err(error),
    }
}

/// Locks a change that the reader may see.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<PolicyChange>) -> Result<Option<PolicyChange>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(PolicyChange::try_from).transpose()
}

/// Writes what changed of a locked change.
pub async fn save(tx: &Tx, it: &mut PolicyChange) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE policy_change SET status = $2, holds_from = $3, ended_at = $4, ended_by = $5, ended_for = $6, \
               version = $7 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        At(it.holds_from),
        it.ended_at.map(At),
        it.ended_by.map(Key),
        it.ended_for.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Changes that nobody answered in time, those longest ago first.
pub async fn overdue(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<PolicyChange>>, DbError> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Key<PolicyChange>,
    }
    let sql = "SELECT id FROM policy_change WHERE status = 'proposed' AND answer_by < $1 ORDER BY answer_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The changes with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<PolicyChange>>) -> Result<Vec<PolicyChange>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(PolicyChange::try_from).collect()
}

/// The changes that the reader may see, newest first, in one state or in any.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<PolicyChangeStatus>,
    page: &PageRequest,
) -> Result<Page<PolicyChange>, DbError> {
    let status = status.map(PolicyChangeStatus::as_str);
    newest::<Row, PolicyChange>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
