//! What somebody is told: the list, in the words that they may read just now, and how they wish to be told.

use std::collections::HashMap;

use domain::access::{Acting, Scope};
use domain::directory::School;
use domain::identity::{MOST_MARKED, Names, Notification, NotificationTopic, NotificationWay, Person};
use domain::rule::Rule;
use domain::{Id, Word};
use persistence::column::Key;
use persistence::identity::notification::{self as notifications, Named};
use persistence::identity::standing;
use persistence::{DbError, Page, PageRequest};

use crate::app::snapshot::Snapshot;
use crate::app::{App, Caller, Outcome};

/// A notification, with what its reader may know just now.
#[derive(Clone, Debug)]
pub struct Read {
    /// What was told.
    pub notification: Notification,
    /// The sentence.
    pub text: String,
    /// The id of what it is about; nothing where the reader does not see that any more.
    pub subject: Option<String>,
}

/// A page of what a person is told, newest first.
pub async fn page(app: &App, person: Id<Person>, unread: bool, wanted: &PageRequest) -> Result<Page<Read>, DbError> {
    let page = notifications::page(app.db(), person, unread, wanted).await?;
    let names = names(app, person, page.items.iter().map(|(_, it)| it)).await?;
    Ok(page.map(|it| read(it, &names)))
}

/// Those of these notifications that a person was told.
pub async fn of_ids(app: &App, person: Id<Person>, ids: Vec<Id<Notification>>) -> Result<Vec<Read>, DbError> {
    let found = notifications::of_ids(app.db(), person, ids).await?;
    let names = names(app, person, found.iter()).await?;
    Ok(found.into_iter().map(|it| read(it, &names)).collect())
}

/// Marks notifications of the caller's as read: those that are named, or all.
pub async fn mark_read(app: &App, caller: &Caller, named: Option<Vec<Id<Notification>>>) -> Outcome<()> {
    let person = Notification::keeper(&caller.actor)?;
    let named = named.map(|mut ids| {
        ids.sort_unstable();
        ids.dedup();
        ids
    });
    if named.as_ref().is_some_and(|ids| ids.len() > MOST_MARKED) {
        return Err(Rule::NumberOutOfRange.at("notifications").into());
    }
    let wanted = named.as_ref().map_or(0, Vec::len);
    let tx = app.begin(caller).await?;
    let marked = notifications::mark(&tx, person, named).await?;
    if marked < wanted as u64 {
        return Err(Rule::NotFound.at("notifications").into());
    }
    tx.commit().await?;
    Ok(())
}

/// How a person is told of each topic.
pub async fn preferences(app: &App, person: Id<Person>) -> Result<Vec<(NotificationTopic, NotificationWay)>, DbError> {
    let said = notifications::preferences(app.db(), person).await?;
    let way = |topic: NotificationTopic| said.get(&topic).copied().unwrap_or_else(|| topic.usual_way());
    Ok(NotificationTopic::ALL.iter().map(|topic| (*topic, way(*topic))).collect())
}

/// Notes how the caller wishes to be told of a topic from now on.
pub async fn prefer(app: &App, caller: &Caller, topic: NotificationTopic, way: NotificationWay) -> Outcome<()> {
    let person = Notification::keeper(&caller.actor)?;
    let tx = app.begin(caller).await?;
    notifications::prefer(&tx, person, topic, way).await?;
    tx.commit().await?;
    Ok(())
}

/// What the person may know of the subjects of notifications, by any of the roles in which they may act just now. Whoever
/// lost a role reads no more names by it.
async fn names<'a>(
    app: &App,
    person: Id<Person>,
    told: impl Iterator<Item = &'a Notification>,
) -> Result<HashMap<String, Names>, DbError> {
    let mut subjects: Vec<String> = told.map(|it| it.subject.clone()).collect();
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    subjects.sort_unstable();
    subjects.dedup();
    let held = standing::of_persons(app.db(), vec![person], app.clock.now()).await?.remove(&person);
    let acting = held.unwrap_or_default().into_iter().map(|it| Acting {
        person,
        membership: it.id,
        role: it.role,
        school: it.school,
        alliance: it.alliance,
    });
    let seen = Scope::of_roles(person, acting);
    let (directory, named) = (app.snapshot(), notifications::named(app.db(), &seen, subjects).await?);
    Ok(named.into_iter().map(|it| (it.subject.clone(), names_of(it, &seen, &directory))).collect())
}

fn names_of(it: Named, seen: &Scope, directory: &Snapshot) -> Names {
    let school = |id: Option<Key<School>>| Some(directory.schools.get(id?.0)?.school.name.to_string());
    // Who asks without a name is named to nobody who may not know it (DOMAIN K142).
    let may_know_host = it.is_open || seen.sees(&it.named_to);
    Names {
        title: it.title,
        home: school(it.home_id),
        host: school(it.host_id.filter(|_| may_know_host)),
        school: school(it.school_id),
        late: it.level.map(|level| level.0.late()),
    }
}

fn read(it: Notification, names: &HashMap<String, Names>) -> Read {
    let known = names.get(&it.subject);
    let sentence = it.cause.telling().map_or("Something happened.", |telling| telling.sentence);
    let text = known.unwrap_or(&Names::default()).fill(sentence);
    Read { text, subject: known.map(|_| it.subject.clone()), notification: it }
}
