//! A standing as the cache keeps it.

use domain::Id;
use domain::reciprocity::Position;
use persistence::reciprocity::account::Standing;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A standing in plain numbers and ids. The same for every reader: who may see it is asked before it is looked up.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    given: i64,
    received: i64,
    promised: i64,
    awaited: i64,
    accounts: Vec<Uuid>,
    schools: Vec<Uuid>,
}

impl From<Standing> for Kept {
    fn from(it: Standing) -> Self {
        let Position { given, received, promised, awaited } = it.position;
        let accounts = it.accounts.into_iter().map(Id::uuid).collect();
        let schools = it.schools.into_iter().map(Id::uuid).collect();
        Self { given, received, promised, awaited, accounts, schools }
    }
}

impl From<Kept> for Standing {
    fn from(it: Kept) -> Self {
        let Kept { given, received, promised, awaited, accounts, schools } = it;
        Self {
            position: Position { given, received, promised, awaited },
            accounts: accounts.into_iter().map(Id::from_uuid).collect(),
            schools: schools.into_iter().map(Id::from_uuid).collect(),
        }
    }
}
