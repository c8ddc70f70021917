//! What schools owe.

use serde_json::json;

use super::{Filled, at, fill, key, on, uuids, word};
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let rows = world.obligations.iter().map(|it| {
        let sides = [Some(it.debtor.uuid()), it.creditor.map(|it| it.uuid()), it.alliance.map(|it| it.uuid())];
        let audience: Vec<_> = sides.into_iter().flatten().collect();
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
