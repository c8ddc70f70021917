//! What a school pays of joint commissions, month by month, in the contract.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::access::Actor;
use domain::brokerage::{ChargePart, part_csv};
use domain::time::Month;
use domain::{Id, directory};
use persistence::brokerage::commission;

use super::CommissionObject;
use super::links::CommissionBy;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Pence};

/// A school's parts in a month.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PartsOf(Id<directory::School>, Month);

impl Loader<PartsOf> for Links {
    type Value = Arc<Vec<ChargePart>>;
    type Error = Error;

    async fn load(&self, keys: &[PartsOf]) -> Result<HashMap<PartsOf, Arc<Vec<ChargePart>>>, Error> {
        // One place of a document asks for one month.
        let mut months: HashMap<Month, Vec<Id<directory::School>>> = HashMap::new();
        for PartsOf(school, month) in keys {
            months.entry(*month).or_default().push(*school);
        }
        let directory = self.app.snapshot();
        let mut found: HashMap<PartsOf, Vec<ChargePart>> = HashMap::new();
        for (month, schools) in months {
            // What was paid by a school whose place another took stands on that one's statement too.
            let whole: Vec<_> = schools.into_iter().map(|it| (it, directory.schools.stands_for(it))).collect();
            let asked = whole.iter().flat_map(|(_, all)| all).copied().collect();
            // Who may read the statement decided who may ask: a part keeps the readers of the day on which it was booked.
            let seen = Actor::Service.scope();
            let parts = commission::parts_of_month(self.app.db(), &seen, asked, month).await.map_err(failed)?;
            for (school, all) in whole {
                let own = parts.iter().filter(|part| all.contains(&part.school)).cloned().collect();
                found.insert(PartsOf(school, month), own);
            }
        }
        Ok(found.into_iter().map(|(key, parts)| (key, Arc::new(parts))).collect())
    }
}

/// What a school pays, in one month, of support that several schools commissioned.
pub struct CommissionStatement {
    month: Month,
    parts: Arc<Vec<ChargePart>>,
}

impl CommissionStatement {
    /// The statement of a school.
    pub async fn of(ctx: &Context<'_>, school: Id<directory::School>, month: Day) -> Result<Self> {
        let month = Month::of(month.0);
        let parts = ctx.load(PartsOf(school, month)).await?.unwrap_or_default();
        Ok(Self { month, parts })
    }
}

/// What a school pays, in one month, of support that several schools commissioned. The parts of all schools make up what the
/// receiving school's statement tells as paid by it.
#[Object]
impl CommissionStatement {
    /// The first day of the month.
    async fn month(&self) -> Day {
        Day(self.month.first())
    }

    /// Whether it is closed, which it is from the tenth day of the next month.
    async fn closed(&self, ctx: &Context<'_>) -> bool {
        self.month <= Month::due(ctx.app().clock.now().day())
    }

    /// What its lines add up to.
    async fn total(&self) -> Pence {
        Pence(self.parts.iter().map(|it| it.pence).sum())
    }

    /// The lines, one for each charge of such support, in the order of the visits.
    async fn lines(
        &self,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<CommissionLine>> {
        let page = Wanted { first, after, last, before }.of(commission::OF_STATEMENT)?;
        Ok(Connection::of(commission::page_of_parts(&page, self.parts.to_vec())))
    }

    /// All lines as comma-separated values for a spreadsheet, with money in pounds.
    async fn csv(&self, ctx: &Context<'_>) -> String {
        let snapshot = ctx.app().snapshot();
        let known = |id| snapshot.schools.get(id).map(|it| (it.school.urn.number(), &*it.school.name));
        part_csv(self.parts.iter().map(|part| (part, known(part.host).unwrap_or_default())))
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
