//! The market in the contract: offers, how they are found, and requests for support.

pub mod calendar;
pub mod capacity;
mod capacity_grant;
mod links;
mod objective;
mod offer;
mod offer_input;
mod offer_list;
pub mod offer_mutation;
mod offer_query;
mod request;
mod request_input;
pub mod request_mutation;
mod request_query;
mod response;

use async_graphql::MergedObject;

pub use capacity::CapacityObject;
pub use capacity_grant::{CapacityGrantObject, GrantsOf};
pub use links::{CapacityBy, OfferBy, OffersOf, RequestBy, WorkListOf};
pub use offer::Offer;
pub use offer_list::OfferConnection;
pub use request::SupportRequest;
pub use request_input::ObjectiveInput;

/// What can be asked of the market.
#[derive(MergedObject, Default)]
pub struct ExchangeQuery(
    offer_query::OfferQuery,
    request_query::RequestQuery,
    capacity::CapacityQuery,
    calendar::CalendarQuery,
);

/// What can be done in the market.
#[derive(MergedObject, Default)]
pub struct ExchangeMutation(
    offer_mutation::OfferMutation,
    request_mutation::RequestMutation,
    capacity::CapacityMutation,
    capacity_grant::CapacityGrantMutation,
    calendar::CalendarMutation,
);
