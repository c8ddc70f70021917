//! What schools owe.

use std::collections::HashMap;

use domain::Id;
use domain::directory::School;
use serde_json::json;
use uuid::Uuid;

use super::{Filled, at, fill, key, on, uuids, word};
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let mut brokered: HashMap<Id<School>, Vec<Uuid>> = HashMap::new();
    for (alliance, school) in
        world.alliances.iter().flat_map(|(it, schools, _)| schools.iter().map(|school| (it.id, school)))
    {
        brokered.entry(*school).or_default().push(alliance.uuid());
    }
    let rows = world.obligations.iter().map(|it| {
        let sides = || [Some(it.debtor), it.creditor].into_iter().flatten();
        let theirs = sides().filter_map(|school| brokered.get(&school)).flatten().copied();
        let mut audience: Vec<_> = sides().map(Id::uuid).chain(it.alliance.map(Id::uuid)).chain(theirs).collect();
        audience.sort_unstable();
        audience.dedup();
        json!({
            "id": key(it.id), "debtor_id": key(it.debtor), "creditor_id": it.creditor.map(key),
            "alliance_id": it.alliance.map(key), "kind": word(it.kind), "half_days": it.half_days, "due_on": on(it.due_on),
            "source": word(it.source), "deployment_id": it.deployment.map(key), "note": it.note.as_str(),
            "status": word(it.status), "created_at": at(it.created_at), "due_at": it.due_at.map(at),
            "overdue_at": it.overdue_at.map(at), "ended_at": it.ended_at.map(at),
            "ended_by": it.ended_by.as_ref().map(|it| it.as_str()), "met_with": it.met_with.map(key),
            "noted_by": it.noted_by.map(key), "closed_by": it.closed_by.map(key),
            "version": it.version, "audience": uuids(&audience),
        })
    });
    fill(tx, "obligation", rows).await
}
