//! What a school brings to the market: its offers and the specialists whom it lends.

use async_graphql::{Context, Object, Result};
use persistence::Page;
use persistence::directory::specialist;
use persistence::exchange::offer;

use crate::graphql::context::Reach;
use crate::graphql::directory::specialist::SpecialistsOf;
use crate::graphql::directory::{SchoolRef, Specialist};
use crate::graphql::exchange::{OfferConnection, OffersOf};
use crate::graphql::page::{Connection, Wanted};

/// What a school brings to the market.
pub struct SchoolMarket(pub(super) SchoolRef);

#[Object]
impl SchoolMarket {
    /// The school's published offers, confirmed most lately first.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<OfferConnection> {
        let page = Wanted { first, after, last, before }.by_time(offer::OF_SCHOOL)?;
        let offers = ctx.load(OffersOf(self.0.id(), page)).await?;
        Ok(OfferConnection::of(offers.unwrap_or_else(Page::empty)))
    }

    /// The specialists whom the school lends, those first who have been longest.
    async fn specialists(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<Specialist>> {
        let page = Wanted { first, after, last, before }.of(specialist::OF_SCHOOL)?;
        let specialists = ctx.load(SpecialistsOf(self.0.id(), page)).await?;
        Ok(Connection::of(specialists.unwrap_or_else(Page::empty)))
    }
}
