//! The table of posts at schools.

use domain::Id;
use domain::access::Scope;
use domain::directory::School;
use domain::identity::{Employment, Person};
use domain::text::Name;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys};
use crate::{Db, DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    id: Key<Employment>,
    person_id: Key<Person>,
    school_id: Key<School>,
    post: String,
    started_on: chrono::NaiveDate,
    ended_on: Option<chrono::NaiveDate>,
}

impl TryFrom<Row> for Employment {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            school: row.school_id.0,
            post: Name::new(&row.post).map_err(|_| DbError::broken("a post's name does not pass its own rule"))?,
            from: row.started_on,
            until: row.ended_on,
        })
    }
}

/// The posts of these people that the scope sees, the first to begin first.
pub async fn of_persons(db: &Db, seen: &Scope, ids: Vec<Id<Person>>) -> Result<Vec<Employment>, DbError> {
    let sql = "SELECT id, person_id, school_id, post, started_on, ended_on FROM employment \
               WHERE person_id = ANY($1) ORDER BY started_on, id";
    let rows = db.rows_for::<Row>(seen, sql, values![Keys(ids)]).await?;
    rows.into_iter().map(Employment::try_from).collect()
}

/// The post that the person holds at the school now, for changing.
pub async fn lock_current(tx: &Tx, person: Id<Person>, school: Id<School>) -> Result<Option<Employment>, DbError> {
    let sql = "SELECT id, person_id, school_id, post, started_on, ended_on FROM employment \
               WHERE person_id = $1 AND school_id = $2 AND (ended_on IS NULL OR ended_on > $3) ORDER BY id LIMIT 1 FOR UPDATE";
    tx.row::<Row>(sql, values![Key(person), Key(school), tx.now().day()]).await?.map(Employment::try_from).transpose()
}

/// Writes a new post, unless the person holds one there in that time; gives whether it did.
pub async fn insert(tx: &Tx, it: &Employment) -> Result<bool, DbError> {
    let sql = "INSERT INTO employment (id, person_id, school_id, post, started_on) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT ON CONSTRAINT employment_once DO NOTHING";
    let values = values![Key(it.id), Key(it.person), Key(it.school), it.post.as_str(), it.from];
    Ok(tx.run(sql, values).await? > 0)
}

/// Writes the last day of a post.
pub async fn save(tx: &Tx, it: &Employment) -> Result<(), DbError> {
    tx.run("UPDATE employment SET ended_on = $2 WHERE id = $1", values![Key(it.id), it.until]).await.map(drop)
}
