//! What passes on when a school closes: everything open moves to the one school that took its place (SETTLED 2).

use domain::directory::School;
use sea_orm::FromQueryResult;

use crate::{DbError, Key, Tx, values};

/// A school whose open offers, requests and deployments passed to another.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Passed {
    /// The school that closed.
    pub school: Key<School>,
    /// The school that took its place.
    pub successor: Key<School>,
}

/// A closed school with something open and several successors, between which a broker decides.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// The school that closed.
    pub school: Key<School>,
    /// How many schools took its place.
    pub successors: i64,
}

/// Moves everything open of closed schools to their only successors; gives each pair for which something moved.
pub async fn pass_on(tx: &Tx) -> Result<Vec<Passed>, DbError> {
    let pairs = tx.rows::<Passed>(include_str!("succession.sql"), []).await?;
    if pairs.is_empty() {
        return Ok(pairs);
    }
    let closed: Vec<_> = pairs.iter().map(|it| it.school.0.uuid()).collect();
    let successors: Vec<_> = pairs.iter().map(|it| it.successor.0.uuid()).collect();
    tx.run(include_str!("pass_on.sql"), values![closed, successors]).await?;
    Ok(pairs)
}

/// The closed schools for which a broker must decide.
pub async fn waiting(tx: &Tx) -> Result<Vec<Waiting>, DbError> {
    tx.rows(include_str!("waiting.sql"), []).await
}
