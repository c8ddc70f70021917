//! A school's academic year of giving and receiving.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject};
use domain::directory::School;
use domain::reciprocity::{Balance, BalancePolicy, Owed, Position, ReciprocityBand, ReciprocityStatement};
use domain::time::{Period, academic_year, academic_year_days};
use domain::{Id, Rule};
use persistence::Page;
use persistence::reciprocity::account::Standing;
use persistence::reciprocity::{obligation, statement, transfer};

use super::obligation::ObligationsOf;
use super::rings::{RingsOf, StatementRing};
use super::standing::half_days;
use super::{EntryObject, ObligationObject, ReciprocityObject};
use crate::app::reciprocity::means;
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;
use crate::graphql::scalar::{Day, HalfDays};

/// What a school gave and received in a year, by the accounts that count for it.
#[derive(Clone)]
struct YearOf {
    school: Id<School>,
    days: Period,
    standing: Standing,
}

impl PartialEq for YearOf {
    fn eq(&self, other: &Self) -> bool {
        (self.school, self.days) == (other.school, other.days)
    }
}

impl Eq for YearOf {}

impl Hash for YearOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.school, self.days).hash(state);
    }
}

impl Loader<YearOf> for Links {
    type Value = (ReciprocityStatement, BalancePolicy);
    type Error = Error;

    async fn load(&self, keys: &[YearOf]) -> Result<HashMap<YearOf, Self::Value>, Error> {
        // One place of a document asks for one year.
        let mut years: HashMap<Period, Vec<&YearOf>> = HashMap::new();
        for key in keys {
            years.entry(key.days).or_default().push(key);
        }
        let mut found = HashMap::new();
        for (days, keys) in years {
            let schools = keys.iter().map(|key| key.school).collect();
            let accounts = keys.iter().flat_map(|key| key.standing.accounts.iter().map(|it| (key.school, *it)));
            let statements = statement::of_year(self.app.db(), schools, accounts.collect(), days);
            let mut statements = statements.await.map_err(failed)?;
            let policies = self.app.balance_policies().await.map_err(failed)?;
            let policy = policies.holding(ReciprocityStatement::weighed_at(days, self.app.clock.now()));
            let told = |key: &YearOf| Some((key.clone(), (statements.remove(&key.school)?, policy)));
            found.extend(keys.into_iter().filter_map(told));
        }
        Ok(found)
    }
}

/// What a school gave, received and owed in an academic year.
pub struct StatementObject<'a> {
    of: &'a ReciprocityObject,
    statement: ReciprocityStatement,
    balance: Balance,
}

impl<'a> StatementObject<'a> {
    /// The statement of a school's year, this one if none is named.
    pub async fn of(ctx: &Context<'_>, of: &'a ReciprocityObject, year: Option<i32>) -> Result<Self> {
        let today = ctx.app().clock.now().day();
        let days = academic_year_days(year.unwrap_or(academic_year(today))).filter(|days| days.from() <= today);
        let days = days.ok_or_else(|| refusal(Rule::NumberOutOfRange.at("year").into()))?;
        let key = YearOf { school: of.school, days, standing: of.standing.clone() };
        let (statement, policy) = ctx.load(key).await?.ok_or_else(|| refusal(Rule::NotFound.into()))?;
        let balance = policy.balance(means(&of.directory, of.school, &of.standing), statement.closing());
        Ok(Self { of, statement, balance })
    }
}

/// What a school gave, received and owed in an academic year, its predecessors included. An entry belongs to the year in
/// which it was written, and what is owed is told as it stood when the year ended, so all of that stays as it is once the year is
/// over. What is expected, and with it the band, follows what is known of the school today.
#[Object(name = "ReciprocityStatement")]
impl StatementObject<'_> {
    /// The calendar year of its September.
    async fn year(&self) -> i32 {
        academic_year(self.statement.days.from())
    }

    /// The first day of the year.
    async fn from(&self) -> Day {
        Day(self.statement.days.from())
    }

    /// The last day of the year.
    async fn until(&self) -> Day {
        Day(self.statement.days.until())
    }

    /// Whether the year is over.
    async fn complete(&self, ctx: &Context<'_>) -> bool {
        self.statement.is_complete(ctx.app().clock.now())
    }

    /// Where the school stood when the year began.
    async fn opening(&self) -> ReciprocityFigures {
        self.statement.opening.all.into()
    }

    /// What moved in the year: what its entries add up to.
    async fn moved(&self) -> ReciprocityFigures {
        self.statement.moved.all.into()
    }

    /// Where the school stood when the year ended, or stands now: opening and moved together.
    async fn closing(&self) -> ReciprocityFigures {
        self.statement.closing().all.into()
    }

    /// The same of what nothing but credit comes for, by which the school is weighed: what its entries for credit add up to.
    async fn for_credit(&self) -> CreditFigures {
        let (opening, moved, closing) = (self.statement.opening, self.statement.moved, self.statement.closing());
        CreditFigures {
            opening: opening.for_credit.into(),
            moved: moved.for_credit.into(),
            closing: closing.for_credit.into(),
        }
    }

    /// What the school owed to others then, or owes now.
    async fn owes(&self) -> OwedFigures {
        self.statement.owes.into()
    }

    /// What others owed to the school then, or owe it now.
    async fn is_owed(&self) -> OwedFigures {
        self.statement.is_owed.into()
    }

    /// The version of the numbers by which the year is weighed: the one that held when it ended, or holds now.
    async fn policy_version(&self) -> i32 {
        self.balance.policy
    }

    /// What a school like it is expected to give in an academic year, by what is known of the school today.
    async fn expected(&self) -> HalfDays {
        HalfDays(self.balance.expected)
    }

    /// How far a position may lie above or below nothing and count as balanced.
    async fn grace(&self) -> HalfDays {
        HalfDays(self.balance.grace)
    }

    /// How the closing position for credit lies to the band that is set for schools like it.
    async fn band(&self) -> Choice<ReciprocityBand> {
        Choice(self.balance.band)
    }

    /// The rings of schools that the school agreed to in the year and that you may see: what it gives and what it gets in one belong
    /// together.
    async fn rings(&self, ctx: &Context<'_>) -> Option<Result<Vec<StatementRing>>> {
        nullable(async {
            let key = RingsOf { school: self.of.school, days: self.statement.days };
            Ok(Some(ctx.load(key).await?.unwrap_or_default().into_iter().map(StatementRing::from).collect()))
        })
        .await
    }

    /// The entries of the year, newest first.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<EntryObject>> {
        let page = Wanted { first, after, last, before }.of(transfer::LIST)?;
        self.of.page(ctx, Some(self.statement.days), page).await
    }

    /// What was owed, either way, and neither met nor waived when the year ended, or is so now; newest first. Each is shown as it
    /// is today, and says how it stood before.
    async fn obligations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<ObligationObject>> {
        let page = Wanted { first, after, last, before }.of(obligation::LIST)?;
        let open_after = Some(self.statement.days.until());
        let owed = ctx.load(ObligationsOf { school: self.of.school, open_after, page }).await?;
        Ok(Connection::of(owed.unwrap_or_else(Page::empty)))
    }
}

/// What was given and received, and what is promised, in half-days.
#[derive(SimpleObject)]
pub struct ReciprocityFigures {
    /// Given to other schools.
    pub given: HalfDays,
    /// Received from other schools.
    pub received: HalfDays,
    /// Agreed to be given, and not given yet.
    pub promised: HalfDays,
    /// Agreed to be received, and not received yet.
    pub awaited: HalfDays,
    /// Given less received.
    pub position: HalfDays,
}

impl From<Position> for ReciprocityFigures {
    fn from(it: Position) -> Self {
        Self {
            given: half_days(it.given),
            received: half_days(it.received),
            promised: half_days(it.promised),
            awaited: half_days(it.awaited),
            position: half_days(it.position()),
        }
    }
}

/// What was given and received for credit alone in a year, and before it.
#[derive(SimpleObject)]
pub struct CreditFigures {
    /// Where the school stood when the year began.
    pub opening: ReciprocityFigures,
    /// What moved in the year.
    pub moved: ReciprocityFigures,
    /// Where the school stood when the year ended, or stands now.
    pub closing: ReciprocityFigures,
}

/// Obligations that are neither met nor waived.
#[derive(SimpleObject)]
pub struct OwedFigures {
    /// How many there are.
    pub obligations: i32,
    /// The half-days of those that count them.
    pub half_days: HalfDays,
}

impl From<Owed> for OwedFigures {
    fn from(it: Owed) -> Self {
        Self { obligations: i32::try_from(it.obligations).unwrap_or(i32::MAX), half_days: half_days(it.half_days) }
    }
}
