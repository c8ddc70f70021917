//! Under what something is kept, and which events make it old.

use domain::directory::School;
use domain::event::Fact;
use domain::{Event, Id};

use crate::app::snapshot::Snapshot;

const RECIPROCITY: &str = "lateral:reciprocity:";

/// What something is kept under: a shelf is evicted whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub(super) shelf: String,
    pub(super) place: String,
}

impl Key {
    /// A school's position in the ledger, as this edition of the directory counts it.
    pub fn position(school: Id<School>, directory: &Snapshot) -> Self {
        Self { shelf: reciprocity(school, directory), place: "position".into() }
    }

    /// A page of the statement behind a school's position; `page` tells pages apart.
    pub fn statement(school: Id<School>, directory: &Snapshot, page: &str) -> Self {
        Self { shelf: reciprocity(school, directory), place: format!("statement:{page}") }
    }
}

/// The shelf of one school. Which predecessors count for it hangs on the register's links, so a new edition of the
/// directory has shelves of its own, and those of the old one expire.
fn reciprocity(school: Id<School>, directory: &Snapshot) -> String {
    format!("{RECIPROCITY}{}:{school}", directory.edition())
}

/// The shelves that an event makes old, by its name and its facts: those of the schools whose ledger moved, and of the
/// schools that count them as predecessors.
fn touched(name: &str, directory: &Snapshot, fact: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let facts: &[&str] = match name {
        "deployment.agreed" | "deployment.completed" | "deployment.stopped" | "visit.confirmed" | "visit.reversed" => {
            &["home", "host"]
        }
        // Who is lent counts for what is expected of a school.
        "specialist.listed" | "specialist.listing_ended" => &["school"],
        "school.succeeded" => &["school", "successor"],
        _ => &[],
    };
    let schools = facts.iter().filter_map(|name| fact(name)?.parse().ok());
    let counting = schools.flat_map(|school| std::iter::once(school).chain(directory.schools.heirs(school)));
    counting.map(|school| reciprocity(school, directory)).collect()
}

/// The shelves that an event of this process makes old.
pub(super) fn touched_by(event: &Event, directory: &Snapshot) -> Vec<String> {
    let facts = event.facts();
    touched(event.name(), directory, |name| match facts.iter().find(|(it, _)| *it == name) {
        Some((_, Fact::Text(text))) => Some(text.clone()),
        _ => None,
    })
}

/// The shelves that a relayed event makes old; `body` is its canonical text.
pub(super) fn touched_by_text(name: &str, body: &str, directory: &Snapshot) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    touched(name, directory, |fact| body["data"][fact].as_str().map(str::to_owned))
}
