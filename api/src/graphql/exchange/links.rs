//! Offers and requests by id, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::directory::{Alliance, School};
use domain::exchange::{CapacityWindow, Offer, RequestStatus, SupportRequest};
use persistence::exchange::RequestRow;
use persistence::exchange::offer::{self, OfferRow};
use persistence::exchange::workstream::{self, WorkstreamRow};
use persistence::exchange::{capacity, request, work_list};
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, by_id, by_page, failed};

by_id! {
    /// The offer with this id.
    OfferBy(Offer) is OfferRow, read by offer::of_ids, known by |it| it.id.0;
    /// The request with this id.
    RequestBy(SupportRequest) is RequestRow, read by request::of_ids, known by |it| it.id.0;
    /// What somebody can give in a half-term, by its id.
    CapacityBy(CapacityWindow) is CapacityWindow, read by capacity::of_ids, known by |it| it.id;
    /// What the reader's own alliance calls the request with this id.
    WorkstreamOf(SupportRequest) is WorkstreamRow, read by workstream::of_requests, known by |it| it.request_id.0;
}

/// A page of the published offers of a school.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffersOf(pub Id<School>, pub PageRequest);

impl Loader<OffersOf> for Links {
    type Value = Page<OfferRow>;
    type Error = Error;

    async fn load(&self, keys: &[OffersOf]) -> Result<HashMap<OffersOf, Page<OfferRow>>, Error> {
        let mut found = HashMap::new();
        for (page, schools) in by_page(keys.iter().map(|OffersOf(school, page)| (page, *school))) {
            let offers = offer::pages_of_schools(self.app.db(), schools, page).await.map_err(failed)?;
            found.extend(offers.into_iter().map(|(school, offers)| (OffersOf(school, page.clone()), offers)));
        }
        Ok(found)
    }
}

/// A page of what an alliance has to answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WorkListOf {
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// In any of these states.
    pub statuses: Vec<RequestStatus>,
    /// Which page.
    pub page: PageRequest,
}

impl Loader<WorkListOf> for Links {
    type Value = Page<RequestRow>;
    type Error = Error;

    async fn load(&self, keys: &[WorkListOf]) -> Result<HashMap<WorkListOf, Page<RequestRow>>, Error> {
        let mut asked: HashMap<_, Vec<_>> = HashMap::new();
        for WorkListOf { alliance, statuses, page } in keys {
            asked.entry((statuses, page)).or_default().push(*alliance);
        }
        let mut found = HashMap::new();
        for ((statuses, page), alliances) in asked {
            let lists = work_list::pages(self.app.db(), &self.scope, alliances, statuses.clone(), page).await;
            let key = |alliance| WorkListOf { alliance, statuses: statuses.clone(), page: page.clone() };
            found.extend(lists.map_err(failed)?.into_iter().map(|(alliance, requests)| (key(alliance), requests)));
        }
        Ok(found)
    }
}
