//! Monthly statements of pooled budgets in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::Id;
use domain::brokerage::{PoolLine, PoolLineKind, PoolTotals, PooledBudget, pool_csv};
use domain::time::Month;
use persistence::DbError;
use persistence::brokerage::pool_line;

use super::DeploymentObject;
use super::links::DeploymentBy;
use super::month::{Monthly, Stated, told};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::loaders::Links;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment, Pence};

impl Stated for Id<PooledBudget> {
    type Line = PoolLine;

    async fn lines(links: &Links, whose: Vec<Self>, month: Month) -> Result<Vec<PoolLine>, DbError> {
        pool_line::of_month(links.app.db(), &links.scope, whose, month).await
    }

    fn holds(&self, line: &PoolLine) -> bool {
        line.pool == *self
    }
}

/// What happened to the money of a pooled budget in one month.
pub struct PoolStatement(Monthly<Id<PooledBudget>>);

impl PoolStatement {
    /// The statement of a budget that the reader may see.
    pub async fn of(ctx: &Context<'_>, pool: Id<PooledBudget>, month: Day) -> Result<Self> {
        Monthly::of(ctx, pool, month).await.map(Self)
    }
}

/// What happened to the money of a pooled budget in one month.
#[Object]
impl PoolStatement {
    /// The first day of the month.
    async fn month(&self) -> Day {
        self.0.first()
    }

    /// Whether it is closed, which it is from the tenth day of the next month; nothing is added to it any more.
    async fn closed(&self, ctx: &Context<'_>) -> bool {
        self.0.is_closed(ctx)
    }

    /// What its lines add up to.
    async fn total(&self) -> PoolStatementTotal {
        let total = PoolTotals::of(self.0.lines.iter());
        PoolStatementTotal {
            put_in: Pence(total.put_in),
            paid: Pence(total.paid),
            refunded: Pence(total.refunded),
            change: Pence(total.change()),
        }
    }

    /// Its lines, in the order in which they were written.
    async fn lines(
        &self,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<PoolLineObject>> {
        self.0.page(Wanted { first, after, last, before }, pool_line::OF_STATEMENT, pool_line::page_of)
    }

    /// All lines as comma-separated values for a spreadsheet, with money in pounds.
    async fn csv(&self, ctx: &Context<'_>) -> String {
        let snapshot = ctx.app().snapshot();
        pool_csv(self.0.lines.iter().map(|line| (line, line.school.and_then(|id| told(&snapshot, id)))))
    }
}

/// What the lines of a pooled budget's statement add up to.
#[derive(SimpleObject)]
pub struct PoolStatementTotal {
    /// What schools put in, less what they took out.
    pub put_in: Pence,
    /// What was paid for support, less what came back.
    pub paid: Pence,
    /// What went back to the schools when it was closed.
    pub refunded: Pence,
    /// By how much all of this changes what is in the budget.
    pub change: Pence,
}

/// One line of the ledger of a pooled budget.
pub struct PoolLineObject(PoolLine);

impl From<PoolLine> for PoolLineObject {
    fn from(it: PoolLine) -> Self {
        Self(it)
    }
}

impl TypeName for PoolLineObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "PoolLine".into()
    }
}

/// One line of the ledger of a pooled budget.
#[Object(name = "PoolLine")]
impl PoolLineObject {
    /// The how manieth line of the budget it is, from 1.
    async fn number(&self) -> i32 {
        self.0.nth
    }

    /// Why it stands there.
    async fn kind(&self) -> Choice<PoolLineKind> {
        Choice(self.0.kind)
    }

    /// The school that put money in, or to which it went back.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school?)
    }

    /// The support for which it was held back or spent; nothing where it does not concern you.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            let Some(id) = self.0.deployment else { return Ok(None) };
            Ok(ctx.load(DeploymentBy(id)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// What it adds to the budget; below nothing where it takes off.
    async fn amount(&self) -> Pence {
        Pence(self.0.pence)
    }

    /// What it adds to what is held back.
    async fn held_back(&self) -> Pence {
        Pence(self.0.held)
    }

    /// What is in the budget after it.
    async fn balance(&self) -> Pence {
        Pence(self.0.after.balance)
    }

    /// When it was written.
    async fn at(&self) -> Moment {
        Moment(self.0.at)
    }
}
