//! The editions of the national register, and how fresh the directory is.

use async_graphql::{Json, SimpleObject};
use domain::directory;
use persistence::directory::register::Edition;

use crate::graphql::adapter::Gid;
use crate::graphql::scalar::Moment;

/// One edition of the national register, as it was imported.
#[derive(SimpleObject)]
pub struct RegisterEdition {
    /// The edition's id.
    pub id: Gid<directory::RegisterEdition>,
    /// The name of the file.
    pub source: String,
    /// The fingerprint of the file's content, SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many rows it had.
    pub rows_read: i32,
    /// When it was applied.
    pub applied_at: Moment,
    /// What it changed: numbers by name, and the lines that were refused with their reasons.
    pub report: Json<serde_json::Value>,
}

impl From<Edition> for RegisterEdition {
    fn from(it: Edition) -> Self {
        Self {
            id: Gid(it.id.0),
            source: it.source,
            sha256: it.sha256,
            rows_read: it.rows_read,
            applied_at: Moment(it.applied_at.0),
            report: Json(it.report),
        }
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
