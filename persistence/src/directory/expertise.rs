//! The taxonomy of expertise, read as a whole: it is small, and kept in memory.

use domain::directory::{Expertise, Taxonomy, TaxonomyList};
use sea_orm::FromQueryResult;

use crate::column::{Key, Text};
use crate::{Db, DbError};

#[derive(FromQueryResult)]
struct Row {
    id: Key<Expertise>,
    code: String,
    name: String,
    about: String,
    kind: Text<TaxonomyList>,
    parent_id: Option<Key<Expertise>>,
    position: i32,
    since_version: i32,
    retired_version: Option<i32>,
    edition: i32,
}

impl From<Row> for Expertise {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            code: row.code,
            name: row.name,
            about: row.about,
            list: row.kind.0,
            parent: row.parent_id.map(|it| it.0),
            position: row.position,
            since: row.since_version,
            retired: row.retired_version,
        }
    }
}

/// The taxonomy in its newest edition.
pub async fn taxonomy(db: &Db) -> Result<Taxonomy, DbError> {
    let sql = "SELECT id, code, name, about, kind, parent_id, position, since_version, retired_version, \
               (SELECT max(number) FROM taxonomy_version) AS edition FROM expertise";
    let rows: Vec<Row> = db.rows(sql, []).await?;
    let edition = rows.first().map_or(0, |row| row.edition);
    Taxonomy::new(edition, rows.into_iter().map(Expertise::from).collect())
        .map_err(|it| DbError::broken(format!("the taxonomy is no tree at {}", it.0)))
}
