//! Everything personal that is kept about one person, gathered by the classes of the columns.

use domain::Id;
use domain::identity::{DataClass, Person};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;

use super::column::{Column, columns, has_id, tables};
use crate::column::Key;
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Told {
    rows: Json,
}

/// The records that lead to a person, by table, each with what of it is theirs: nothing of anybody else's, and no secret. The
/// transaction must see everything; it reads whole tables, which no request may.
pub async fn gather(tx: &Tx, person: Id<Person>) -> Result<Vec<(&'static str, Json)>, DbError> {
    tx.run("SET LOCAL statement_timeout = '60s'", []).await?;
    let mut found = Vec::new();
    for table in tables() {
        let theirs: Vec<&Column> = columns().iter().filter(|it| it.table == table.name && is_told(it)).collect();
        if theirs.is_empty() {
            continue;
        }
        let told = tx.row::<Told>(&statement(table.name, &theirs), values![Key(person)]).await?;
        if let Some(Told { rows }) = told.filter(|it| it.rows.as_array().is_some_and(|rows| !rows.is_empty())) {
            found.push((table.name, rows));
        }
    }
    Ok(found)
}

/// Whether a column is shown to whose it is. What opens a door is shown to nobody.
const fn is_told(column: &Column) -> bool {
    matches!(column.class, DataClass::Personal | DataClass::Words)
}

/// A row may lead to several people: each column is told to the one whose it is.
fn statement(table: &str, theirs: &[&Column]) -> String {
    let leads = theirs.iter().filter_map(|it| it.of).map(|(lead, _)| lead.condition());
    let parts = theirs.iter().zip(leads.clone());
    let parts = parts.map(|(it, lead)| format!("'{0}', CASE WHEN {lead} THEN to_jsonb(it.{0}) END", it.name));
    let id = has_id(table).then(|| "'id', to_jsonb(it.id)".to_owned());
    let named = theirs.iter().any(|it| it.name == "id");
    let parts: Vec<String> = id.into_iter().filter(|_| !named).chain(parts).collect();
    let mut leads: Vec<String> = leads.collect();
    leads.sort();
    leads.dedup();
    format!(
        "SELECT coalesce(jsonb_agg(told ORDER BY told::text), '[]') AS rows FROM (SELECT jsonb_strip_nulls(\
         jsonb_build_object({})) AS told FROM {table} AS it WHERE {}) AS theirs",
        parts.join(", "),
        leads.join(" OR "),
    )
}
