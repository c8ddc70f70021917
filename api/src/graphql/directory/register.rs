//! The editions of the national register, and how fresh the directory is.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, SimpleObject, TypeName};
use domain::{Id, directory};
use persistence::directory::register::{self, Edition};

use crate::graphql::adapter::Gid;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{Document, Moment};

/// One edition of the national register, as it was imported.
#[derive(SimpleObject)]
pub struct RegisterEdition {
    /// The edition's id.
    pub id: Gid<directory::RegisterEdition>,
    /// The name of the file.
    pub source: String,
    /// The fingerprint of the file's content, SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The fingerprint of the file of links between schools that came with it, if one did.
    pub links_sha256: Option<String>,
    /// How many rows it had.
    pub rows_read: i32,
    /// When it was applied.
    pub applied_at: Moment,
    /// What it changed: numbers by name, and the lines that were refused with their reasons.
    pub report: Document,
}

impl TypeName for RegisterEdition {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "RegisterEdition".into()
    }
}

impl From<Edition> for RegisterEdition {
    fn from(it: Edition) -> Self {
        Self {
            id: Gid(it.id.0),
            source: it.source,
            sha256: it.sha256,
            links_sha256: it.links_sha256,
            rows_read: it.rows_read,
            applied_at: Moment(it.applied_at.0),
            report: Document(it.report),
        }
    }
}

/// The edition with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionBy(pub Id<directory::RegisterEdition>);

impl Loader<EditionBy> for Links {
    type Value = Edition;
    type Error = Error;

    async fn load(&self, keys: &[EditionBy]) -> Result<HashMap<EditionBy, Edition>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = register::of_ids(self.app.db(), ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (EditionBy(it.id.0), it)).collect())
    }
}

/// How fresh the directory of schools is.
#[derive(SimpleObject)]
pub struct RegisterFreshness {
    /// The edition that was applied last; nothing before the first.
    pub latest: Option<RegisterEdition>,
    /// Whole days since then.
    pub days_old: Option<i64>,
    /// How many open schools the directory holds.
    pub open_schools: usize,
    /// How many schools the directory holds, closed ones too.
    pub schools: usize,
}
