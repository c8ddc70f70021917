//! Who is to be told of what: events that wait in the outbox, what is due soon, and the people behind their audiences.

use std::collections::HashSet;

use domain::brokerage::{Deployment, Evaluation};
use domain::communities::MentoringPolicy;
use domain::identity::{Hearer, Notification, NotificationTopic, NotificationWay, Person, Reminder};
use domain::{EventKind, Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

/// An event that waits to be told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Untold {
    /// The event.
    pub id: Uuid,
    /// Its public name.
    pub name: String,
    /// The id of the noun to which it happened.
    pub noun_id: Uuid,
    /// Its canonical text.
    pub body: String,
}

/// Up to so many events that wait to be told, the oldest first, held until the transaction ends. What another process
/// holds is left to it; so is an event that only a later edition of the service knows.
pub async fn untold(tx: &Tx, most: i64) -> Result<Vec<Untold>, DbError> {
    let sql = "SELECT id, name, noun_id, body FROM outbox WHERE untold AND name = ANY($1) ORDER BY id LIMIT $2 \
               FOR UPDATE SKIP LOCKED";
    let known: Vec<String> = EventKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
    tx.rows(sql, values![known, most]).await
}

/// Marks events as told.
pub async fn told(tx: &Tx, ids: Vec<Uuid>) -> Result<(), DbError> {
    tx.run("UPDATE outbox SET untold = false WHERE id = ANY($1)", values![ids]).await.map(drop)
}

/// One audience of one event.
#[derive(Clone, Debug)]
pub struct Audience {
    /// The event.
    pub event: Uuid,
    /// What it is about.
    pub topic: NotificationTopic,
    /// Which of the people around it.
    pub hearer: Hearer,
    /// Whether something is due from them.
    pub owing: bool,
    /// The fact that says by when.
    pub due: Option<&'static str>,
}

/// Somebody who is to be told.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The event; nothing for a reminder.
    pub event_id: Option<Uuid>,
    /// Of what they are reminded, and the id of what it is about as it is spelt outside; nothing for an event.
    pub reminder: Option<(Reminder, String)>,
    /// Who.
    pub person: Id<Person>,
    /// Whether something is due from them.
    pub owing: bool,
    /// By when, if something is.
    pub due_at: Option<Timestamp>,
    /// How they wish to be told of the topic, if they have said so.
    pub way: Option<NotificationWay>,
}

/// The people behind these audiences, each once for an event, but for whoever did it and owes nothing by it.
pub async fn hearers(tx: &Tx, audiences: &[Audience]) -> Result<Vec<Heard>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        event_id: Uuid,
        person_id: Key<Person>,
        owing: bool,
        due_at: Option<At>,
        way: Option<Text<NotificationWay>>,
    }
    let values = values![
        audiences.iter().map(|it| it.event).collect::<Vec<_>>(),
        audiences.iter().map(|it| it.topic.as_str().to_owned()).collect::<Vec<_>>(),
        audiences.iter().map(|it| it.hearer.as_str().to_owned()).collect::<Vec<_>>(),
        audiences.iter().map(|it| it.owing).collect::<Vec<_>>(),
        audiences.iter().map(|it| it.due.unwrap_or_default().to_owned()).collect::<Vec<_>>(),
        At(tx.now()),
    ];
    let rows: Vec<Row> = tx.rows(include_str!("telling_hearers.sql"), values).await?;
    let heard = |row: Row| Heard {
        event_id: Some(row.event_id),
        reminder: None,
        person: row.person_id.0,
        owing: row.owing,
        due_at: row.due_at.map(|at| at.0),
        way: row.way.map(|way| way.0),
    };
    Ok(rows.into_iter().map(heard).collect())
}

/// Finds of what somebody is to be reminded: the clocks of service levels, everything else, and whom each of it concerns.
const REMIND: &str = concat!(
    include_str!("telling_remind_clock.sql"),
    include_str!("telling_remind.sql"),
    include_str!("telling_remind_heard.sql")
);

/// Notes up to so many things that are due soon, or were not done in time, and that nobody was reminded of; gives how many
/// those are, and the people whom they concern.
pub async fn remind(tx: &Tx, most: i64) -> Result<(usize, Vec<Heard>), DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: Text<Reminder>,
        subject: String,
        due_at: At,
        person_id: Option<Key<Person>>,
        way: Option<Text<NotificationWay>>,
    }
    let topic = Reminder::ProposalDue.telling().topic;
    let open_for = i32::try_from(Evaluation::OPEN_FOR).unwrap_or(i32::MAX);
    let (unplanned, unclosed) = (Deployment::UNPLANNED_DAYS, Deployment::UNCLOSED_DAYS);
    let asked_again = MentoringPolicy::ASKED_AGAIN_DAYS;
    let held = i32::try_from(Deployment::HELD_DAYS).unwrap_or(i32::MAX);
    let values = values![At(tx.now()), most, Text(topic), open_for, unplanned, unclosed, asked_again, held];
    let rows: Vec<Row> = tx.rows(REMIND, values).await?;
    let noted: HashSet<_> = rows.iter().map(|row| (row.kind.0, row.subject.clone())).collect();
    let heard = |row: Row| {
        Some(Heard {
            event_id: None,
            reminder: Some((row.kind.0, row.subject)),
            person: row.person_id?.0,
            owing: true,
            due_at: Some(row.due_at.0),
            way: row.way.map(|way| way.0),
        })
    };
    Ok((noted.len(), rows.into_iter().filter_map(heard).collect()))
}

/// What somebody is told, and when that goes out by e-mail, if it does.
pub struct Told {
    /// What they are told.
    pub notification: Notification,
    /// The event; nothing for a reminder.
    pub event: Option<Uuid>,
    /// When it is due to go out by e-mail.
    pub mailed_at: Option<Timestamp>,
}

/// Writes what people are told. Whoever was told it already is not told again.
pub async fn insert(tx: &Tx, told: &[Told]) -> Result<(), DbError> {
    let all = || told.iter().map(|it| &it.notification);
    // An array has no nulls here; the statement turns empty texts back into them.
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let values = values![
        all().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        all().map(|it| it.person.uuid()).collect::<Vec<_>>(),
        told.iter().map(|it| it.event.map(|event| event.to_string()).unwrap_or_default()).collect::<Vec<_>>(),
        all().map(|it| it.cause.name().to_owned()).collect::<Vec<_>>(),
        all().map(|it| it.topic.as_str().to_owned()).collect::<Vec<_>>(),
        all().map(|it| it.subject.clone()).collect::<Vec<_>>(),
        all().map(|it| instant(it.due_at)).collect::<Vec<_>>(),
        told.iter().map(|it| instant(it.mailed_at)).collect::<Vec<_>>(),
        At(tx.now()),
    ];
    tx.run(include_str!("telling_insert.sql"), values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Somebody {
    id: Key<Person>,
}

/// Up to so many people to whom something is due to be told by e-mail, who have waited longest first.
pub async fn to_write_to(db: &Db, now: Timestamp, most: i64) -> Result<Vec<Id<Person>>, DbError> {
    let sql = "SELECT person_id AS id FROM notification WHERE mailed_at <= $1 GROUP BY person_id \
               ORDER BY min(mailed_at), person_id LIMIT $2";
    let rows: Vec<Somebody> = db.rows_for(&scope::service(), sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The notifications that are due to be told a person by e-mail, the latest first.
pub async fn to_mail(db: &Db, person: Id<Person>, now: Timestamp) -> Result<Vec<Id<Notification>>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Key<Notification>,
    }
    let sql = "SELECT id FROM notification WHERE person_id = $1 AND mailed_at <= $2 ORDER BY id DESC LIMIT 1000";
    let rows: Vec<Row> = db.rows_for(&scope::service(), sql, values![Key(person), At(now)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Notes of notifications that they were told by e-mail; gives of how many that was not noted before.
pub async fn mailed(tx: &Tx, ids: &[Id<Notification>]) -> Result<u64, DbError> {
    let sql = "UPDATE notification SET mailed_at = NULL WHERE id = ANY($1) AND mailed_at IS NOT NULL";
    tx.run(sql, values![Keys(ids.to_vec())]).await
}
