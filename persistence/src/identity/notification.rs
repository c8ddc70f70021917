//! The tables of what people are told, and of how they wish to be told.

use std::collections::HashMap;

use domain::access::{Actor, Scope};
use domain::brokerage::ServiceLevel;
use domain::directory::School;
use domain::identity::{Cause, Notification, NotificationTopic, NotificationWay, Person};
use domain::{Id, id};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The name of the list of notifications, for its cursors.
pub const LIST: &str = "notification";

const SELECTED: &str =
    "SELECT id, person_id, kind, topic, subject, due_at, created_at, read_at FROM notification WHERE ";

#[derive(FromQueryResult)]
struct Row {
    id: Key<Notification>,
    person_id: Key<Person>,
    kind: String,
    topic: Text<NotificationTopic>,
    subject: String,
    due_at: Option<At>,
    created_at: At,
    read_at: Option<At>,
}

impl TryFrom<Row> for Notification {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            cause: Cause::read(&row.kind).ok_or_else(|| DbError::broken("a notification of nothing that is known"))?,
            topic: row.topic.0,
            subject: row.subject,
            due_at: row.due_at.map(|at| at.0),
            created_at: row.created_at.0,
            read_at: row.read_at.map(|at| at.0),
        })
    }
}

/// A page of what a person is told, newest first: all of it, or what is not marked as read.
pub async fn page(
    db: &Db,
    person: Id<Person>,
    unread: bool,
    page: &PageRequest,
) -> Result<Page<Notification>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let unread = if unread { "AND read_at IS NULL" } else { "" };
    let sql = format!(
        "{SELECTED} person_id = $1 {unread} AND ($2::uuid IS NULL OR id {than} $2) ORDER BY id {way} LIMIT {}",
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let rows: Vec<Row> = db.rows_for(&own(person), &sql, values![Key(person), from]).await?;
    let items = rows.into_iter().map(Notification::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, items, |it| Cursor { list: LIST, order: 0, id: it.id.uuid() }))
}

/// Those of these notifications that a person was told.
pub async fn of_ids(db: &Db, person: Id<Person>, ids: Vec<Id<Notification>>) -> Result<Vec<Notification>, DbError> {
    let sql = format!("{SELECTED} person_id = $1 AND id = ANY($2)");
    let rows: Vec<Row> = db.rows_for(&own(person), &sql, values![Key(person), Keys(ids)]).await?;
    rows.into_iter().map(Notification::try_from).collect()
}

#[derive(FromQueryResult)]
struct Count {
    number: i64,
}

/// How many notifications a person has not marked as read, counted up to so many.
pub async fn unread(db: &Db, person: Id<Person>, most: i64) -> Result<i64, DbError> {
    let sql = "SELECT count(*) AS number FROM \
               (SELECT FROM notification WHERE person_id = $1 AND read_at IS NULL LIMIT $2) AS unread";
    let row: Option<Count> = db.row_for(&own(person), sql, values![Key(person), most]).await?;
    Ok(row.map_or(0, |row| row.number))
}

/// Marks notifications of a person as read, those that are named or all; gives how many of them the person has.
pub async fn mark(tx: &Tx, person: Id<Person>, named: Option<Vec<Id<Notification>>>) -> Result<u64, DbError> {
    let values = values![Key(person), At(tx.now())];
    let Some(named) = named else {
        let sql = "UPDATE notification SET read_at = greatest($2, created_at) WHERE person_id = $1 AND read_at IS NULL";
        return tx.run(sql, values).await;
    };
    let sql = "UPDATE notification SET read_at = coalesce(read_at, greatest($2, created_at)) \
               WHERE person_id = $1 AND id = ANY($3)";
    tx.run(sql, values.into_iter().chain(values![Keys(named)])).await
}

/// What a person has said about being told, by topic.
pub async fn preferences(db: &Db, person: Id<Person>) -> Result<HashMap<NotificationTopic, NotificationWay>, DbError> {
    #[derive(FromQueryResult)]
    struct Said {
        topic: Text<NotificationTopic>,
        way: Text<NotificationWay>,
    }
    let sql = "SELECT topic, way FROM notification_preference WHERE person_id = $1";
    let rows: Vec<Said> = db.rows_for(&own(person), sql, values![Key(person)]).await?;
    Ok(rows.into_iter().map(|row| (row.topic.0, row.way.0)).collect())
}

/// Writes how a person wishes to be told of a topic.
pub async fn prefer(
    tx: &Tx,
    person: Id<Person>,
    topic: NotificationTopic,
    way: NotificationWay,
) -> Result<(), DbError> {
    let sql = "INSERT INTO notification_preference (person_id, topic, way) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id, topic) DO UPDATE SET way = excluded.way";
    tx.run(sql, values![Key(person), Text(topic), Text(way)]).await.map(drop)
}

/// What a reader may be told of the subject of a notification.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Named {
    /// The subject.
    pub subject: String,
    /// The title of the request or the offer, if the reader sees it.
    pub title: Option<String>,
    /// The school that gives.
    pub home_id: Option<Key<School>>,
    /// The school that asks.
    pub host_id: Option<Key<School>>,
    /// The school that it concerns otherwise.
    pub school_id: Option<Key<School>>,
    /// Whether the school that asks is named to everybody who sees the subject.
    pub is_open: bool,
    /// To whom else it is named.
    pub named_to: Vec<Uuid>,
    /// The service level that was not kept, where it tells of that.
    pub level: Option<Text<ServiceLevel>>,
}

/// What a reader may be told of these subjects, of those that they see.
pub async fn named(db: &Db, seen: &Scope, subjects: Vec<String>) -> Result<Vec<Named>, DbError> {
    let known = subjects.iter().filter_map(|subject| id::split(subject)).map(|(_, uuid)| uuid);
    let values = values![known.collect::<Vec<_>>(), seen.is_everything(), scope::ids(seen)];
    db.rows_for(seen, include_str!("notification_named.sql"), values).await
}

/// What is one's own is seen in whichever role one acts.
fn own(person: Id<Person>) -> Scope {
    Actor::Person(person).scope()
}
