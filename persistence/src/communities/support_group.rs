//! Support groups: the table, its conversions, its queries.

use domain::access::Scope;
use domain::communities::{FacilitatorEnd, Missed, SupportGroup, SupportGroupEnd, SupportGroupStatus};
use domain::directory::{Alliance, Specialist};
use domain::identity::Person;
use domain::text::Name;
use domain::{Id, Word};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of support groups that somebody may see, newest first.
pub const LIST: &str = "support_group.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, name, head_id, head_specialist_id, head_missed_at, head_missed_for, adviser_id, ",
            "adviser_specialist_id, adviser_missed_at, adviser_missed_for, status, formed_by, formed_at, started_at, ",
            "closed_at, end_reason, version FROM support_group ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<SupportGroup>,
    alliance_id: Key<Alliance>,
    name: String,
    head_id: Key<Person>,
    head_specialist_id: Key<Specialist>,
    head_missed_at: Option<At>,
    head_missed_for: Option<Text<FacilitatorEnd>>,
    adviser_id: Key<Person>,
    adviser_specialist_id: Key<Specialist>,
    adviser_missed_at: Option<At>,
    adviser_missed_for: Option<Text<FacilitatorEnd>>,
    status: Text<SupportGroupStatus>,
    formed_by: Key<Person>,
    formed_at: At,
    started_at: Option<At>,
    closed_at: Option<At>,
    end_reason: Option<Text<SupportGroupEnd>>,
    version: i32,
}

impl TryFrom<Row> for SupportGroup {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            head: row.head_id.0,
            head_specialist: row.head_specialist_id.0,
            head_missed: missed(row.head_missed_at, row.head_missed_for),
            adviser: row.adviser_id.0,
            adviser_specialist: row.adviser_specialist_id.0,
            adviser_missed: missed(row.adviser_missed_at, row.adviser_missed_for),
            status: row.status.0,
            formed_by: row.formed_by.0,
            formed_at: row.formed_at.0,
            started_at: row.started_at.map(|it| it.0),
            closed_at: row.closed_at.map(|it| it.0),
            end: row.end_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

fn missed(at: Option<At>, why: Option<Text<FacilitatorEnd>>) -> Option<Missed> {
    at.zip(why).map(|(at, why)| Missed { at: at.0, why: why.0 })
}

/// Writes a new group, to be seen by the alliance and by those who hold it.
pub async fn insert(tx: &Tx, it: &SupportGroup) -> Result<(), DbError> {
    let sql = "INSERT INTO support_group (id, alliance_id, name, head_id, head_specialist_id, adviser_id, \
               adviser_specialist_id, status, formed_by, formed_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = values![
        Key(it.id),
        Key(it.alliance),
        it.name.as_str().to_owned(),
        Key(it.head),
        Key(it.head_specialist),
        Key(it.adviser),
        Key(it.adviser_specialist),
        Text(it.status),
        Key(it.formed_by),
        At(it.formed_at),
        it.version,
        it.audience(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// A group that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<SupportGroup>) -> Result<Option<SupportGroup>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(SupportGroup::try_from).transpose()
}

/// Locks a group for changing.
pub async fn lock(tx: &Tx, id: Id<SupportGroup>) -> Result<Option<SupportGroup>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(SupportGroup::try_from).transpose()
}

/// Writes what changed of a locked group.
pub async fn save(tx: &Tx, it: &mut SupportGroup) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE support_group SET status = $2, started_at = $3, closed_at = $4, end_reason = $5, version = $6, \
               head_id = $7, head_specialist_id = $8, head_missed_at = $9, head_missed_for = $10, adviser_id = $11, \
               adviser_specialist_id = $12, adviser_missed_at = $13, adviser_missed_for = $14 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        it.started_at.map(At),
        it.closed_at.map(At),
        it.end.map(Text),
        it.version,
        Key(it.head),
        Key(it.head_specialist),
        it.head_missed.map(|missed| At(missed.at)),
        it.head_missed.map(|missed| Text(missed.why)),
        Key(it.adviser),
        Key(it.adviser_specialist),
        it.adviser_missed.map(|missed| At(missed.at)),
        it.adviser_missed.map(|missed| Text(missed.why)),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Has a group be seen by those who have a place in it, and by nobody who has none.
pub async fn save_readers(tx: &Tx, it: &SupportGroup) -> Result<(), DbError> {
    let sql = "UPDATE support_group SET audience = $2 || ARRAY(SELECT person_id FROM support_group_place \
               WHERE group_id = $1 AND status IN ('offered', 'accepted') ORDER BY id) WHERE id = $1";
    tx.run(sql, values![Key(it.id), it.audience()]).await.map(drop)
}

/// The groups with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<SupportGroup>>) -> Result<Vec<SupportGroup>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(SupportGroup::try_from).collect()
}

/// A page of the groups that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<SupportGroupStatus>,
    page: &PageRequest,
) -> Result<Page<SupportGroup>, DbError> {
    let status = status.map(Word::as_str);
    newest::<Row, SupportGroup>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}

/// How many places of a locked group are taken, and how many are offered or taken.
pub async fn taken(tx: &Tx, id: Id<SupportGroup>) -> Result<(i64, i64), DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        accepted: i64,
        held: i64,
    }
    let sql = "SELECT count(*) FILTER (WHERE status = 'accepted') AS accepted, count(*) AS held \
               FROM support_group_place WHERE group_id = $1 AND status IN ('offered', 'accepted')";
    let row: Option<Row> = tx.row(sql, values![Key(id)]).await?;
    Ok(row.map_or((0, 0), |it| (it.accepted, it.held)))
}
