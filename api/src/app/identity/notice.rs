//! Notices: letters that tell people what they were told in the list, at once or once a day.

use std::fmt::Write;

use domain::Id;
use domain::access::Actor;
use domain::identity::{Notification, Person, PersonStatus};
use persistence::identity::{letter, person as persons, telling};

use super::notification::{self, Read};
use crate::app::{App, Caller, Outcome};

/// How many people are written to in one turn.
pub const WRITTEN_AT_ONCE: usize = 50;

/// How many sentences a letter holds; what is older is in the list.
const MOST_SENTENCES: usize = 50;

/// How long a letter tries to arrive, in days: later it would be no news.
const FRESH_DAYS: u32 = 7;

/// Writes to some people what is due to be told them by e-mail; says how many those were.
pub async fn write_due(app: &App) -> Outcome<usize> {
    let due = telling::to_write_to(app.db(), app.clock.now(), WRITTEN_AT_ONCE as i64).await?;
    for person in &due {
        write(app, *person).await?;
    }
    Ok(due.len())
}

/// Writes one letter with all that is due to be told somebody by e-mail. It is written in the transaction that notes it as
/// told; where another process was faster there is nothing left to note.
async fn write(app: &App, person: Id<Person>) -> Outcome<()> {
    let due = telling::to_mail(app.db(), person, app.clock.now()).await?;
    let known = persons::find(app.db(), &Actor::Person(person).scope(), person).await?;
    let ids: Vec<Id<Notification>> = due.iter().take(MOST_SENTENCES).copied().collect();
    let told = notification::of_ids(app, person, ids).await?;
    let tx = app.begin(&Caller::service("notices")).await?;
    let noted = telling::mailed(&tx, &due).await?;
    let whole = noted == due.len() as u64 && !told.is_empty();
    // Whoever may not sign in is written to no more.
    if let Some(to) = known.filter(|it| whole && it.status == PersonStatus::Active) {
        let body = body(app, &to, told, due.len().saturating_sub(MOST_SENTENCES));
        letter::insert(&tx, &to.email, "News from Lateral", &body, tx.now().plus_days(FRESH_DAYS)).await?;
    }
    if noted == due.len() as u64 {
        tx.commit().await?;
    }
    Ok(())
}

fn body(app: &App, to: &Person, mut told: Vec<Read>, more: usize) -> String {
    told.sort_unstable_by_key(|it| it.notification.id);
    let mut body = format!("Dear {},\n\n", to.name.as_str());
    for it in told {
        let until = it.notification.due_at.map(|at| format!(" By {}.", at.day())).unwrap_or_default();
        // Writing to a text cannot fail.
        let _ = writeln!(body, "- {}{until}", it.text);
    }
    if more > 0 {
        let _ = writeln!(body, "- And {more} more, in your list.");
    }
    let url = &app.config.public_url;
    body + &format!(
        "\nTo read more, sign in at {url}/graphiql\n\nTo choose what you hear by e-mail, see {url}/docs/notifications\n"
    )
}
