//! Recorded events: the outbox and the audit trail, written in the transaction of the fact.

use domain::access::Actor;
use domain::event::Fact;
use domain::{Event, Word};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::tx::Stamp;
use crate::{Db, DbError, Tx, values};

/// An event as it is kept.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What happened.
    pub event: Event,
    /// Why, in the actor's own words, where a rule asks for them. A reason that is a word is one of the event's facts.
    pub reason: Option<String>,
}

/// The facts of an event as JSON: ids, words, amounts and days, so nobody's text and nothing personal. The event's own
/// text holds them, and so does its audit entry as what was so afterwards.
pub fn facts(event: &Event) -> Json {
    let fact = |(name, fact)| {
        let value = match fact {
            Fact::Text(text) => Json::String(text),
            Fact::Number(number) => Json::from(number),
        };
        (camel(name), value)
    };
    Json::Object(event.facts().into_iter().map(fact).collect::<Map<_, _>>())
}

/// The event's canonical text: its name, noun, time, class of actor and facts. Written once, never rendered again.
pub fn body(id: Uuid, event: &Event, stamp: &Stamp) -> String {
    let body = serde_json::json!({
        "id": format!("evt_{}", id.as_simple()),
        "type": event.name(),
        "at": stamp.now.to_string(),
        "actor": actor_class(&stamp.actor),
        "data": facts(event),
    });
    body.to_string()
}

/// The class of an actor, which is public; who it was is for the audit trail.
pub fn actor_class(actor: &Actor) -> &'static str {
    match actor {
        Actor::Stranger => "stranger",
        Actor::Person(_) => "person",
        Actor::Acting(acting) => acting.role.as_str(),
        Actor::Service => "service",
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or(name.clone(), |initial| name + &initial.to_ascii_uppercase().to_string() + letters.as_str())
    })
}

/// Writes the events of a transaction to the outbox and the audit trail, in one statement.
pub(crate) async fn write(tx: &Tx, events: &[Recorded]) -> Result<(), DbError> {
    let stamp = tx.stamp();
    let ids: Vec<Uuid> = events.iter().map(|_| (stamp.ids)()).collect();
    let names: Vec<String> = events.iter().map(|it| it.event.name().to_owned()).collect();
    let (nouns, noun_ids): (Vec<String>, Vec<Uuid>) =
        events.iter().map(|it| it.event.noun()).map(|(noun, id)| (noun.to_owned(), id)).unzip();
    let bodies: Vec<String> = ids.iter().zip(events).map(|(id, it)| body(*id, &it.event, stamp)).collect();
    let afters: Vec<String> = events.iter().map(|it| facts(&it.event).to_string()).collect();
    // An array parameter has no nulls here; the statement turns the empty text back into one.
    let reasons: Vec<String> = events.iter().map(|it| it.reason.clone().unwrap_or_default()).collect();
    let untold: Vec<bool> = events.iter().map(|it| it.event.kind().telling().is_some()).collect();
    let acting = stamp.actor.acting();
    tx.run(
        include_str!("outbox_write.sql"),
        values![
            ids,
            names,
            nouns,
            noun_ids,
            bodies,
            afters,
            reasons,
            actor_class(&stamp.actor),
            stamp.now.utc(),
            stamp.request_id.clone(),
            stamp.actor.person().map(|person| person.uuid()),
            acting.map(|acting| acting.membership.uuid()),
            untold,
        ],
    )
    .await
    .map(drop)
}

/// An event on its way out.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// The event's id.
    pub id: Uuid,
    /// Its public name.
    pub name: String,
    /// Its canonical text.
    pub body: String,
}

/// Events that wait to be relayed, the oldest first.
pub async fn waiting(db: &Db, most: u32) -> Result<Vec<Waiting>, DbError> {
    db.rows(include_str!("outbox_waiting.sql"), values![i64::from(most)]).await
}

/// Marks events as relayed, but for those that another process is marking at this moment.
pub async fn relayed(db: &Db, ids: Vec<Uuid>) -> Result<(), DbError> {
    db.run(include_str!("outbox_relayed.sql"), values![ids]).await.map(drop)
}
