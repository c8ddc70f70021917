//! What was decided although a soft rule warned: written once, read by those whom it concerns.

use domain::access::Scope;
use domain::brokerage::Overruling;
use domain::directory::School;
use domain::identity::Person;
use domain::{Id, Rule};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of overrulings that somebody may see, newest first.
pub const LIST: &str = "overruling.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, rule, reason, subject, school_id, said_by, said_at, audience FROM overruling ", $rest)
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Overruling>,
    rule: Text<Rule>,
    reason: String,
    subject: String,
    school_id: Key<School>,
    said_by: Key<Person>,
    said_at: At,
    audience: Vec<Uuid>,
}

impl TryFrom<Row> for Overruling {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            rule: row.rule.0,
            reason: prose(&row.reason)?,
            subject: row.subject,
            school: row.school_id.0,
            said_by: row.said_by.0,
            said_at: row.said_at.0,
            audience: row.audience,
        })
    }
}

/// Writes an overruling.
pub async fn insert(tx: &Tx, it: &Overruling) -> Result<(), DbError> {
    let sql = "INSERT INTO overruling (id, rule, reason, subject, school_id, said_by, said_at, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        Key(it.id),
        Text(it.rule),
        it.reason.as_str().to_owned(),
        it.subject.clone(),
        Key(it.school),
        Key(it.said_by),
        At(it.said_at),
        it.audience.clone(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The overrulings with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Overruling>>) -> Result<Vec<Overruling>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Overruling::try_from).collect()
}

/// A page of the overrulings that the reader may see, newest first.
pub async fn page(db: &Db, seen: &Scope, page: &PageRequest) -> Result<Page<Overruling>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "{} AND ($3::uuid IS NULL OR id {than} $3) ORDER BY id {way} LIMIT {}",
        select!("WHERE ($1 OR audience && $2)"),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let rows: Vec<Row> = db.rows_for(seen, &sql, values![seen.is_everything(), scope::ids(seen), from]).await?;
    let items = rows.into_iter().map(Overruling::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, items, |it| Cursor { list: LIST, order: 0, id: it.id.uuid() }))
}
