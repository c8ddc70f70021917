//! Departures: that the specialist of an open deployment has left the school that gives, and what the broker decided.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Departure, Deployment, TakenOn};
use domain::directory::{Alliance, School, Specialist};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use super::deployment;
use crate::column::{At, Key, Keys};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of deployments that wait for a decision, newest first.
pub const WAITING: &str = "departure.waiting";

#[derive(FromQueryResult)]
struct Row {
    deployment_id: Key<Deployment>,
    school_id: Key<School>,
    left_at: At,
    taken_on_for: Option<Key<School>>,
    taken_on_by: Option<Key<Person>>,
    taken_on_at: Option<At>,
    decided_by: Option<Key<Person>>,
    decided_at: Option<At>,
}

impl From<Row> for Departure {
    fn from(row: Row) -> Self {
        let word = row.taken_on_for.zip(row.taken_on_by).zip(row.taken_on_at);
        Self {
            deployment: row.deployment_id.0,
            from: row.school_id.0,
            left_at: row.left_at.0,
            taken_on: word.map(|((school, by), at)| TakenOn { school: school.0, by: by.0, at: at.0 }),
            decided_by: row.decided_by.map(|it| it.0),
            decided_at: row.decided_at.map(|it| it.0),
        }
    }
}

/// Locks the deployments with a specialist that are planned or run, their requests first.
pub async fn lock_live(tx: &Tx, who: Id<Specialist>) -> Result<Vec<Deployment>, DbError> {
    let requests = "SELECT id FROM support_request WHERE id IN (SELECT request_id FROM deployment \
                    WHERE specialist_id = $1 AND status IN ('planned', 'agreed', 'active', 'paused')) \
                    ORDER BY id FOR UPDATE";
    tx.run(requests, values![Key(who)]).await?;
    let sql = "SELECT deployment.* FROM deployment \
               WHERE specialist_id = $1 AND status IN ('planned', 'agreed', 'active', 'paused') ORDER BY id FOR UPDATE";
    let rows: Vec<deployment::Row> = tx.rows(sql, values![Key(who)]).await?;
    rows.into_iter().map(Deployment::try_from).collect()
}

/// Lets the school to which a specialist has moved read a deployment that it is asked to take on.
pub async fn show_to(tx: &Tx, of: Id<Deployment>, school: Id<School>) -> Result<(), DbError> {
    let sql = "UPDATE deployment SET audience = audience || $2 WHERE id = $1 AND $2 <> ALL (audience)";
    tx.run(sql, values![Key(of), Key(school)]).await.map(drop)
}

/// Notes a departure; whatever was said and decided about an earlier one of the same deployment is decided anew.
pub async fn put(tx: &Tx, it: &Departure) -> Result<(), DbError> {
    let sql = "INSERT INTO departure (deployment_id, school_id, left_at) VALUES ($1, $2, $3) \
               ON CONFLICT (deployment_id) DO UPDATE SET school_id = excluded.school_id, left_at = excluded.left_at, \
               taken_on_for = NULL, taken_on_by = NULL, taken_on_at = NULL, decided_by = NULL, decided_at = NULL";
    tx.run(sql, values![Key(it.deployment), Key(it.from), At(it.left_at)]).await.map(drop)
}

/// Locks the departure of a deployment, if there was one.
pub async fn lock(tx: &Tx, of: Id<Deployment>) -> Result<Option<Departure>, DbError> {
    let sql = "SELECT departure.* FROM departure WHERE deployment_id = $1 FOR UPDATE";
    Ok(tx.row::<Row>(sql, values![Key(of)]).await?.map(Departure::from))
}

/// Writes what the new school's head said and what the broker decided.
pub async fn save(tx: &Tx, it: &Departure) -> Result<(), DbError> {
    let sql = "UPDATE departure SET taken_on_for = $2, taken_on_by = $3, taken_on_at = $4, decided_by = $5, \
               decided_at = $6 WHERE deployment_id = $1";
    let values = values![
        Key(it.deployment),
        it.taken_on.map(|it| Key(it.school)),
        it.taken_on.map(|it| Key(it.by)),
        it.taken_on.map(|it| At(it.at)),
        it.decided_by.map(Key),
        it.decided_at.map(At),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The departures of these deployments, as far as the reader may see them.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Departure>, DbError> {
    let sql = "SELECT departure.* \
               FROM departure JOIN deployment ON deployment.id = deployment_id \
               WHERE deployment_id = ANY($1) AND ($2 OR audience && $3)";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(Departure::from).collect())
}

/// A page of the deployments of an alliance that wait for a decision, newest first; none where no alliance is meant.
pub async fn page(
    db: &Db,
    seen: &Scope,
    alliance: Option<Id<Alliance>>,
    page: &PageRequest,
) -> Result<Page<Deployment>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT deployment.* FROM departure JOIN deployment ON deployment.id = deployment_id \
         WHERE decided_at IS NULL AND status IN ('planned', 'agreed', 'active', 'paused') AND alliance_id = $1 \
         AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR deployment.id {than} $4) \
         ORDER BY deployment.id {way} LIMIT {}",
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![alliance.map(Key), seen.is_everything(), scope::ids(seen), from];
    let rows: Vec<deployment::Row> = db.rows_for(seen, &sql, values).await?;
    let items = rows.into_iter().map(Deployment::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, items, |it| Cursor { list: WAITING, order: 0, id: it.id.uuid() }))
}
