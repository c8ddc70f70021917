//! Forgetting one person: each column has its fate, and the person's own row comes last, because others are found by it.

use std::collections::BTreeMap;

use domain::Id;
use domain::identity::Person;

use super::column::{Column, Fate, columns};
use crate::column::Key;
use crate::{DbError, Tx, values};

/// What takes the place of words that were taken away.
pub(super) const REMOVED: &str = "Removed.";

/// What everybody is called who was erased.
const NOBODY: &str = "A former colleague";

/// Deletes or replaces what names a person, wherever it is. What is left says by their id alone that somebody did it. The
/// transaction must see everything. Gives the number of rows.
pub async fn wipe(tx: &Tx, person: Id<Person>) -> Result<u64, DbError> {
    let mut changed = 0;
    for statement in wiping() {
        changed += tx.run(&statement, values![Key(person)]).await?;
    }
    Ok(changed)
}

/// A statement for each table and each way from it to the person, the person's own last.
pub fn wiping() -> Vec<String> {
    let mut groups: BTreeMap<(bool, &str, String), Vec<&Column>> = BTreeMap::new();
    for column in columns() {
        if let Some((lead, _)) = column.of.filter(|(_, fate)| *fate != Fate::Keep) {
            let place = (column.table == "person", column.table, lead.condition());
            groups.entry(place).or_default().push(column);
        }
    }
    groups.into_iter().map(|((_, table, lead), columns)| statement(table, &lead, &columns)).collect()
}

fn statement(table: &str, lead: &str, columns: &[&Column]) -> String {
    let sets: Vec<String> = columns.iter().filter_map(|it| set(it.name, it.of?.1)).collect();
    if sets.is_empty() {
        format!("DELETE FROM {table} AS it WHERE {lead}")
    } else {
        format!("UPDATE {table} AS it SET {} WHERE {lead}", sets.join(", "))
    }
}

/// What is written in a column; nothing where it stays, or goes with its row.
fn set(name: &str, fate: Fate) -> Option<String> {
    match fate {
        Fate::Keep | Fate::Row => None,
        Fate::Null => Some(format!("{name} = NULL")),
        Fate::Blank => Some(blank(name)),
        Fate::Empty => Some(format!("{name} = '[]'")),
        Fate::Name => Some(format!("{name} = '{NOBODY}'")),
        Fate::Address => Some(format!("{name} = 'erased-' || replace(it.id::text, '-', '') || '@lateral.invalid'")),
    }
}

/// Where there were no words, none are put.
pub(super) fn blank(name: &str) -> String {
    format!("{name} = CASE WHEN {name} IS NOT NULL THEN '{REMOVED}' END")
}
