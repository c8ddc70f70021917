//! Headships: what heads have stated, and what is known besides by the roles that they hold.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::communities::{Headship, Tenure};
use domain::directory::{LocalAuthority, School};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct Row {
    id: Key<Headship>,
    person_id: Key<Person>,
    school_id: Key<School>,
    started_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    stated_at: At,
}

impl From<Row> for Headship {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            person: row.person_id.0,
            school: row.school_id.0,
            from: row.started_on,
            until: row.ended_on,
            stated_at: row.stated_at.0,
        }
    }
}

const COLUMNS: &str = "SELECT id, person_id, school_id, started_on, ended_on, stated_at FROM headship";

/// The headships of these people that the reader may see, the first to begin first.
pub async fn of_persons(db: &Db, seen: &Scope, ids: Vec<Id<Person>>) -> Result<Vec<Headship>, DbError> {
    let sql = format!("{COLUMNS} WHERE person_id = ANY($1) ORDER BY started_on, id");
    let rows: Vec<Row> = db.rows_for(seen, &sql, values![Keys(ids)]).await?;
    Ok(rows.into_iter().map(Headship::from).collect())
}

/// Locks what a person has stated of a school that shares a day with these, for changing.
pub async fn lock_met(
    tx: &Tx,
    (person, school): (Id<Person>, Id<School>),
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> Result<Vec<Headship>, DbError> {
    // A time that ends before it begins is refused by its rule, not by its range.
    let sql = format!(
        "{COLUMNS} WHERE person_id = $1 AND school_id = $2 \
         AND daterange(started_on, ended_on, '[]') && daterange($3::date, $4::date, '[]') \
         ORDER BY id FOR UPDATE"
    );
    let until = until.map(|until| until.max(from));
    let rows: Vec<Row> = tx.rows(&sql, values![Key(person), Key(school), from, until]).await?;
    Ok(rows.into_iter().map(Headship::from).collect())
}

/// Writes a headship, new or corrected.
pub async fn save(tx: &Tx, it: &Headship) -> Result<(), DbError> {
    let sql = "INSERT INTO headship (id, person_id, school_id, started_on, ended_on, stated_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET started_on = excluded.started_on, \
               ended_on = excluded.ended_on, stated_at = excluded.stated_at";
    let values = values![Key(it.id), Key(it.person), Key(it.school), it.from, it.until, At(it.stated_at)];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Known {
    person_id: Key<Person>,
    school_id: Key<School>,
    local_authority_id: Option<Key<LocalAuthority>>,
    started_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    stated: bool,
}

const KNOWN: &str = include_str!("tenure.sql");

/// The times during which these people led schools, as far as they are known. For the rules alone: whoever asks must see
/// every record.
pub async fn known(tx: &Tx, ids: Vec<Id<Person>>) -> Result<HashMap<Id<Person>, Vec<Tenure>>, DbError> {
    Ok(by_person(tx.rows(KNOWN, values![Keys(ids)]).await?))
}

/// The same, read outside a transaction, as the service reads it for those who may see which heads are new.
pub async fn known_to_service(db: &Db, ids: Vec<Id<Person>>) -> Result<HashMap<Id<Person>, Vec<Tenure>>, DbError> {
    Ok(by_person(db.rows_for(&scope::service(), KNOWN, values![Keys(ids)]).await?))
}

fn by_person(rows: Vec<Known>) -> HashMap<Id<Person>, Vec<Tenure>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        found.entry(row.person_id.0).or_default().push(Tenure {
            school: row.school_id.0,
            authority: row.local_authority_id.map(|it| it.0),
            from: row.started_on,
            until: row.ended_on,
            stated: row.stated,
        });
    }
    found
}
