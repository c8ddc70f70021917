//! Offers and requests by id, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::directory::School;
use domain::exchange::{CapacityWindow, Offer, SupportRequest};
use persistence::exchange::RequestRow;
use persistence::exchange::offer::{self, OfferRow};
use persistence::exchange::{capacity, request};
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, by_id, failed};

by_id! {
    /// The offer with this id.
    OfferBy(Offer) is OfferRow, read by offer::of_ids, known by |it| it.id.0;
    /// The request with this id.
    RequestBy(SupportRequest) is RequestRow, read by request::of_ids, known by |it| it.id.0;
    /// What somebody can give in a half-term, by its id.
    CapacityBy(CapacityWindow) is CapacityWindow, read by capacity::of_ids, known by |it| it.id;
}

/// A page of the published offers of a school.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffersOf(pub Id<School>, pub PageRequest);

impl Loader<OffersOf> for Links {
    type Value = Page<OfferRow>;
    type Error = Error;

    async fn load(&self, keys: &[OffersOf]) -> Result<HashMap<OffersOf, Page<OfferRow>>, Error> {
        // One place of a document asks for one page, so this is one statement a place.
        let mut pages: HashMap<&PageRequest, Vec<Id<School>>> = HashMap::new();
        for OffersOf(school, page) in keys {
            pages.entry(page).or_default().push(*school);
        }
        let mut found = HashMap::new();
        for (page, schools) in pages {
            let offers = offer::pages_of_schools(self.app.db(), schools, page).await.map_err(failed)?;
            found.extend(offers.into_iter().map(|(school, offers)| (OffersOf(school, page.clone()), offers)));
        }
        Ok(found)
    }
}
