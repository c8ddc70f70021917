//! One entry of a school's ledger, as that school sees it.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{ComplexObject, Context, Error, ID, Result, SimpleObject, TypeName};
use domain::brokerage::Deployment;
use domain::directory::School;
use domain::reciprocity::{AccountKind, CreditEntry, DebitEntry, Transfer, TransferKind};
use domain::{Id, reciprocity};
use persistence::reciprocity::transfer::{self, Entries};

use super::kept::KeptEntry;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{DeploymentBy, DeploymentObject, RingBy, RingObject, RingOfDeployment};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School as SchoolObject;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{HalfDays, Moment};

/// One entry of a school's ledger. What is written once is never changed; what was wrong is reversed by another entry.
#[derive(SimpleObject)]
#[graphql(name = "LedgerEntry", complex)]
pub struct EntryObject {
    /// The entry's id. The same half-days stand in the other school's ledger too, under an id of their own.
    pub id: ID,
    /// Why half-days moved.
    pub kind: Choice<TransferKind>,
    /// What they count towards.
    pub account: Choice<AccountKind>,
    /// How many: above nothing to the school's credit, below nothing to its debit.
    pub half_days: HalfDays,
    /// Whether nothing but credit comes in return, so that it counts for where the school stands.
    pub for_credit: bool,
    /// The deployment from which it comes.
    pub deployment_id: Gid<Deployment>,
    /// When it was written.
    pub at: Moment,
    #[graphql(skip)]
    reverses: Option<(LedgerSide, Id<Transfer>)>,
    #[graphql(skip)]
    counterpart: Id<School>,
}

#[ComplexObject]
impl EntryObject {
    /// The deployment from which it comes, as far as you may see it.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.deployment_id.0)).await?.map(DeploymentObject::from)) }).await
    }

    /// The ring of schools in which the support is given and got, as far as you may see it.
    async fn ring(&self, ctx: &Context<'_>) -> Option<Result<RingObject>> {
        nullable(async {
            let Some(ring) = ctx.load(RingOfDeployment(self.deployment_id.0)).await? else { return Ok(None) };
            Ok(ctx.load(RingBy(ring)).await?.map(RingObject::from))
        })
        .await
    }

    /// The entry that this one reverses.
    async fn reverses(&self, ctx: &Context<'_>) -> Option<Result<Self>> {
        nullable(async {
            let Some((side, transfer)) = self.reverses else { return Ok(None) };
            Ok(ctx.load(EntriesBy(transfer)).await?.and_then(|entries| Self::shown(side, entries)))
        })
        .await
    }

    /// The other school, for those who may see the deployment.
    async fn counterpart(&self, ctx: &Context<'_>) -> Option<Result<SchoolObject>> {
        nullable(async {
            let seen = ctx.load(DeploymentBy(self.deployment_id.0)).await?.is_some();
            Ok(seen.then(|| SchoolObject::find(&ctx.app().snapshot(), self.counterpart)).flatten())
        })
        .await
    }
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
            for_credit: it.for_credit,
            deployment_id: Gid(Id::from_uuid(it.deployment)),
            // What takes back moves the other way: the school that was credited is debited.
            reverses: it.reverses.map(|of| (side.other(), Id::from_uuid(of))),
            at: Moment(it.at),
            counterpart: Id::from_uuid(it.counterpart),
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
