//! The market: what schools offer, what they ask for, and the time that people have to give.

mod calendar;
mod capacity;
mod offer;
mod request;
mod vocabulary;

pub use calendar::{CalendarOwner, CalendarSource, Calendars};
pub use capacity::{
    CapacityGrant, CapacityHolder, CapacityOwner, CapacityPolicy, CapacityWindow, GrantForm, OfferShare, Reservation,
    ReservationLine, ReservationState,
};
pub use offer::{Offer, OfferDraft, OfferForm, stale_since};
pub use request::{
    AskerStanding, Brokered, FOLLOWS_SCHOOL, Objective, ObjectiveForm, RequestDraft, RequestForm, Response,
    ResponseFactor, ResponsePolicy, ResponsePolicyFault, ResponseReason, ResponseSetting, SupportRequest, Workstream,
    names_school_to,
};
pub(crate) use request::{MOST_OBJECTIVES, check_count};
pub use vocabulary::{
    Disclosure, Format, Mode, OfferStatus, OfferWithdrawal, RequestStatus, SettlementKind, SupportKind, UnmetReason,
    Urgency, WithdrawalReason,
};
#[cfg(test)]
pub(crate) use {offer::tests as offer_tests, request::request_of_tests, request::tests as request_tests};

crate::noun!(CapacityWindow = "cap");
