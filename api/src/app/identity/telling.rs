//! Telling people: makes notifications of the events that wait in the outbox, and of what is due soon.

use std::collections::HashMap;

use domain::identity::{Cause, Hearer, Notification, Person, Telling};
use domain::{EventKind, Id, Timestamp, Word, id};
use persistence::identity::telling::{self, Audience, Heard, Told, Untold};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::app::{App, Caller, Outcome};

/// How many events are told in one turn.
pub const TOLD_AT_ONCE: usize = 200;

/// How many reminders go out in one turn.
pub const REMINDED_AT_ONCE: usize = 100;

/// Tells of some events that wait; says how many those were. The mark and what is told are written together, so that each is
/// told once to each person, also when a process dies.
pub async fn tell(app: &App) -> Outcome<usize> {
    let tx = app.begin(&Caller::service("telling")).await?;
    let waiting = telling::untold(&tx, TOLD_AT_ONCE as i64).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let happened: HashMap<Uuid, Happened> = waiting.iter().filter_map(|it| Some((it.id, Happened::of(it)?))).collect();
    let audiences: Vec<Audience> = happened.iter().flat_map(|(event, it)| it.audiences(*event)).collect();
    let told: Vec<Told> = telling::hearers(&tx, &audiences)
        .await?
        .into_iter()
        .filter_map(|heard| {
            let it = happened.get(&heard.event_id?)?;
            told(app, heard, it.cause, &it.telling, it.subject.clone(), tx.now())
        })
        .collect();
    telling::insert(&tx, &told).await?;
    telling::told(&tx, waiting.iter().map(|it| it.id).collect()).await?;
    tx.commit().await?;
    Ok(waiting.len())
}

/// Reminds of some things that are due soon, or were not done in time; says how many those were.
pub async fn remind(app: &App) -> Outcome<usize> {
    let tx = app.begin(&Caller::service("reminders")).await?;
    tx.along_indexes().await?;
    let (noted, heard) = telling::remind(&tx, REMINDED_AT_ONCE as i64).await?;
    if noted == 0 {
        return Ok(0);
    }
    let reminded = heard.into_iter().filter_map(|heard| {
        let (reminder, subject) = heard.reminder.clone()?;
        told(app, heard, Cause::Due(reminder), &reminder.telling(), subject, tx.now())
    });
    telling::insert(&tx, &reminded.collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(noted)
}

/// An event that somebody is told of.
struct Happened {
    cause: Cause,
    telling: Telling,
    subject: String,
}

impl Happened {
    /// Reads an event; nothing if nobody is told of it.
    fn of(it: &Untold) -> Option<Self> {
        let cause = Cause::Happened(EventKind::read(&it.name)?);
        let body: Json = serde_json::from_str(&it.body).ok()?;
        let mut facts = body.get("data")?.as_object()?.values().filter_map(Json::as_str);
        let subject = facts.find(|fact| id::split(fact).is_some_and(|(_, uuid)| uuid == it.noun_id))?;
        Some(Self { cause, telling: cause.telling()?, subject: subject.to_owned() })
    }

    fn audiences(&self, event: Uuid) -> impl Iterator<Item = Audience> {
        let Telling { topic, due, told, owing, .. } = self.telling;
        let audience = move |hearer: &Hearer, owing| Audience { event, topic, hearer: *hearer, owing, due };
        let owing = owing.iter().map(move |hearer| audience(hearer, true));
        owing.chain(told.iter().map(move |hearer| audience(hearer, false)))
    }
}

/// What somebody is told, unless they wish to hear nothing of it.
fn told(app: &App, heard: Heard, cause: Cause, telling: &Telling, subject: String, now: Timestamp) -> Option<Told> {
    let way = heard.way.unwrap_or_else(|| telling.topic.usual_way());
    let person: Id<Person> = heard.person;
    way.is_listed(heard.owing).then(|| Told {
        event: heard.event_id,
        mailed_at: way.mailed_at(now),
        notification: Notification {
            id: app.ids.next(),
            person,
            cause,
            topic: telling.topic,
            subject,
            due_at: heard.due_at,
            created_at: now,
            read_at: None,
        },
    })
}
