//! Initial meetings of deployments: the table, its conversions, its queries. Written once.

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Deployment, InitialMeeting};
use domain::exchange::Mode;
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deployment_id, held_on, mode, attended, focus, frequency, access, recorded_by, recorded_at ",
            "FROM initial_meeting ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<InitialMeeting>,
    deployment_id: Key<Deployment>,
    held_on: NaiveDate,
    mode: Option<Text<Mode>>,
    attended: String,
    focus: String,
    frequency: String,
    access: String,
    recorded_by: Key<Person>,
    recorded_at: At,
}

impl TryFrom<Row> for InitialMeeting {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            held_on: row.held_on,
            mode: row.mode.map(|it| it.0),
            attended: prose(&row.attended)?,
            focus: prose(&row.focus)?,
            frequency: prose(&row.frequency)?,
            access: prose(&row.access)?,
            recorded_by: row.recorded_by.0,
            recorded_at: row.recorded_at.0,
        })
    }
}

/// Writes an initial meeting, to be seen by its audience.
pub async fn insert(tx: &Tx, it: &InitialMeeting, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO initial_meeting (id, deployment_id, held_on, attended, focus, frequency, access, recorded_by, \
               recorded_at, audience, mode) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        it.held_on,
        it.attended.as_str().to_owned(),
        it.focus.as_str().to_owned(),
        it.frequency.as_str().to_owned(),
        it.access.as_str().to_owned(),
        Key(it.recorded_by),
        At(it.recorded_at),
        audience,
        it.mode.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Whether the initial meeting of a deployment is written down, for a transaction that sees everything.
pub async fn is_there(tx: &Tx, of: Id<Deployment>) -> Result<bool, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE deployment_id = $1"), values![Key(of)]).await?;
    Ok(row.is_some())
}

/// The initial meetings with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<InitialMeeting>>) -> Result<Vec<InitialMeeting>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(InitialMeeting::try_from).collect()
}

/// The initial meetings of these deployments, as far as the reader may see them.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<InitialMeeting>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(InitialMeeting::try_from).collect()
}
