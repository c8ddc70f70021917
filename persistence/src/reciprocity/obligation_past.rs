//! How obligations stood before: what the statements of years that are over are made of. The database writes it itself.

use std::collections::HashMap;

use domain::access::Scope;
use domain::directory::School;
use domain::reciprocity::Obligation;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys};
use crate::{Db, DbError, scope, values};

/// How an obligation stood for some time.
#[derive(Clone, Debug)]
pub struct Stood {
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who owed it.
    pub debtor: Id<School>,
    /// To whom; nobody in particular, where it was owed to all schools.
    pub creditor: Option<Id<School>>,
    /// How much, in half-days, where it was counted.
    pub half_days: Option<i32>,
    /// Since when it was met or waived, if it was.
    pub ended_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    obligation_id: Key<Obligation>,
    since: At,
    until: At,
    debtor_id: Key<School>,
    creditor_id: Option<Key<School>>,
    half_days: Option<i32>,
    ended_at: Option<At>,
}

/// How each of these obligations stood before, the earliest first, as far as the reader may see them. Of what came and went in one
/// instant nothing is told.
pub async fn of_obligations(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Obligation>>,
) -> Result<HashMap<Id<Obligation>, Vec<Stood>>, DbError> {
    let sql = "SELECT past.obligation_id, past.since, past.until, past.debtor_id, past.creditor_id, past.half_days, past.ended_at \
               FROM obligation_past AS past JOIN obligation ON obligation.id = past.obligation_id \
               WHERE past.obligation_id = ANY($1) AND ($2 OR audience && $3) AND past.since < past.until \
               ORDER BY past.obligation_id, past.nth";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    let mut found: HashMap<_, Vec<Stood>> = HashMap::new();
    for row in rows {
        found.entry(row.obligation_id.0).or_default().push(Stood {
            since: row.since.0,
            until: row.until.0,
            debtor: row.debtor_id.0,
            creditor: row.creditor_id.map(|it| it.0),
            half_days: row.half_days,
            ended_at: row.ended_at.map(|it| it.0),
        });
    }
    Ok(found)
}
