//! Designations: the table, its conversions, its queries. What everybody may know of them is in `badge`.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::access::{Role, Scope};
use domain::directory::{
    Alliance, Designation, DesignationScheme, DesignationStatus, Expertise, Post, Reference, School, Waiting,
};
use domain::identity::Person;
use domain::text::{Name, Prose};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;

use super::assessment;
use crate::column::{At, Key, Keys, Text, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of designations that somebody may see, newest first.
pub const LIST: &str = "designation.newest";
/// The list of a person's designations, the first to be applied for first.
pub const OF_PERSON: &str = "designation.of_person";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, person_id, home_id, applied_from_id, moved_at, post, alliance_id, scheme, criteria_version, issuer, expertise, evidence, ",
            "leadership_months, reference, referenced_by, referenced_at, assessments, status, since, ends_on, reason, ",
            "appeal, applied_at, decided_at, appealed_at, ended_at, version FROM designation ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Designation>,
    person_id: Key<Person>,
    home_id: Key<School>,
    applied_from_id: Option<Key<School>>,
    moved_at: Option<At>,
    post: Text<Post>,
    alliance_id: Key<Alliance>,
    scheme: Text<DesignationScheme>,
    criteria_version: Option<i32>,
    issuer: Option<String>,
    expertise: Keys<Expertise>,
    evidence: String,
    leadership_months: Option<i32>,
    reference: Option<String>,
    referenced_by: Option<Key<Person>>,
    referenced_at: Option<At>,
    assessments: Json,
    status: Text<DesignationStatus>,
    since: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    reason: Option<String>,
    appeal: Option<String>,
    applied_at: At,
    decided_at: Option<At>,
    appealed_at: Option<At>,
    ended_at: Option<At>,
    version: i32,
}

fn prose<const MOST: usize>(text: &str) -> Result<Prose<MOST>, DbError> {
    Prose::new(text).map_err(|_| DbError::broken("a stored text is not plain"))
}

impl TryFrom<Row> for Designation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let reference = match (row.reference, row.referenced_by, row.referenced_at) {
            (Some(text), Some(by), Some(at)) => Some(Reference { by: by.0, text: prose(&text)?, at: at.0 }),
            _ => None,
        };
        let name = |text: String| Name::new(&text).map_err(|_| DbError::broken("a stored name is not plain"));
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            home: row.home_id.0,
            applied_from: row.applied_from_id.map(|it| it.0),
            moved_at: row.moved_at.map(|it| it.0),
            post: row.post.0,
            alliance: row.alliance_id.0,
            scheme: row.scheme.0,
            criteria: row.criteria_version,
            issuer: row.issuer.map(name).transpose()?,
            specialisms: row.expertise.0,
            evidence: prose(&row.evidence)?,
            leadership_months: row.leadership_months,
            reference,
            assessments: assessment::restore(row.assessments)?,
            status: row.status.0,
            since: row.since,
            until: row.ends_on,
            reason: row.reason.as_deref().map(prose).transpose()?,
            appeal: row.appeal.as_deref().map(prose).transpose()?,
            applied_at: row.applied_at.0,
            decided_at: row.decided_at.map(|it| it.0),
            appealed_at: row.appealed_at.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new designation.
pub async fn insert(tx: &Tx, it: &Designation) -> Result<(), DbError> {
    let sql = "INSERT INTO designation (id, person_id, home_id, post, alliance_id, scheme, criteria_version, issuer, \
               expertise, evidence, leadership_months, status, since, ends_on, applied_at, decided_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    let values = values![
        Key(it.id),
        Key(it.person),
        Key(it.home),
        Text(it.post),
        Key(it.alliance),
        Text(it.scheme),
        it.criteria,
        it.issuer.as_ref().map(|it| it.as_str().to_owned()),
        Keys(it.specialisms.clone()),
        it.evidence.as_str().to_owned(),
        it.leadership_months,
        Text(it.status),
        it.since,
        it.until,
        At(it.applied_at),
        it.decided_at.map(At),
        it.version,
        it.audience(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks a designation that the reader may see, for changing.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<Designation>) -> Result<Option<Designation>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Designation::try_from).transpose()
}

/// Writes what changed of a locked designation.
pub async fn save(tx: &Tx, it: &mut Designation) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE designation SET reference = $2, referenced_by = $3, referenced_at = $4, assessments = $5, \
               assessed_at = $6, status = $7, since = $8, ends_on = $9, reason = $10, appeal = $11, decided_at = $12, \
               appealed_at = $13, ended_at = $14, version = $15 WHERE id = $1";
    let reference = it.reference.as_ref();
    let values = values![
        Key(it.id),
        reference.map(|it| it.text.as_str().to_owned()),
        reference.map(|it| Key(it.by)),
        reference.map(|it| At(it.at)),
        assessment::store(&it.assessments),
        it.assessed_at().map(At),
        Text(it.status),
        it.since,
        it.until,
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
        it.appeal.as_ref().map(|it| it.as_str().to_owned()),
        it.decided_at.map(At),
        it.appealed_at.map(At),
        it.ended_at.map(At),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks what somebody holds or may still be given whose home school of record is another than this one.
pub async fn lock_elsewhere(tx: &Tx, person: Id<Person>, home: Id<School>) -> Result<Vec<Designation>, DbError> {
    let sql = select!("WHERE person_id = $1 AND home_id <> $2 AND ended_at IS NULL ORDER BY id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(person), Key(home)]).await?;
    rows.into_iter().map(Designation::try_from).collect()
}

/// Writes a locked designation of somebody who works at another school now, which reads it from now on.
pub async fn save_move(tx: &Tx, it: &mut Designation) -> Result<(), DbError> {
    let sql = "UPDATE designation SET home_id = $2, applied_from_id = $3, moved_at = $4, post = $5, audience = $6 \
               WHERE id = $1";
    let (from, at) = (it.applied_from.map(Key), it.moved_at.map(At));
    tx.run(sql, values![Key(it.id), Key(it.home), from, at, Text(it.post), it.audience()]).await?;
    save(tx, it).await
}

#[derive(FromQueryResult)]
struct Due {
    id: Key<Designation>,
}

/// Designations whose last day is over, the longest over first.
pub async fn over(tx: &Tx, today: NaiveDate, most: i64) -> Result<Vec<Id<Designation>>, DbError> {
    let sql = "SELECT id FROM designation WHERE status IN ('designated', 'suspended') AND ends_on < $1 \
               ORDER BY ends_on LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![today, most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// What a person holds, or has applied for and is not decided.
pub async fn open_of(tx: &Tx, person: Id<Person>) -> Result<Vec<Id<Designation>>, DbError> {
    let sql = "SELECT id FROM designation WHERE person_id = $1 AND status NOT IN ('lapsed', 'withdrawn', 'not_designated') \
               ORDER BY id";
    let rows: Vec<Due> = tx.rows(sql, values![Key(person)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The designations with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Designation>>) -> Result<Vec<Designation>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Designation::try_from).collect()
}

/// A page of what each of these people holds, held or applied for, as far as the reader may see it.
pub async fn pages_of_persons(
    db: &Db,
    seen: &Scope,
    persons: Vec<Id<Person>>,
    page: &PageRequest,
) -> Result<HashMap<Id<Person>, Page<Designation>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT held.* FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL ({} WHERE person_id = asked.id \
         AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR designation.id {than} $4) \
         ORDER BY designation.id {way} LIMIT {}) AS held",
        select!(""),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![Keys(persons), seen.is_everything(), scope::ids(seen), from];
    let mut found: HashMap<Id<Person>, Vec<Designation>> = HashMap::new();
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        let it = Designation::try_from(row)?;
        found.entry(it.person).or_default().push(it);
    }
    let cursor = |it: &Designation| Cursor { list: OF_PERSON, order: 0, id: it.id.uuid() };
    Ok(found.into_iter().map(|(person, rows)| (person, Page::of(page, rows, cursor))).collect())
}

/// A page of the designations that the reader may see, or of those among them that stand here, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<DesignationStatus>,
    page: &PageRequest,
) -> Result<Page<Designation>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "{} WHERE ($1 OR audience && $2) AND ($3::text IS NULL OR status = $3) AND ($4::uuid IS NULL OR id {than} $4) \
         ORDER BY id {way} LIMIT {}",
        select!(""),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let rows = db.rows_for(seen, &sql, values![seen.is_everything(), scope::ids(seen), status.map(Text), from]).await?;
    listed(page, rows)
}

/// A page of those designations, of which the reader may see, that wait for a person in a role, newest first.
pub async fn waiting(
    db: &Db,
    seen: &Scope,
    (person, role, now): (Id<Person>, Option<Role>, Timestamp),
    page: &PageRequest,
) -> Result<Page<Designation>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(include_str!("designation_waiting.sql"), than = than, way = way, limit = page.limit());
    let it = role.map(Waiting::of).unwrap_or_default();
    let values = values![
        scope::ids(seen),
        Texts(it.statuses.to_vec()),
        Texts(it.of_heads.to_vec()),
        Key(person),
        it.uninvolved,
        it.unjudged,
        it.unchaired,
        At(now),
        page.from.as_ref().map(|cursor| cursor.id),
    ];
    listed(page, db.rows_for(&scope::service(), &sql, values).await?)
}

fn listed(page: &PageRequest, rows: Vec<Row>) -> Result<Page<Designation>, DbError> {
    let items = rows.into_iter().map(Designation::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, items, |it| Cursor { list: LIST, order: 0, id: it.id.uuid() }))
}
