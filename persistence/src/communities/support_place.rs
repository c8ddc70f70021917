//! Places in support groups: the table, its conversions, its queries.

use std::collections::HashMap;

use domain::Id;
use domain::access::Scope;
use domain::communities::{SupportGroup, SupportGroupPlace, SupportPlaceLeave, SupportPlaceStatus};
use domain::directory::{Alliance, School};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, group_id, alliance_id, person_id, school_id, status, offered_at, respond_by, answered_at, ",
            "left_at, leave_reason, version FROM support_group_place ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<SupportGroupPlace>,
    group_id: Key<SupportGroup>,
    alliance_id: Key<Alliance>,
    person_id: Key<Person>,
    school_id: Key<School>,
    status: Text<SupportPlaceStatus>,
    offered_at: At,
    respond_by: At,
    answered_at: Option<At>,
    left_at: Option<At>,
    leave_reason: Option<Text<SupportPlaceLeave>>,
    version: i32,
}

impl From<Row> for SupportGroupPlace {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            group: row.group_id.0,
            alliance: row.alliance_id.0,
            person: row.person_id.0,
            school: row.school_id.0,
            status: row.status.0,
            offered_at: row.offered_at.0,
            respond_by: row.respond_by.0,
            answered_at: row.answered_at.map(|it| it.0),
            left_at: row.left_at.map(|it| it.0),
            leave_reason: row.leave_reason.map(|it| it.0),
            version: row.version,
        }
    }
}

/// Writes a new place. Gives whether the head had none yet that is offered or taken.
pub async fn insert(tx: &Tx, it: &SupportGroupPlace, group: &SupportGroup) -> Result<bool, DbError> {
    let sql = "INSERT INTO support_group_place (id, group_id, alliance_id, person_id, school_id, status, offered_at, \
               respond_by, version, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
               ON CONFLICT (person_id) WHERE status IN ('offered', 'accepted') DO NOTHING";
    let values = values![
        Key(it.id),
        Key(it.group),
        Key(it.alliance),
        Key(it.person),
        Key(it.school),
        Text(it.status),
        At(it.offered_at),
        At(it.respond_by),
        it.version,
        it.audience(group),
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// A place that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<SupportGroupPlace>) -> Result<Option<SupportGroupPlace>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(row.map(SupportGroupPlace::from))
}

/// Locks a place for changing, after its group.
pub async fn lock(tx: &Tx, id: Id<SupportGroupPlace>) -> Result<Option<SupportGroupPlace>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    Ok(row.map(SupportGroupPlace::from))
}

/// Locks the places of a locked group that are offered or taken.
pub async fn lock_held(tx: &Tx, group: Id<SupportGroup>) -> Result<Vec<SupportGroupPlace>, DbError> {
    let sql = select!("WHERE group_id = $1 AND status IN ('offered', 'accepted') ORDER BY id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(group)]).await?;
    Ok(rows.into_iter().map(SupportGroupPlace::from).collect())
}

/// Places that were not answered in time, those longest ago first.
pub async fn due(tx: &Tx, most: i64) -> Result<Vec<SupportGroupPlace>, DbError> {
    let sql = select!("WHERE status = 'offered' AND respond_by < $1 ORDER BY respond_by LIMIT $2");
    let rows: Vec<Row> = tx.rows(sql, values![At(tx.now()), most]).await?;
    Ok(rows.into_iter().map(SupportGroupPlace::from).collect())
}

/// Writes what changed of a locked place.
pub async fn save(tx: &Tx, it: &mut SupportGroupPlace) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE support_group_place SET status = $2, answered_at = $3, left_at = $4, version = $5, \
               leave_reason = $6 WHERE id = $1";
    let (answered, left, why) = (it.answered_at.map(At), it.left_at.map(At), it.leave_reason.map(Text));
    let values = values![Key(it.id), Text(it.status), answered, left, it.version, why];
    tx.run(sql, values).await.map(drop)
}

/// Has the places of a group that are offered or taken be seen by those who hold it now.
pub async fn save_readers(tx: &Tx, group: &SupportGroup) -> Result<(), DbError> {
    let sql = "UPDATE support_group_place SET audience = $2 || person_id \
               WHERE group_id = $1 AND status IN ('offered', 'accepted')";
    tx.run(sql, values![Key(group.id), group.audience()]).await.map(drop)
}

/// The places with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<SupportGroupPlace>>) -> Result<Vec<SupportGroupPlace>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(SupportGroupPlace::from).collect())
}

/// The places of these groups that are offered or taken, as far as the reader may see them, the first to be offered first.
pub async fn of_groups(
    db: &Db,
    seen: &Scope,
    groups: Vec<Id<SupportGroup>>,
) -> Result<HashMap<Id<SupportGroup>, Vec<SupportGroupPlace>>, DbError> {
    let sql = select!(
        "WHERE group_id = ANY($1) AND status IN ('offered', 'accepted') AND ($2 OR audience && $3) ORDER BY group_id, id"
    );
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(groups), seen.is_everything(), scope::ids(seen)]).await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        found.entry(row.group_id.0).or_default().push(row.into());
    }
    Ok(found)
}
