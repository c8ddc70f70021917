//! What ties somebody to the service, and so stands in the way of erasing them.

use domain::Id;
use domain::identity::{Person, RetentionPolicy, Ties};
use sea_orm::FromQueryResult;

use crate::column::{At, Key};
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    has_open_work: bool,
    is_only_head: bool,
    is_only_operator: bool,
    worked_until: Option<At>,
}

/// What ties a person just now; `work` says for how long records of work name whom they name. The transaction must see
/// everything.
pub async fn ties(tx: &Tx, person: Id<Person>, work: &RetentionPolicy) -> Result<Ties, DbError> {
    let row = tx.row::<Row>(include_str!("ties.sql"), values![Key(person), At(tx.now())]).await?;
    let row = row.ok_or_else(|| DbError::broken("a question without an answer"))?;
    Ok(Ties {
        has_open_work: row.has_open_work,
        is_only_head: row.is_only_head,
        is_only_operator: row.is_only_operator,
        kept_until: row.worked_until.map(|at| work.names_until(at.0)),
    })
}
