//! One entry of a school's ledger, as that school sees it.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, ID, SimpleObject, TypeName};
use domain::brokerage::Deployment;
use domain::reciprocity::{AccountKind, CreditEntry, DebitEntry, Transfer, TransferKind};
use domain::{Id, reciprocity};
use persistence::reciprocity::transfer::{self, Entries};

use super::kept::KeptEntry;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{HalfDays, Moment};

/// One entry of a school's ledger. What is written once is never changed; what was wrong is reversed by another entry.
#[derive(SimpleObject)]
#[graphql(name = "LedgerEntry")]
pub struct EntryObject {
    /// The entry's id. The same half-days stand in the other school's ledger too, under an id of their own.
    pub id: ID,
    /// Why half-days moved.
    pub kind: Choice<TransferKind>,
    /// What they count towards.
    pub account: Choice<AccountKind>,
    /// How many: above nothing to the school's credit, below nothing to its debit.
    pub half_days: HalfDays,
    /// The deployment from which it comes.
    pub deployment_id: Gid<Deployment>,
    /// The entry that this one reverses.
    pub reverses: Option<ID>,
    /// When it was written.
    pub at: Moment,
}

impl TypeName for EntryObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "LedgerEntry".into()
    }
}

/// On which side of a transfer a school stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LedgerSide {
    /// It is credited.
    Credit,
    /// It is debited.
    Debit,
}

impl LedgerSide {
    const fn other(self) -> Self {
        match self {
            Self::Credit => Self::Debit,
            Self::Debit => Self::Credit,
        }
    }

    fn id(self, of: Id<Transfer>) -> ID {
        match self {
            Self::Credit => Id::<CreditEntry>::from_uuid(of.uuid()).to_string().into(),
            Self::Debit => Id::<DebitEntry>::from_uuid(of.uuid()).to_string().into(),
        }
    }
}

impl From<KeptEntry> for EntryObject {
    fn from(it: KeptEntry) -> Self {
        let side = if it.credited { LedgerSide::Credit } else { LedgerSide::Debit };
        Self {
            id: side.id(Id::from_uuid(it.transfer)),
            kind: Choice(it.kind),
            account: Choice(it.account),
            half_days: HalfDays(if it.credited { it.half_days } else { -it.half_days }),
            deployment_id: Gid(Id::from_uuid(it.deployment)),
            // What takes back moves the other way: the school that was credited is debited.
            reverses: it.reverses.map(|of| side.other().id(Id::from_uuid(of))),
            at: Moment(it.at),
        }
    }
}

impl EntryObject {
    /// The entry on this side, if the reader sees it.
    pub fn shown(side: LedgerSide, entries: Entries) -> Option<Self> {
        let shown = match side {
            LedgerSide::Credit => entries.credit_shown,
            LedgerSide::Debit => entries.debit_shown,
        };
        shown.then(|| KeptEntry::on(side == LedgerSide::Credit, entries.transfer).into())
    }
}

/// The entries of the transfer with this id, on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntriesBy(pub Id<reciprocity::Transfer>);

impl Loader<EntriesBy> for Links {
    type Value = Entries;
    type Error = Error;

    async fn load(&self, keys: &[EntriesBy]) -> Result<HashMap<EntriesBy, Entries>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = transfer::entries(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (EntriesBy(it.transfer.id), it)).collect())
    }
}
