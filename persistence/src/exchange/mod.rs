//! The market as it is stored: offers, requests, and the time that people have to give.

pub mod calendar;
pub mod capacity;
pub mod capacity_grant;
pub mod offer;
pub mod offer_hold;
mod offer_order;
pub mod offer_search;
pub mod request;
mod request_row;
pub mod response_policy;
mod stored_objective;
pub mod work_list;
pub mod workstream;

pub use offer_order::Order;
pub use request_row::RequestRow;
pub use stored_objective::StoredObjective;
