//! Trusts and local authorities: few, and all of them are held in memory.

use domain::directory::{LocalAuthority, Region, Trust};
use sea_orm::FromQueryResult;

use crate::{Db, DbError, Key, Text};

/// A trust.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TrustRow {
    /// Its id.
    pub id: Key<Trust>,
    /// Its number among the register's groups; `None` if the register only names it.
    pub uid: Option<String>,
    /// Its name.
    pub name: String,
}

/// A local authority.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AuthorityRow {
    /// Its id.
    pub id: Key<LocalAuthority>,
    /// Its three-digit code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: Option<Text<Region>>,
}

/// Every trust.
pub async fn trusts(db: &Db) -> Result<Vec<TrustRow>, DbError> {
    db.rows("SELECT id, uid, name FROM trust ORDER BY name, id", []).await
}

/// Every local authority.
pub async fn authorities(db: &Db) -> Result<Vec<AuthorityRow>, DbError> {
    db.rows("SELECT id, code, name, region FROM local_authority ORDER BY code", []).await
}

/// How often the schools and the alliances have changed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Version {
    /// Changes of schools, trusts and authorities.
    pub schools: i64,
    /// Changes of alliances, their members and neighbours.
    pub alliances: i64,
}

/// Reads how often the directory has changed: whoever holds a copy of it asks this, and reads again what is stale. Counted,
/// because the newest number would hide a change that was committed after a later one.
pub async fn version(db: &Db) -> Result<Version, DbError> {
    let sql = "SELECT count(*) FILTER (WHERE what = 'school') AS schools, \
        count(*) FILTER (WHERE what = 'alliance') AS alliances FROM directory_change";
    Ok(db.row(sql, []).await?.unwrap_or_default())
}
