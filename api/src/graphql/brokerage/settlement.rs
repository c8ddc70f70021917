//! What is given in return for a deployment, in the contract.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use domain::Id;
use domain::brokerage::{
    Grant, InKind, InKindDraft, PayerKind, PooledBudget, Settlement, SettlementDraft, Share, ShareDraft, Subscription,
    SubscriptionDraft,
};
use domain::exchange::SettlementKind;

use super::rate_card::PriceObject;
use super::{GrantBy, GrantObject, PoolBy, PoolObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::scalar::{Day, Pence};

/// What is given in return for a deployment.
#[derive(SimpleObject)]
#[graphql(name = "Settlement", complex)]
pub struct SettlementObject {
    /// Its kind.
    pub kind: Choice<SettlementKind>,
    /// The price of a whole day, which is two half-days, and who gets it.
    pub day: Option<PriceObject>,
    /// Whether value-added tax comes on top of it. No figure includes it.
    pub vat: bool,
    /// Who pays it, where it is not the school that receives alone.
    pub payers: Vec<PayerObject>,
    /// What is brought without money, such as administration free of charge.
    pub in_kind: Vec<InKindObject>,
    /// What is paid beside it for covering absent staff, for the whole deployment.
    pub cover: Option<Pence>,
    /// Who pays, or who gives up the payment.
    pub payer: Option<String>,
    /// What is given in exchange, or why payment is waived.
    pub reason: Option<String>,
    /// To what the school that receives subscribed, where a subscription pays.
    pub subscription: Option<SubscribedObject>,
    #[graphql(skip)]
    grant_id: Option<Id<Grant>>,
    /// Who approved that payment is waived, where that was written with the terms. Now a second broker approves it as an act
    /// of its own.
    pub approver: Option<String>,
}

#[ComplexObject]
impl SettlementObject {
    /// The grant that pays, where it is kept here and you may read it.
    async fn grant(&self, ctx: &Context<'_>) -> Option<Result<GrantObject>> {
        nullable(async {
            let Some(id) = self.grant_id else { return Ok(None) };
            Ok(ctx.load(GrantBy(id)).await?.map(GrantObject::from))
        })
        .await
    }
}

/// To what a school subscribed.
#[derive(SimpleObject)]
#[graphql(name = "SubscribedProgramme")]
pub struct SubscribedObject {
    /// The programme or the service.
    pub programme: String,
    /// The first day for which it was taken.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
}

impl From<Subscription> for SubscribedObject {
    fn from(it: Subscription) -> Self {
        Self {
            programme: it.programme.as_str().to_owned(),
            starts_on: Day(it.period.from()),
            ends_on: Day(it.period.until()),
        }
    }
}

/// One payer's part of a price.
pub struct PayerObject(Share);

/// One payer's part of a price.
#[Object(name = "Payer")]
impl PayerObject {
    /// Who pays it.
    async fn by(&self) -> Choice<PayerKind> {
        Choice(self.0.by)
    }

    /// Their name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_ref().map(|it| it.as_str())
    }

    /// The pooled budget that pays it, where one does and you may read it.
    async fn pool(&self, ctx: &Context<'_>) -> Option<Result<PoolObject>> {
        nullable(async {
            let Some(id) = self.0.pool else { return Ok(None) };
            Ok(ctx.load(PoolBy(id)).await?.map(PoolObject::from))
        })
        .await
    }

    /// The part, in hundredths of a per cent: 2500 is a quarter.
    async fn part(&self) -> i32 {
        i32::try_from(self.0.part).unwrap_or_default()
    }
}

/// Something that is brought without money.
#[derive(SimpleObject)]
#[graphql(name = "InKind")]
pub struct InKindObject {
    /// Who brings it.
    pub by: Choice<PayerKind>,
    /// What it is.
    pub what: String,
    /// What it is worth, for the whole deployment.
    pub value: Pence,
}

impl From<InKind> for InKindObject {
    fn from(it: InKind) -> Self {
        Self { by: Choice(it.by), what: it.what.as_str().to_owned(), value: Pence(it.value) }
    }
}

impl From<Settlement> for SettlementObject {
    fn from(it: Settlement) -> Self {
        Self {
            kind: Choice(it.kind),
            day: it.day.map(PriceObject::from),
            vat: it.vat,
            payers: it.shares.into_iter().map(PayerObject).collect(),
            in_kind: it.in_kind.into_iter().map(InKindObject::from).collect(),
            cover: it.cover.map(Pence),
            payer: it.payer.map(|it| it.as_str().to_owned()),
            reason: it.reason.map(|it| it.as_str().to_owned()),
            subscription: it.subscription.map(SubscribedObject::from),
            grant_id: it.grant,
            approver: it.approver.map(|it| it.as_str().to_owned()),
        }
    }
}

/// What is given in return.
#[derive(InputObject)]
pub struct SettlementInput {
    /// Its kind.
    pub kind: Choice<SettlementKind>,
    /// What is paid for a whole day, the alliance's part included; a day rate and a grant need it. Left out, it comes from the
    /// alliance's rate card of the academic year in which the support begins.
    pub day_rate: Option<Pence>,
    /// The alliance's part of the day rate, for brokering; nothing, if left out.
    pub brokerage: Option<Pence>,
    /// Whether value-added tax comes on top of the day rate; a rate card says it for what it prices.
    #[graphql(default)]
    pub vat: bool,
    /// Who pays, where it is not the school that receives, or the grant, alone. Their parts make up the whole.
    #[graphql(default)]
    pub payers: Vec<PayerInput>,
    /// What is brought without money; at most ten things.
    #[graphql(default)]
    pub in_kind: Vec<InKindInput>,
    /// What is paid beside it for covering absent staff, for the whole deployment.
    pub cover: Option<Pence>,
    /// Who pays, or who gives up the payment. A waiver needs it, and a grant that is not kept here.
    pub payer: Option<String>,
    /// What is given in exchange, or why payment is waived; an exchange and a waiver need it.
    pub reason: Option<String>,
    /// To what the school that receives subscribed; a subscription needs it, and runs when the support begins.
    pub subscription: Option<SubscriptionInput>,
    /// The grant that pays, where your alliance keeps it here and it was made to one of the two schools. It runs as long as the
    /// support, and what is released and left of it covers what is planned in each of its years.
    pub grant: Option<Gid<Grant>>,
}

/// To what a school subscribed.
#[derive(InputObject)]
pub struct SubscriptionInput {
    /// The programme or the service.
    pub programme: String,
    /// The first day for which it was taken.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
}

/// One payer's part of a price.
#[derive(InputObject)]
pub struct PayerInput {
    /// Who pays it; each kind at most once.
    pub by: Choice<PayerKind>,
    /// Their name, for a grant and for others.
    pub name: Option<String>,
    /// The pooled budget, where one pays: it is open, your alliance's, and the school that receives has put money in.
    pub pool: Option<Gid<PooledBudget>>,
    /// The part, in hundredths of a per cent: 2500 is a quarter. Together they are 10000.
    pub part: i32,
}

/// Something that is brought without money.
#[derive(InputObject)]
pub struct InKindInput {
    /// Who brings it.
    pub by: Choice<PayerKind>,
    /// What it is, such as administration.
    pub what: String,
    /// What it is worth, for the whole deployment.
    pub value: Pence,
}

impl From<SettlementInput> for SettlementDraft {
    fn from(it: SettlementInput) -> Self {
        let subscription = |it: SubscriptionInput| SubscriptionDraft {
            programme: it.programme,
            from: it.starts_on.0,
            until: it.ends_on.0,
        };
        Self {
            kind: Some(it.kind.0),
            day_rate: it.day_rate.map(|it| it.0),
            brokerage: it.brokerage.map(|it| it.0),
            vat: it.vat,
            shares: it.payers.into_iter().map(ShareDraft::from).collect(),
            in_kind: it.in_kind.into_iter().map(InKindDraft::from).collect(),
            cover: it.cover.map(|it| it.0),
            payer: it.payer,
            reason: it.reason,
            subscription: it.subscription.map(subscription),
            grant: it.grant.map(|it| it.0),
        }
    }
}

impl From<PayerInput> for ShareDraft {
    fn from(it: PayerInput) -> Self {
        Self { by: it.by.0, name: it.name, pool: it.pool.map(|it| it.0), part: i64::from(it.part) }
    }
}

impl From<InKindInput> for InKindDraft {
    fn from(it: InKindInput) -> Self {
        Self { by: it.by.0, what: it.what, value: it.value.0 }
    }
}
