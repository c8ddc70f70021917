//! Where a database stands: which migrations it has, whether the runtime's role is a safe one, what it is for.

use sea_orm::FromQueryResult;

use crate::{Db, DbError, values};

/// The migrations that a database has, by name.
pub async fn applied(db: &Db) -> Result<Vec<String>, DbError> {
    #[derive(FromQueryResult)]
    struct Applied {
        version: String,
    }
    let there = db.row::<Exists>("SELECT to_regclass('seaql_migrations') IS NOT NULL AS is_there", []).await?;
    if !there.is_some_and(|it| it.is_there) {
        return Ok(Vec::new());
    }
    let rows = db.rows::<Applied>("SELECT version FROM seaql_migrations ORDER BY version", []).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

#[derive(FromQueryResult)]
struct Exists {
    is_there: bool,
}

/// Why the role that is logged in must not serve (SETTLED 22); `None` if it may.
pub async fn unsafe_role(db: &Db) -> Result<Option<String>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        is_super: bool,
        bypasses: bool,
        owns: bool,
    }
    let row = db.row::<Row>(include_str!("schema_role.sql"), []).await?;
    Ok(row.and_then(|it| {
        let why = match it {
            Row { is_super: true, .. } => "is a superuser",
            Row { bypasses: true, .. } => "bypasses row-level security",
            Row { owns: true, .. } => "owns tables",
            _ => return None,
        };
        Some(format!("the database role {} {why}", it.name))
    }))
}

/// Reads a fact about the whole installation.
pub async fn installation(db: &Db, key: &str) -> Result<Option<String>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        value: String,
    }
    Ok(db.row::<Row>("SELECT value FROM installation WHERE key = $1", values![key]).await?.map(|row| row.value))
}

/// Whether the database answers.
pub async fn ping(db: &Db) -> Result<(), DbError> {
    db.run("SELECT 1", []).await.map(drop)
}
