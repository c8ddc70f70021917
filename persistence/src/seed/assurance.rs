//! What employers assure of whom they send.

use serde_json::json;

use super::{Filled, at, fill, key, on, word};
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let rows = world.assurances.iter().map(|it| {
        json!({
            "id": key(it.id), "employer_id": key(it.employer), "specialist_id": it.specialist.map(key),
            "person_id": it.person.map(key), "checked_on": on(it.checked_on), "scope": word(it.scope),
            "letter": it.letter.as_ref().map(|it| it.as_str()), "valid_until": on(it.valid_until),
            "assured_by": key(it.assured_by), "assured_as": word(it.assured_as), "assured_at": at(it.assured_at),
            "status": word(it.status), "ended_at": it.ended_at.map(at),
            "end_reason": it.end_reason.as_ref().map(|it| it.as_str()), "version": it.version,
        })
    });
    fill(tx, "safeguarding_assurance", rows).await
}
