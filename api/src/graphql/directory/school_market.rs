//! What a school brings to the market: its offers and the specialists whom it lends.

use async_graphql::{Context, Object, Result};

use crate::graphql::context::Reach;
use crate::graphql::directory::specialist::SpecialistsOf;
use crate::graphql::directory::{SchoolRef, Specialist};
use crate::graphql::exchange::{Offer, OffersOf};
use crate::graphql::page::bad;

/// The most offers of one school that are read with it.
const MOST: i32 = 50;

/// What a school brings to the market.
pub struct SchoolMarket(pub(super) SchoolRef);

#[Object]
impl SchoolMarket {
    /// The school's published offers, confirmed most lately first. To read further, ask for offers by this school.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: 1 to 50.", default = 20)] first: i32,
    ) -> Result<Vec<Offer>> {
        if !(1..=MOST).contains(&first) {
            return Err(bad("Ask for 1 to 50 offers of a school."));
        }
        let offers = ctx.load(OffersOf(self.0.id(), first.unsigned_abs())).await?;
        Ok(offers.unwrap_or_default().into_iter().map(Offer::from).collect())
    }

    /// The specialists whom the school lends, by name.
    async fn specialists(&self, ctx: &Context<'_>) -> Result<Vec<Specialist>> {
        let specialists = ctx.load(SpecialistsOf(self.0.id())).await?;
        Ok(specialists.unwrap_or_default().into_iter().map(Specialist::from).collect())
    }
}
