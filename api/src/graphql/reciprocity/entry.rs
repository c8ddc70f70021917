//! One entry of a school's ledger, as that school sees it.

use async_graphql::{SimpleObject, TypeName};
use domain::Id;
use domain::brokerage::Deployment;
use domain::directory::School;
use domain::reciprocity::{AccountKind, Transfer, TransferKind};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::scalar::{HalfDays, Moment};

/// One entry of a school's ledger. What is written once is never changed; what was wrong is reversed by another entry.
#[derive(SimpleObject)]
#[graphql(name = "LedgerEntry")]
pub struct EntryObject {
    /// The entry's id.
    pub id: Gid<Transfer>,
    /// Why half-days moved.
    pub kind: Choice<TransferKind>,
    /// What they count towards.
    pub account: Choice<AccountKind>,
    /// How many: above nothing to the school's credit, below nothing to its debit.
    pub half_days: HalfDays,
    /// The deployment from which it comes.
    pub deployment_id: Gid<Deployment>,
    /// The entry that this one reverses.
    pub reverses: Option<Gid<Transfer>>,
    /// When it was written.
    pub at: Moment,
}

impl TypeName for EntryObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "LedgerEntry".into()
    }
}

impl EntryObject {
    /// The entry as a school sees it that counts these schools as itself.
    pub fn of(it: Transfer, schools: &[Id<School>]) -> Self {
        let credited = schools.contains(&it.credit.school);
        Self {
            id: Gid(it.id),
            kind: Choice(it.kind),
            account: Choice(it.credit.kind),
            half_days: HalfDays(if credited { it.half_days } else { -it.half_days }),
            deployment_id: Gid(it.deployment),
            reverses: it.reverses.map(Gid),
            at: Moment(it.at),
        }
    }
}
