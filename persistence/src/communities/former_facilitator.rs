//! Who held a support group before: written when somebody else takes the place.

use std::collections::HashMap;

use domain::Id;
use domain::access::Scope;
use domain::communities::{FacilitatorEnd, FacilitatorSide, FormerFacilitator, SupportGroup};
use domain::directory::Specialist;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, values};

/// Somebody who held a support group, as a page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Held {
    /// The group.
    pub group_id: Key<SupportGroup>,
    /// Which place they took.
    pub side: Text<FacilitatorSide>,
    /// Who it was, as the specialist whom a school lent.
    pub specialist_id: Key<Specialist>,
    /// Since when.
    pub held_from: At,
    /// Until when.
    pub held_until: At,
    /// Why no longer.
    pub reason: Text<FacilitatorEnd>,
}

/// Writes who held a locked group until now: since the one before, or since it was formed.
pub async fn insert(tx: &Tx, it: &FormerFacilitator) -> Result<(), DbError> {
    let sql = "INSERT INTO former_facilitator (group_id, side, person_id, specialist_id, held_from, held_until, reason, \
               replaced_by) SELECT id, $2, $3, $4, coalesce((SELECT max(held_until) FROM former_facilitator AS before \
               WHERE before.group_id = $1 AND before.side = $2), formed_at), $5, $6, $7 \
               FROM support_group WHERE id = $1";
    let values = values![
        Key(it.group),
        Text(it.side),
        Key(it.person),
        Key(it.specialist),
        At(it.held_until),
        Text(it.reason),
        Key(it.replaced_by),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Who held these groups before, as far as the reader may see the groups, the first to leave first.
pub async fn of_groups(
    db: &Db,
    seen: &Scope,
    groups: Vec<Id<SupportGroup>>,
) -> Result<HashMap<Id<SupportGroup>, Vec<Held>>, DbError> {
    let sql = "SELECT group_id, side, specialist_id, held_from, held_until, reason FROM former_facilitator \
               WHERE group_id = ANY($1) ORDER BY group_id, held_until, side";
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in db.rows_for::<Held>(seen, sql, values![Keys(groups)]).await? {
        found.entry(row.group_id.0).or_default().push(row);
    }
    Ok(found)
}
