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

use crate::graphql::loaders::{Links, failed};

/// The offer with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfferBy(pub Id<Offer>);

/// The request with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestBy(pub Id<SupportRequest>);

/// The published offers of a school, at most so many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffersOf(pub Id<School>, pub u32);

impl Loader<OffersOf> for Links {
    type Value = Vec<OfferRow>;
    type Error = Error;

    async fn load(&self, keys: &[OffersOf]) -> Result<HashMap<OffersOf, Vec<OfferRow>>, Error> {
        // One size is asked for by one place of a document, so this is one statement a place.
        let mut sizes: HashMap<u32, Vec<Id<School>>> = HashMap::new();
        for OffersOf(school, most) in keys {
            sizes.entry(*most).or_default().push(*school);
        }
        let mut offers: HashMap<OffersOf, Vec<OfferRow>> = HashMap::new();
        for (most, schools) in sizes {
            for row in offer::of_schools(self.app.db(), schools, most).await.map_err(failed)? {
                offers.entry(OffersOf(row.school_id.0, most)).or_default().push(row);
            }
        }
        Ok(offers)
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
