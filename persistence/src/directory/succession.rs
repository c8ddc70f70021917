//! What passes on when a school closes: everything open moves to the school that took its place (SETTLED 2).

use domain::Id;
use domain::directory::{School, SchoolStatus, Succession};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::column::{At, Keys};
use crate::{Db, DbError, Key, Text, Tx, values};

/// A closed school and the one to which everything open of it passes.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Passed {
    /// The school that closed.
    pub school: Key<School>,
    /// The school that took its place.
    pub successor: Key<School>,
}

/// A closed school with something open and several successors, between which a broker decides.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// The school that closed.
    pub school: Key<School>,
    /// The schools that took its place, by URN.
    pub successors: Keys<School>,
}

/// Closed schools that have something open and to which one school is the heir.
pub async fn due(tx: &Tx) -> Result<Vec<Passed>, DbError> {
    tx.rows(include_str!("succession_line.sql"), []).await
}

/// The closed schools for which a broker must decide.
pub async fn waiting(tx: &Tx) -> Result<Vec<Waiting>, DbError> {
    tx.rows(include_str!("succession_waiting.sql"), []).await
}

/// The same, for readers: what the register and the market leave undecided is no secret of anybody's.
pub async fn all_waiting(db: &Db) -> Result<Vec<Waiting>, DbError> {
    db.rows_for(&crate::scope::service(), include_str!("succession_waiting.sql"), []).await
}

/// Every closed school whose place was taken, with the school that took it.
pub async fn all(db: &Db) -> Result<Vec<Passed>, DbError> {
    db.rows("SELECT school_id AS school, successor_id AS successor FROM succession", []).await
}

#[derive(FromQueryResult)]
struct Missing {
    school_id: Key<School>,
    half_term: i32,
}

/// Moves everything open of closed schools to their heirs; gives each pair that was not told before. The transaction must
/// be one in which every record is seen, and does this once.
pub async fn pass_on(tx: &Tx, pairs: &[Passed]) -> Result<Vec<Passed>, DbError> {
    let (old, new): (Vec<_>, Vec<_>) = pairs.iter().map(|it| (it.school.0.uuid(), it.successor.0.uuid())).unzip();
    let heir = "CREATE TEMPORARY TABLE heir (old uuid PRIMARY KEY, new uuid NOT NULL, at timestamptz NOT NULL) \
                ON COMMIT DROP";
    tx.run(heir, []).await?;
    let fill = "INSERT INTO heir SELECT old, new, $3 FROM unnest($1::uuid[], $2::uuid[]) AS it (old, new)";
    tx.run(fill, values![old, new, At(tx.now())]).await?;
    open_windows(tx).await?;
    tx.execute_unprepared(include_str!("succession.sql")).await?;
    let told = "INSERT INTO succession (school_id, successor_id, at) SELECT old, new, at FROM heir \
                ON CONFLICT (school_id) DO UPDATE SET successor_id = EXCLUDED.successor_id, at = EXCLUDED.at \
                WHERE succession.successor_id <> EXCLUDED.successor_id \
                RETURNING school_id AS school, successor_id AS successor";
    tx.rows(told, []).await
}

/// Opens an empty window for each half-term in which a closed school has time and its heir has none.
async fn open_windows(tx: &Tx) -> Result<(), DbError> {
    let missing = "SELECT DISTINCT heir.new AS school_id, old.half_term FROM capacity_window AS old \
                   JOIN heir ON heir.old = old.school_id WHERE NOT EXISTS (SELECT FROM capacity_window AS its \
                   WHERE its.school_id = heir.new AND its.half_term = old.half_term)";
    let missing: Vec<Missing> = tx.rows(missing, []).await?;
    let ids: Vec<_> = missing.iter().map(|_| (tx.stamp().ids)()).collect();
    let schools: Vec<_> = missing.iter().map(|it| it.school_id.0.uuid()).collect();
    let half_terms: Vec<_> = missing.iter().map(|it| it.half_term).collect();
    let open = "INSERT INTO capacity_window (id, school_id, half_term, half_days) \
                SELECT id, school_id, half_term, 0 FROM unnest($1::uuid[], $2::uuid[], $3::int[]) \
                AS it (id, school_id, half_term)";
    tx.run(open, values![ids, schools, half_terms]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<School>,
    status: Text<SchoolStatus>,
    passed_to: Option<Key<School>>,
}

/// A school with those that took its place, locked so that two cannot decide at once.
pub async fn lock(tx: &Tx, school: Id<School>) -> Result<Option<Succession>, DbError> {
    let sql = "SELECT id, status, (SELECT successor_id FROM succession WHERE school_id = id) AS passed_to \
               FROM school WHERE id = $1 FOR UPDATE";
    let Some(it) = tx.row::<Row>(sql, values![Key(school)]).await? else { return Ok(None) };
    let sql = "SELECT after.id, after.status, NULL::uuid AS passed_to FROM school AS before \
               JOIN school_succession AS link ON link.predecessor_urn = before.urn \
               JOIN school AS after ON after.urn = link.successor_urn WHERE before.id = $1 ORDER BY after.urn";
    let successors: Vec<Row> = tx.rows(sql, values![Key(school)]).await?;
    Ok(Some(Succession {
        school: it.id.0,
        status: it.status.0,
        successors: successors.into_iter().map(|row| (row.id.0, row.status.0)).collect(),
        passed_to: it.passed_to.map(|it| it.0),
    }))
}
