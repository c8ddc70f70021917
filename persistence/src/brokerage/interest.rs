//! Who is who at the two schools: the person behind a specialist, and who has a post there (DOMAIN E58).

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{School, Specialist};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys};
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether a person is employed or holds a role at one of these schools. Sees everything, so the transaction is wide.
pub async fn has_post(tx: &Tx, person: Id<Person>, schools: Vec<Id<School>>) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM employment WHERE person_id = $1 AND school_id = ANY($2) \
               AND (ended_on IS NULL OR ended_on >= $3)) \
               OR EXISTS (SELECT FROM membership WHERE person_id = $1 AND school_id = ANY($2) AND ended_at IS NULL) AS is";
    let row: Option<Is> = tx.row(sql, values![Key(person), Keys(schools), tx.now().day()]).await?;
    Ok(row.is_some_and(|row| row.is))
}

/// Whether a person is employed at a school on a day. Sees everything, so the transaction is wide.
pub async fn is_employed(tx: &Tx, person: Id<Person>, school: Id<School>, on: NaiveDate) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM employment WHERE person_id = $1 AND school_id = $2 AND started_on <= $3 \
               AND (ended_on IS NULL OR ended_on >= $3)) AS is";
    let row: Option<Is> = tx.row(sql, values![Key(person), Key(school), on]).await?;
    Ok(row.is_some_and(|row| row.is))
}

#[derive(FromQueryResult)]
struct At {
    school_id: Key<School>,
}

/// Those of these schools at which a person is employed or holds a role. Sees everything, so the transaction is wide.
pub async fn posts(tx: &Tx, person: Id<Person>, schools: Vec<Id<School>>) -> Result<Vec<Id<School>>, DbError> {
    let sql = "SELECT school_id FROM employment WHERE person_id = $1 AND school_id = ANY($2) \
               AND (ended_on IS NULL OR ended_on >= $3) \
               UNION SELECT school_id FROM membership WHERE person_id = $1 AND school_id = ANY($2) AND ended_at IS NULL";
    let rows: Vec<At> = tx.rows(sql, values![Key(person), Keys(schools), tx.now().day()]).await?;
    Ok(rows.into_iter().map(|row| row.school_id.0).collect())
}

#[derive(FromQueryResult)]
struct Behind {
    person_id: Key<Person>,
}

/// The person who is a specialist.
pub async fn person_of(tx: &Tx, specialist: Option<Id<Specialist>>) -> Result<Option<Id<Person>>, DbError> {
    let Some(specialist) = specialist else { return Ok(None) };
    let sql = "SELECT person_id FROM specialist WHERE id = $1";
    let row: Option<Behind> = tx.row(sql, values![Key(specialist)]).await?;
    Ok(row.map(|row| row.person_id.0))
}
