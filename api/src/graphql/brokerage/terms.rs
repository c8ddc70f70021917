//! The terms of a deployment in the contract, as they are read and as they are written.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::brokerage::{
    ImpactLevel, InKind, InKindDraft, Outcome, OutcomeDraft, PayerKind, PooledBudget, Settlement, SettlementDraft,
    Share, ShareDraft, Terms, TermsDraft,
};
use domain::exchange::SettlementKind;
use domain::reciprocity::GiveBack;

use super::rate_card::PriceObject;
use super::{PoolBy, PoolObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::reciprocity::{GiveBackInput, GiveBackObject};
use crate::graphql::scalar::{Day, Pence};

/// What both heads sign.
#[derive(SimpleObject)]
#[graphql(name = "Terms")]
pub struct TermsObject {
    /// What is expected to change, for whom, and by when.
    pub outcomes: Vec<ExpectedOutcome>,
    /// What is given in return.
    pub settlement: SettlementObject,
    /// How the support ends, and what stays.
    pub exit_plan: String,
    /// The first day.
    pub starts_on: Day,
    /// The last day. Going on after it is a new decision.
    pub ends_on: Day,
    /// What the school that receives gives back, if anything; its head takes it on by signing.
    pub give_back: Option<GiveBackObject>,
}

/// What is expected to change, for whom, and by when.
#[derive(SimpleObject)]
pub struct ExpectedOutcome {
    /// The group of pupils, never a single pupil.
    pub pupil_group: String,
    /// How one will see it.
    pub measure: String,
    /// By when.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school.
    pub level: Option<Choice<ImpactLevel>>,
    /// The target of a school's development plan to which it belongs.
    pub plan_reference: Option<String>,
}

/// What is given in return for a deployment.
#[derive(SimpleObject)]
#[graphql(name = "Settlement")]
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
    /// Who approved that payment is waived.
    pub approver: Option<String>,
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

impl From<Terms> for TermsObject {
    fn from(it: Terms) -> Self {
        let outcome = |it: Outcome| ExpectedOutcome {
            pupil_group: it.pupil_group.as_str().to_owned(),
            measure: it.measure.as_str().to_owned(),
            due_on: Day(it.due_on),
            level: it.level.map(Choice),
            plan_reference: it.plan_reference.map(|it| it.as_str().to_owned()),
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            settlement: it.settlement.into(),
            exit_plan: it.exit_plan.as_str().to_owned(),
            starts_on: Day(it.period.from()),
            ends_on: Day(it.period.until()),
            give_back: it.give_back.map(GiveBackObject::from),
        }
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
            approver: it.approver.map(|it| it.as_str().to_owned()),
        }
    }
}

/// The terms of a deployment, whole.
#[derive(InputObject)]
pub struct TermsInput {
    /// At least one expected outcome.
    pub outcomes: Vec<OutcomeInput>,
    /// What is given in return.
    pub settlement: Option<SettlementInput>,
    /// How the support ends, and what stays.
    pub exit_plan: Option<String>,
    /// The first day.
    pub starts_on: Option<Day>,
    /// The last day.
    pub ends_on: Option<Day>,
    /// What the school that receives gives back. Left out, something is proposed where support for credit would take it below
    /// its limit; nothing is refused for that.
    pub give_back: Option<GiveBackInput>,
}

/// An expected outcome.
#[derive(InputObject)]
pub struct OutcomeInput {
    /// The group of pupils, never a single pupil.
    pub pupil_group: String,
    /// How one will see it.
    pub measure: String,
    /// By when.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school.
    pub level: Option<Choice<ImpactLevel>>,
    /// Where the target stands in a school's development plan to which it belongs, such as its number. Nothing of anybody's
    /// appraisal.
    pub plan_reference: Option<String>,
}

/// What is given in return.
#[derive(InputObject)]
pub struct SettlementInput {
    /// Its kind.
    pub kind: Choice<SettlementKind>,
    /// What the school that receives pays for a whole day, the alliance's part included. Left out of a day rate, it comes
    /// from the alliance's rate card of the academic year in which the support begins.
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
    /// Who pays, or who gives up the payment; a grant and a waiver need it.
    pub payer: Option<String>,
    /// What is given in exchange, or why payment is waived; an exchange and a waiver need it.
    pub reason: Option<String>,
    /// Who approved that payment is waived; a waiver needs it.
    pub approver: Option<String>,
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

impl From<TermsInput> for TermsDraft {
    fn from(it: TermsInput) -> Self {
        let outcome = |it: OutcomeInput| OutcomeDraft {
            pupil_group: it.pupil_group,
            measure: it.measure,
            due_on: it.due_on.0,
            level: it.level.map(|it| it.0),
            plan_reference: it.plan_reference,
        };
        let settlement = |it: SettlementInput| SettlementDraft {
            kind: Some(it.kind.0),
            day_rate: it.day_rate.map(|it| it.0),
            brokerage: it.brokerage.map(|it| it.0),
            vat: it.vat,
            shares: it.payers.into_iter().map(ShareDraft::from).collect(),
            in_kind: it.in_kind.into_iter().map(InKindDraft::from).collect(),
            cover: it.cover.map(|it| it.0),
            payer: it.payer,
            reason: it.reason,
            approver: it.approver,
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            settlement: it.settlement.map(settlement).unwrap_or_default(),
            exit_plan: it.exit_plan,
            starts_on: it.starts_on.map(|it| it.0),
            ends_on: it.ends_on.map(|it| it.0),
            give_back: it.give_back.map(|it| GiveBack {
                kind: it.kind.0,
                half_days: it.half_days.map(|it| it.0),
                due_on: it.due_on.0,
            }),
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
