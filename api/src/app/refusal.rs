//! Why a use case did not do what was asked: a rule said no, or something broke.

use domain::rule::{Refusals, Rejected, Rule};
use persistence::DbError;

/// Why not.
#[derive(Debug)]
pub enum Refusal {
    /// One or more rules said no; nothing was changed.
    Rejected(Refusals),
    /// Something broke; nothing was changed.
    Fault(Fault),
}

/// What broke, in words for the log only.
#[derive(Debug)]
pub enum Fault {
    /// Two transactions stood in each other's way; trying again helps.
    Clash,
    /// The idempotency key of the write is taken.
    Repeated,
    /// The database cannot be reached or takes too long.
    Unavailable(String),
    /// Anything else.
    Broken(String),
}

/// What a use case gives.
pub type Outcome<T> = Result<T, Refusal>;

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clash => f.write_str("clashed with another transaction"),
            Self::Repeated => f.write_str("the idempotency key is taken"),
            Self::Unavailable(why) => write!(f, "unavailable: {why}"),
            Self::Broken(what) => f.write_str(what),
        }
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self::Rejected(rule.into())
    }
}

impl From<Rejected> for Refusal {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected.into())
    }
}

impl From<Refusals> for Refusal {
    fn from(refusals: Refusals) -> Self {
        Self::Rejected(refusals)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Clash => Self::Clash,
            DbError::Repeated => Self::Repeated,
            DbError::Unavailable(why) => Self::Unavailable(why),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}
