//! What can go wrong below: told apart as far as somebody above can act on it.

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// The database could not do it.
#[derive(Debug)]
pub enum DbError {
    /// A named constraint refused the write: a race was lost, and the function that wrote names the rule.
    Constraint(String),
    /// Two transactions stood in each other's way (40001, 40P01): trying again helps.
    Clash,
    /// The idempotency key of this write is taken, by a transaction that ended well or that is still open.
    Repeated,
    /// No connection within the time allowed, a statement or a lock took too long, or the server is away.
    Unavailable(String),
    /// The statement or a stored value is not what the code expects.
    Broken(String),
}

impl DbError {
    /// The name of the constraint that refused, if one did.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint(name) => Some(name),
            _ => None,
        }
    }

    /// Says that a stored value is not what the code expects.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }
}

impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Constraint(name) => write!(f, "refused by constraint {name}"),
            Self::Clash => f.write_str("clashed with another transaction"),
            Self::Repeated => f.write_str("the idempotency key is taken"),
            Self::Unavailable(why) => write!(f, "database unavailable: {why}"),
            Self::Broken(what) => write!(f, "database error: {what}"),
        }
    }
}

impl std::error::Error for DbError {}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::Conn(RuntimeErr::SqlxError(it))
            | DbErr::Exec(RuntimeErr::SqlxError(it))
            | DbErr::Query(RuntimeErr::SqlxError(it)) => Self::of(it),
            DbErr::ConnectionAcquire(_) => Self::Unavailable("no free connection".into()),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl DbError {
    fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(it) => match it.code().as_deref() {
                Some("40001" | "40P01") => Self::Clash,
                // Cancelled by a timeout, lock not available, too many connections, shutting down, disk full.
                Some(code @ ("57014" | "55P03" | "53300" | "53100" | "57P01" | "57P03")) => {
                    Self::Unavailable(code.to_owned())
                }
                _ => match it.constraint() {
                    Some(name) => Self::Constraint(name.to_owned()),
                    None => Self::Broken(it.to_string()),
                },
            },
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error.to_string())
            }
            other => Self::Broken(other.to_string()),
        }
    }
}
