//! What a school pays of joint commissions, month by month, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::access::Actor;
use domain::brokerage::{ChargePart, part_csv};
use domain::time::Month;
use domain::{Id, directory};
use persistence::DbError;
use persistence::brokerage::commission;

use super::CommissionObject;
use super::links::CommissionBy;
use super::month::{Monthly, Stated, told};
use crate::app::snapshot::Schools;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::loaders::Links;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Pence};

impl Stated for Id<directory::School> {
    type Line = ChargePart;

    async fn lines(links: &Links, whose: Vec<Self>, month: Month) -> Result<Vec<ChargePart>, DbError> {
        // Who may read the statement decided who may ask: a part keeps the readers of the day on which it was booked.
        commission::parts_of_month(links.app.db(), &Actor::Service.scope(), whose, month).await
    }

    fn together_with(self, schools: &Schools) -> Vec<Self> {
        schools.stands_for(self)
    }

    fn holds(&self, line: &ChargePart) -> bool {
        line.school == *self
    }
}

/// What a school pays, in one month, of support that several schools commissioned.
pub struct CommissionStatement(Monthly<Id<directory::School>>);

impl CommissionStatement {
    /// The statement of a school.
    pub async fn of(ctx: &Context<'_>, school: Id<directory::School>, month: Day) -> Result<Self> {
        Monthly::of(ctx, school, month).await.map(Self)
    }
}

/// What a school pays, in one month, of support that several schools commissioned. The parts of all schools make up what the
/// receiving school's statement tells as paid by it.
#[Object]
impl CommissionStatement {
    /// The first day of the month.
    async fn month(&self) -> Day {
        self.0.first()
    }

    /// Whether it is closed, which it is from the tenth day of the next month.
    async fn closed(&self, ctx: &Context<'_>) -> bool {
        self.0.is_closed(ctx)
    }

    /// What its lines add up to.
    async fn total(&self) -> Pence {
        Pence(self.0.lines.iter().map(|it| it.pence).sum())
    }

    /// The lines, one for each charge of such support, in the order of the visits.
    async fn lines(
        &self,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<CommissionLine>> {
        self.0.page(Wanted { first, after, last, before }, commission::OF_STATEMENT, commission::page_of_parts)
    }

    /// All lines as comma-separated values for a spreadsheet, with money in pounds.
    async fn csv(&self, ctx: &Context<'_>) -> String {
        let snapshot = ctx.app().snapshot();
        part_csv(self.0.lines.iter().map(|part| (part, told(&snapshot, part.host).unwrap_or_default())))
    }
}

/// One school's part of what a confirmed visit costs, or of what is taken back.
pub struct CommissionLine(ChargePart);

impl From<ChargePart> for CommissionLine {
    fn from(it: ChargePart) -> Self {
        Self(it)
    }
}

impl TypeName for CommissionLine {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "CommissionLine".into()
    }
}

/// One school's part of what a confirmed visit costs, or of what is taken back.
#[Object]
impl CommissionLine {
    /// The joint commission by which it is cut.
    async fn commission(&self, ctx: &Context<'_>) -> Option<Result<CommissionObject>> {
        nullable(async { Ok(ctx.load(CommissionBy(self.0.commission)).await?.map(CommissionObject::from)) }).await
    }

    /// The school at which the visit was.
    async fn host(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.host)
    }

    /// The day of the visit.
    async fn visited_on(&self) -> Day {
        Day(self.0.visited_on)
    }

    /// The school's part; below nothing where it is taken back.
    async fn amount(&self) -> Pence {
        Pence(self.0.pence)
    }
}
