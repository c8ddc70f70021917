//! A transfer: half-days that move from one account to another. One row holds both sides, so it balances by its shape
//! (TRUST 1, SETTLED 3).

use uuid::Uuid;

use crate::brokerage::{Deployment, VisitConfirmation};
use crate::reciprocity::{AccountKey, AccountKind, SourceKind, TransferKind};
use crate::{Id, Timestamp};

/// What caused a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The kind of cause.
    pub kind: SourceKind,
    /// Its UUID.
    pub id: Uuid,
}

impl Source {
    /// A confirmation of a visit.
    pub const fn confirmation(id: Id<VisitConfirmation>) -> Self {
        Self { kind: SourceKind::Confirmation, id: id.uuid() }
    }

    /// The reversal of an earlier transfer.
    pub const fn reversed(id: Id<Transfer>) -> Self {
        Self { kind: SourceKind::Transfer, id: id.uuid() }
    }

    /// A school that took another's place; each such cause has an id of its own.
    pub const fn succession(id: Uuid) -> Self {
        Self { kind: SourceKind::Succession, id }
    }

    /// A specialist who moved to another school; each such cause has an id of its own.
    pub const fn departure(id: Uuid) -> Self {
        Self { kind: SourceKind::Departure, id }
    }

    /// The agreement or the end of a deployment.
    pub const fn deployment(id: Id<Deployment>) -> Self {
        Self { kind: SourceKind::Deployment, id: id.uuid() }
    }
}

/// Half-days that moved. It is written once and never changed; what was wrong is reversed by another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: Id<Transfer>,
    /// The account that is debited.
    pub debit: AccountKey,
    /// The account that is credited.
    pub credit: AccountKey,
    /// How much, in half-days; more than nothing.
    pub half_days: i32,
    /// Why.
    pub kind: TransferKind,
    /// What caused it.
    pub source: Source,
    /// The deployment to which it belongs.
    pub deployment: Id<Deployment>,
    /// The transfer that it reverses.
    pub reverses: Option<Id<Transfer>>,
    /// When.
    pub at: Timestamp,
    /// Whether it takes back instead of adding: the debited account then loses what it had been credited.
    pub takes_back: bool,
    /// Whether nothing but credit comes in return, so that it counts for where the schools stand (DOMAIN C.4).
    pub for_credit: bool,
}

impl Transfer {
    /// The promise of a deployment at its agreement: from the host to the home school.
    pub fn promise(id: Id<Self>, of: &Deployment, at: Timestamp) -> Self {
        Self::between(id, of, TransferKind::Promise, of.half_days, Source::deployment(of.id), at)
    }

    /// So much of a promise made anew between the schools of the deployment as they are now: one of them took another's
    /// place, or what was given before that was taken back.
    pub fn renewal(id: Id<Self>, of: &Deployment, half_days: i32, source: Source, at: Timestamp) -> Self {
        Self::between(id, of, TransferKind::Promise, half_days, source, at)
    }

    /// What a confirmed visit gave: given by the home school, received by the host.
    pub fn support(id: Id<Self>, of: &Deployment, half_days: i32, by: Id<VisitConfirmation>, at: Timestamp) -> Self {
        Self::between(id, of, TransferKind::Support, half_days, Source::confirmation(by), at)
    }

    /// So much of the promise that is kept, or given up: back from the home school to the host.
    pub fn release(id: Id<Self>, of: &Deployment, half_days: i32, source: Source, at: Timestamp) -> Self {
        Self::between(id, of, TransferKind::Release, half_days, source, at)
    }

    /// Whether it lies between the two schools of the deployment as they are now: one of them may have taken the place of
    /// another since.
    pub fn lies_between(&self, of: &Deployment) -> bool {
        let schools = [self.debit.school, self.credit.school];
        schools == [of.home, of.host] || schools == [of.host, of.home]
    }

    /// The reversal of this transfer. A reversal itself is not reversed.
    pub fn reversal(&self, id: Id<Self>, at: Timestamp) -> Option<Self> {
        if self.kind == TransferKind::Reversal {
            return None;
        }
        Some(Self {
            id,
            debit: self.credit,
            credit: self.debit,
            kind: TransferKind::Reversal,
            source: Source::reversed(self.id),
            reverses: Some(self.id),
            at,
            takes_back: !self.takes_back,
            ..self.clone()
        })
    }

    fn between(
        id: Id<Self>,
        of: &Deployment,
        kind: TransferKind,
        half_days: i32,
        source: Source,
        at: Timestamp,
    ) -> Self {
        let account = match kind {
            TransferKind::Promise | TransferKind::Release => AccountKind::Promise,
            TransferKind::Support | TransferKind::Reversal => AccountKind::Support,
        };
        let home = AccountKey { school: of.home, kind: account };
        let host = AccountKey { school: of.host, kind: account };
        let takes_back = kind == TransferKind::Release;
        let (debit, credit) = if takes_back { (home, host) } else { (host, home) };
        let (deployment, for_credit) = (of.id, of.is_for_credit());
        Self { id, debit, credit, half_days, kind, source, deployment, reverses: None, at, takes_back, for_credit }
    }
}
