//! A headship in the contract.

use async_graphql::{Context, Object};
use domain::communities::Headship;

use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::scalar::{Day, Moment};

/// A time during which somebody led a school, in their own words.
pub struct HeadshipObject(Headship);

impl From<Headship> for HeadshipObject {
    fn from(it: Headship) -> Self {
        Self(it)
    }
}

/// A time during which somebody led a school, in their own words. It says who is new as a head, and who is experienced.
#[Object(name = "Headship")]
impl HeadshipObject {
    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// The first day.
    async fn started_on(&self) -> Day {
        Day(self.0.from)
    }

    /// The last day; nothing while it goes on.
    async fn ended_on(&self) -> Option<Day> {
        self.0.until.map(Day)
    }

    /// When it was stated, or corrected last.
    async fn stated_at(&self) -> Moment {
        Moment(self.0.stated_at)
    }
}
