//! Brokerage rounds: the table, its conversions, its queries, and which process plans which of them.

use domain::access::{NATIONAL_POOL, OPERATORS, Scope};
use domain::brokerage::matching::RoundReport;
use domain::brokerage::{Bundle, Round, RoundAnnouncement, RoundFailure, RoundOutcome, RoundProgress, RoundStatus};
use domain::directory::Alliance;
use domain::identity::Person;
use domain::text::Name;
use domain::{HalfTerm, Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of rounds that somebody may see, newest first.
pub const LIST: &str = "round.newest";

macro_rules! columns {
    () => {
        "id, alliance_id, name, half_days, half_terms, seed, status, opened_by, opened_at, frozen_at, requests, attempts, \
         placed_so_far, value_so_far, bound_so_far, policy_version, placed, value, bound, is_unique, chosen_loss, input_hash, \
         report, planned_at, use_by, announced_at, announced_by, ask_until, points_planned, ended_at, ended_by, reason, failure, \
         version"
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM brokerage_round ", $rest)
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Round>,
    alliance_id: Option<Key<Alliance>>,
    name: String,
    half_days: i32,
    half_terms: Vec<i32>,
    seed: i64,
    status: Text<RoundStatus>,
    opened_by: Key<Person>,
    opened_at: At,
    frozen_at: Option<At>,
    requests: i32,
    attempts: i32,
    placed_so_far: Option<i32>,
    value_so_far: Option<i64>,
    bound_so_far: Option<i64>,
    policy_version: Option<i32>,
    placed: Option<i32>,
    value: Option<i64>,
    bound: Option<i64>,
    is_unique: Option<bool>,
    chosen_loss: i64,
    input_hash: Option<Vec<u8>>,
    report: Option<Vec<u8>>,
    planned_at: Option<At>,
    use_by: Option<At>,
    announced_at: Option<At>,
    announced_by: Option<Key<Person>>,
    ask_until: Option<At>,
    points_planned: Option<i64>,
    ended_at: Option<At>,
    ended_by: Option<Key<Person>>,
    reason: Option<String>,
    failure: Option<Text<RoundFailure>>,
    version: i32,
}

impl Row {
    fn outcome(&self) -> Option<RoundOutcome> {
        Some(RoundOutcome {
            policy_version: self.policy_version?,
            placed: self.placed?,
            value: self.value?,
            bound: self.bound?,
            unique: self.is_unique,
            chosen_loss: self.chosen_loss,
            input_hash: self.input_hash.as_deref()?.try_into().ok()?,
        })
    }

    fn announcement(&self) -> Option<RoundAnnouncement> {
        let (at, by) = (self.announced_at.as_ref()?.0, self.announced_by.as_ref()?.0);
        Some(RoundAnnouncement { at, by, ask_until: self.ask_until.as_ref()?.0, points: self.points_planned? })
    }

    fn progress(&self) -> Option<RoundProgress> {
        Some(RoundProgress { placed: self.placed_so_far?, value: self.value_so_far?, bound: self.bound_so_far? })
    }
}

impl TryFrom<Row> for Round {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let half_terms: Option<_> = row.half_terms.iter().map(|code| HalfTerm::read(*code)).collect();
        let half_terms = half_terms.ok_or_else(|| DbError::broken("a round in no half-term"))?;
        let seed = u32::try_from(row.seed).map_err(|_| DbError::broken("a seed is out of range"))?;
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.map(|it| it.0),
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            bundle: Bundle { half_days: row.half_days, half_terms },
            seed,
            status: row.status.0,
            opened_by: row.opened_by.0,
            opened_at: row.opened_at.0,
            frozen_at: row.frozen_at.map(|it| it.0),
            requests: row.requests,
            attempts: row.attempts,
            progress: row.progress(),
            outcome: row.outcome(),
            report: row.report.as_deref().map(report).transpose()?,
            announcement: row.announcement(),
            planned_at: row.planned_at.map(|it| it.0),
            use_by: row.use_by.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            ended_by: row.ended_by.map(|it| it.0),
            reason: row.reason.as_deref().map(prose).transpose()?,
            failure: row.failure.map(|it| it.0),
            version: row.version,
        })
    }
}

fn report(bytes: &[u8]) -> Result<RoundReport, DbError> {
    RoundReport::read(bytes).ok_or_else(|| DbError::broken("a report that cannot be read"))
}

/// Who sees a round: its alliance; of the nation's every broker and the operators, none of whom it shows a request that is not
/// theirs.
fn audience(it: &Round) -> Vec<Uuid> {
    it.alliance.map_or_else(|| vec![NATIONAL_POOL.uuid(), OPERATORS], |alliance| vec![alliance.uuid()])
}

/// Writes a new round.
pub async fn insert(tx: &Tx, it: &Round) -> Result<(), DbError> {
    let sql = "INSERT INTO brokerage_round (id, alliance_id, name, half_days, half_terms, seed, status, opened_by, opened_at, \
               version, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let half_terms: Vec<i32> = it.bundle.half_terms.iter().map(|it| it.code()).collect();
    let values = values![
        Key(it.id),
        it.alliance.map(Key),
        it.name.as_str().to_owned(),
        it.bundle.half_days,
        half_terms,
        i64::from(it.seed),
        Text(it.status),
        Key(it.opened_by),
        At(it.opened_at),
        it.version,
        audience(it),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks a round that the reader may see.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<Round>) -> Result<Option<Round>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Round::try_from).transpose()
}

/// A round that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Round>) -> Result<Option<Round>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Round::try_from).transpose()
}

/// Writes what changed of a locked round. Whoever planned it has it no longer, unless it is being planned still.
pub async fn save(tx: &Tx, it: &mut Round) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE brokerage_round SET status = $2, frozen_at = $3, requests = $4, attempts = $5, policy_version = $6, \
               placed = $7, value = $8, bound = $9, is_unique = $10, input_hash = $11, planned_at = $12, use_by = $13, \
               ended_at = $14, ended_by = $15, reason = $16, failure = $17, version = $18, \
               taken_by = CASE WHEN $2 = 'planning' THEN taken_by END, \
               taken_until = CASE WHEN $2 = 'planning' THEN taken_until END, \
               placed_so_far = $19, value_so_far = $20, bound_so_far = $21, announced_at = $22, announced_by = $23, \
               ask_until = $24, points_planned = $25, chosen_loss = $26, report = $27 WHERE id = $1";
    let (found, so_far, announced) = (it.outcome, it.progress, it.announcement);
    let values = values![
        Key(it.id),
        Text(it.status),
        it.frozen_at.map(At),
        it.requests,
        it.attempts,
        found.map(|it| it.policy_version),
        found.map(|it| it.placed),
        found.map(|it| it.value),
        found.map(|it| it.bound),
        found.and_then(|it| it.unique),
        found.map(|it| it.input_hash.to_vec()),
        it.planned_at.map(At),
        it.use_by.map(At),
        it.ended_at.map(At),
        it.ended_by.map(Key),
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
        it.failure.map(Text),
        it.version,
        so_far.map(|it| it.placed),
        so_far.map(|it| it.value),
        so_far.map(|it| it.bound),
        announced.map(|it| At(it.at)),
        announced.map(|it| Key(it.by)),
        announced.map(|it| At(it.ask_until)),
        announced.map(|it| it.points),
        found.map_or(0, |it| it.chosen_loss),
        it.report.as_ref().map(RoundReport::bytes),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks the round that waits longest for its plan, or whose planning was cut off, unless somebody else is about to take it;
/// nothing if there is none.
pub async fn lock_waiting(tx: &Tx) -> Result<Option<Round>, DbError> {
    let sql = select!(
        "WHERE status = 'frozen' OR status = 'planning' AND (taken_until IS NULL OR taken_until < $1) \
         ORDER BY frozen_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
    );
    let row: Option<Row> = tx.row(sql, values![At(tx.now())]).await?;
    row.map(Round::try_from).transpose()
}

/// Lets one process have a locked round that is being planned, until an instant, unless it goes on before. `by` is made for this
/// one time.
pub async fn take(tx: &Tx, id: Id<Round>, by: Uuid, until: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE brokerage_round SET taken_by = $2, taken_until = $3 WHERE id = $1";
    tx.run(sql, values![Key(id), by, At(until)]).await.map(drop)
}

/// Says how far a plan has come, and that whoever took the round goes on. Gives whether it is still theirs: it is not once it was
/// called off, or somebody else took it because nothing was heard of them.
pub async fn go_on(
    tx: &Tx,
    (id, by): (Id<Round>, Uuid),
    until: Timestamp,
    so_far: Option<RoundProgress>,
) -> Result<bool, DbError> {
    let sql = "UPDATE brokerage_round SET taken_until = $3, placed_so_far = coalesce($4, placed_so_far), \
               value_so_far = coalesce($5, value_so_far), bound_so_far = coalesce($6, bound_so_far) \
               WHERE id = $1 AND taken_by = $2 AND status = 'planning'";
    let values = values![
        Key(id),
        by,
        At(until),
        so_far.map(|it| it.placed),
        so_far.map(|it| it.value),
        so_far.map(|it| it.bound),
    ];
    Ok(tx.run(sql, values).await? > 0)
}

/// Locks a round as long as it is whoever's who took it.
pub async fn lock_taken(tx: &Tx, id: Id<Round>, by: Uuid) -> Result<Option<Round>, DbError> {
    let sql = select!("WHERE id = $1 AND taken_by = $2 AND status = 'planning' FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), by]).await?;
    row.map(Round::try_from).transpose()
}

/// Rounds whose plan nobody has closed in time, those longest ago first.
pub async fn overdue(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Round>>, DbError> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Key<Round>,
    }
    let sql = "SELECT id FROM brokerage_round WHERE status = 'planned' AND use_by < $1 ORDER BY use_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The rounds with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Round>>) -> Result<Vec<Round>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Round::try_from).collect()
}

/// The rounds that the reader may see, newest first, in one state or in any.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<RoundStatus>,
    page: &PageRequest,
) -> Result<Page<Round>, DbError> {
    let status = status.map(RoundStatus::as_str);
    newest::<Row, Round>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
