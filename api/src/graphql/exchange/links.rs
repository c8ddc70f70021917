//! Offers and requests by id, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::directory::School;
use domain::exchange::{Offer, SupportRequest};
use persistence::exchange::RequestRow;
use persistence::exchange::offer::{self, OfferRow};
use persistence::exchange::request;
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, failed};

/// The offer with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfferBy(pub Id<Offer>);

/// The request with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestBy(pub Id<SupportRequest>);

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

impl Loader<OfferBy> for Links {
    type Value = OfferRow;
    type Error = Error;

    async fn load(&self, keys: &[OfferBy]) -> Result<HashMap<OfferBy, OfferRow>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = offer::of_ids(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (OfferBy(it.id.0), it)).collect())
    }
}

impl Loader<RequestBy> for Links {
    type Value = RequestRow;
    type Error = Error;

    async fn load(&self, keys: &[RequestBy]) -> Result<HashMap<RequestBy, RequestRow>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = request::of_ids(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (RequestBy(it.id.0), it)).collect())
    }
}
