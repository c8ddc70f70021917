//! What all monthly statements share: whose month it is, whether it is closed, and its lines.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, OutputType, Result, TypeName};
use domain::Id;
use domain::directory::School;
use domain::time::Month;
use persistence::{DbError, Page, PageRequest};

use crate::app::snapshot::{Schools, Snapshot};
use crate::graphql::context::Reach;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Day;

/// Whoever gets a statement every month.
pub trait Stated: Clone + Debug + Eq + Hash + Send + Sync + 'static {
    /// A line of it.
    type Line: Clone + Send + Sync + 'static;

    /// The lines of several in a month, of those that the reader may see, each statement's in its order.
    fn lines(
        links: &Links,
        whose: Vec<Self>,
        month: Month,
    ) -> impl Future<Output = Result<Vec<Self::Line>, DbError>> + Send;

    /// Whether a line is theirs.
    fn holds(&self, line: &Self::Line) -> bool;

    /// Whose lines stand on this statement: theirs, and those of the schools whose place they took.
    fn together_with(self, _schools: &Schools) -> Vec<Self> {
        vec![self]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct MonthOf<W>(W, Month);

impl<W: Stated> Loader<MonthOf<W>> for Links {
    type Value = Arc<Vec<W::Line>>;
    type Error = Error;

    async fn load(&self, keys: &[MonthOf<W>]) -> Result<HashMap<MonthOf<W>, Self::Value>, Error> {
        // One place of a document asks for one month.
        let mut months: HashMap<Month, Vec<W>> = HashMap::new();
        for MonthOf(whose, month) in keys {
            months.entry(*month).or_default().push(whose.clone());
        }
        let directory = self.app.snapshot();
        let mut found = HashMap::new();
        for (month, whose) in months {
            let whole: Vec<(W, Vec<W>)> =
                whose.into_iter().map(|one| (one.clone(), one.together_with(&directory.schools))).collect();
            let asked = whole.iter().flat_map(|(_, all)| all).cloned().collect();
            let all = W::lines(self, asked, month).await.map_err(failed)?;
            for (one, together) in whole {
                let lines = all.iter().filter(|line| together.iter().any(|it| it.holds(line))).cloned().collect();
                found.insert(MonthOf(one, month), Arc::new(lines));
            }
        }
        Ok(found)
    }
}

/// How a page is cut from all lines.
type Cut<L> = fn(&PageRequest, Vec<L>) -> Page<L>;

/// One month of a statement.
pub struct Monthly<W: Stated> {
    month: Month,
    /// Its lines, in order.
    pub lines: Arc<Vec<W::Line>>,
}

impl<W: Stated> Monthly<W> {
    /// The month of a day.
    pub async fn of(ctx: &Context<'_>, whose: W, day: Day) -> Result<Self> {
        let month = Month::of(day.0);
        let lines = ctx.load(MonthOf(whose, month)).await?.unwrap_or_default();
        Ok(Self { month, lines })
    }

    /// The first day of the month.
    pub fn first(&self) -> Day {
        Day(self.month.first())
    }

    /// Whether the month is closed, which it is from the tenth day of the next one.
    pub fn is_closed(&self, ctx: &Context<'_>) -> bool {
        self.month <= Month::due(ctx.app().clock.now().day())
    }

    /// A page of the lines, of a list with this name.
    pub fn page<L>(&self, wanted: Wanted, list: &'static str, cut: Cut<W::Line>) -> Result<Connection<L>>
    where
        W::Line: Into<L>,
        L: OutputType + TypeName,
    {
        let page = wanted.of(list)?;
        Ok(Connection::of(cut(&page, self.lines.to_vec())))
    }
}

/// A school as a spreadsheet tells it, by its URN and its name; nothing where the directory does not have it.
pub fn told(directory: &Snapshot, id: Id<School>) -> Option<(i32, &str)> {
    directory.schools.get(id).map(|it| (it.school.urn.number(), &*it.school.name))
}
