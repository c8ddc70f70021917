//! Programmes that pay today, their grants, and what support holds back of them and has spent.

use serde_json::{Value as Json, json};

use super::{Filled, fill, on, word, words};
use crate::brokerage::{grant, grant_line};
use crate::{DbError, Tx, values};

/// Stores them after the support that they pay for. The rules of such a programme say who takes part, what is paid and for how
/// long.
pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let next = "INSERT INTO programme (number, code, owner, name, about) SELECT max(number) + 1, $1, $2, $3, $4 FROM programme";
    for it in &world.programmes {
        let values = values![it.code.clone(), it.owner.clone(), it.name.clone(), it.about.clone()];
        tx.run(next, values).await?;
    }
    let versions = world.programmes.iter().flat_map(|it| {
        it.versions.iter().map(move |version| {
            let rules = &version.rules;
            let awards: Json =
                rules.awards.iter().map(|it| json!({"stage": word(it.stage), "pence": it.pence})).collect();
            json!({
                "code": it.code, "number": version.number, "since": on(version.since), "until": version.until.map(on),
                "rules": {"members": words(&rules.members), "awards": awards, "years": rules.years},
            })
        })
    });
    fill(tx, "programme_version", versions).await?;
    for it in &world.grants {
        grant::insert(tx, it).await?;
    }
    grant_line::add(tx, &world.grant_lines).await
}
