//! Monthly statements in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::Id;
use domain::access::Actor;
use domain::brokerage::{self, Charge, PayerKind, Side, Totals};
use domain::exchange::SettlementKind;
use domain::time::Month;
use persistence::DbError;
use persistence::brokerage::charge::{self, Whose};

use super::links::{DeploymentBy, VisitBy};
use super::month::{Monthly, Stated, told};
use super::rate_card::PriceObject;
use super::{DeploymentObject, VisitObject};
use crate::app::snapshot::Schools;
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::loaders::Links;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, HalfDays, Pence};

impl Stated for Whose {
    type Line = Charge;

    async fn lines(links: &Links, whose: Vec<Self>, month: Month) -> Result<Vec<Charge>, DbError> {
        // Who may read the statement decided who may ask: a charge keeps the readers of the day on which it was booked.
        charge::of_month(links.app.db(), &Actor::Service.scope(), &whose, month).await
    }

    fn together_with(self, schools: &Schools) -> Vec<Self> {
        match self {
            Self::Home(school) => schools.stands_for(school).into_iter().map(Self::Home).collect(),
            Self::Host(school) => schools.stands_for(school).into_iter().map(Self::Host).collect(),
            Self::Alliance(_) => vec![self],
        }
    }

    fn holds(&self, line: &Charge) -> bool {
        Self::holds(*self, line)
    }
}

/// What was settled in one month: of what a school gave, of what it received, or of what an alliance brokered.
pub struct Statement(Monthly<Whose>);

impl Statement {
    /// The statement of a month, for somebody who may read it.
    pub async fn of(ctx: &Context<'_>, whose: Whose, month: Day) -> Result<Self> {
        Monthly::of(ctx, whose, month).await.map(Self)
    }
}

/// What was settled in one month: of what a school gave, of what it received, or of what an alliance brokered. It is made of
/// the visits that the host has confirmed.
#[Object]
impl Statement {
    /// The first day of the month.
    async fn month(&self) -> Day {
        self.0.first()
    }

    /// Whether it is closed, which it is from the tenth day of the next month. What is confirmed or reversed later stands on
    /// the next statement that is open, as an adjustment.
    async fn closed(&self, ctx: &Context<'_>) -> bool {
        self.0.is_closed(ctx)
    }

    /// What all lines add up to.
    async fn total(&self) -> SettlementTotals {
        Totals::of(self.0.lines.iter()).into()
    }

    /// The lines, one for each visit that was confirmed or whose confirmation was reversed, in the order of the visits.
    async fn lines(
        &self,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<StatementLine>> {
        self.0.page(Wanted { first, after, last, before }, charge::OF_STATEMENT, charge::page_of)
    }

    /// All lines as comma-separated values for a spreadsheet, with money in pounds.
    async fn csv(&self, ctx: &Context<'_>) -> String {
        let snapshot = ctx.app().snapshot();
        let lines = self.0.lines.iter().map(|charge| brokerage::Line {
            charge,
            home: told(&snapshot, charge.home).unwrap_or_default(),
            host: told(&snapshot, charge.host).unwrap_or_default(),
        });
        brokerage::csv(&lines.collect::<Vec<_>>())
    }
}

/// What the lines of a statement add up to.
#[derive(SimpleObject)]
pub struct SettlementTotals {
    /// All half-days.
    pub half_days: HalfDays,
    /// Those of them that are settled by credit and not by money.
    pub credit: HalfDays,
    /// What the others cost, and who gets it.
    pub price: PriceObject,
    /// Who pays it.
    pub paid_by: PaidBy,
    /// What the school that receives pays beside it for covering absent staff.
    pub cover: Pence,
    /// What is brought without money is worth.
    pub in_kind: Pence,
}

impl From<Totals> for SettlementTotals {
    fn from(it: Totals) -> Self {
        let Totals { half_days, credit, amounts } = it;
        Self {
            half_days: HalfDays(half_days),
            credit: HalfDays(credit),
            price: PriceObject::of(amounts.gross, amounts.brokerage),
            paid_by: (&amounts.paid).into(),
            cover: Pence(amounts.cover),
            in_kind: Pence(amounts.in_kind),
        }
    }
}

/// Who pays how much of a price.
#[derive(SimpleObject)]
pub struct PaidBy {
    /// The school that receives.
    pub host: Pence,
    /// The alliance, as a subsidy.
    pub alliance: Pence,
    /// A grant.
    pub grant: Pence,
    /// Others.
    pub other: Pence,
    /// A pooled budget.
    pub pool: Pence,
}

impl From<&brokerage::Paid> for PaidBy {
    fn from(it: &brokerage::Paid) -> Self {
        let of = |by| Pence(it.of(by));
        Self {
            host: of(PayerKind::Host),
            alliance: of(PayerKind::Alliance),
            grant: of(PayerKind::Grant),
            other: of(PayerKind::Other),
            pool: of(PayerKind::Pool),
        }
    }
}

/// What one confirmed visit costs, or what is taken back because its confirmation was reversed.
pub struct StatementLine(Charge);

impl From<Charge> for StatementLine {
    fn from(it: Charge) -> Self {
        Self(it)
    }
}

impl TypeName for StatementLine {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "StatementLine".into()
    }
}

/// What one confirmed visit costs, or what is taken back because its confirmation was reversed.
#[Object]
impl StatementLine {
    /// The visit.
    async fn visit(&self, ctx: &Context<'_>) -> Option<Result<VisitObject>> {
        nullable(async { Ok(ctx.load(VisitBy(self.0.visit)).await?.map(VisitObject::from)) }).await
    }

    /// The deployment to which the visit belongs.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }

    /// The school that gave.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The school that received.
    async fn host(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.host)
    }

    /// The day of the visit.
    async fn visited_on(&self) -> Day {
        Day(self.0.visited_on)
    }

    /// How much was given; below nothing where it is taken back.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.half_days)
    }

    /// What is given in return.
    async fn settlement(&self) -> Choice<SettlementKind> {
        Choice(self.0.kind)
    }

    /// What it costs, and who gets it.
    async fn price(&self) -> PriceObject {
        PriceObject::of(self.0.amounts.gross, self.0.amounts.brokerage)
    }

    /// Who pays it.
    async fn paid_by(&self) -> PaidBy {
        (&self.0.amounts.paid).into()
    }

    /// What of it was taken on because a grant or a pooled budget had no money left for it; below nothing where that is taken
    /// back.
    async fn taken_on(&self) -> Pence {
        Pence(self.0.taken_on.sum())
    }

    /// Who took that on: the school that receives, or the alliance whose broker settled a dispute. Nothing where nobody did.
    async fn taken_on_by(&self) -> Option<Choice<PayerKind>> {
        self.0.taken_on.taker().map(Choice)
    }

    /// What the school that receives pays beside it for covering absent staff.
    async fn cover(&self) -> Pence {
        Pence(self.0.amounts.cover)
    }

    /// What is brought without money is worth.
    async fn in_kind(&self) -> Pence {
        Pence(self.0.amounts.in_kind)
    }

    /// Whether value-added tax comes on top.
    async fn vat(&self) -> bool {
        self.0.vat
    }

    /// Whether it puts right what an earlier statement told, or came too late for it.
    async fn adjustment(&self) -> bool {
        self.0.is_adjustment()
    }
}

/// Whose statement a school's side of its deployments makes.
pub const fn side_of(school: Id<domain::directory::School>, side: Side) -> Whose {
    match side {
        Side::Home => Whose::Home(school),
        Side::Host => Whose::Host(school),
    }
}
