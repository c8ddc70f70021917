//! The market: what schools offer, what they ask for, and the time that people have to give.

mod capacity;
mod vocabulary;

pub use capacity::{CapacityHolder, CapacityOwner, CapacityWindow, Reservation, ReservationLine, ReservationState};
pub use vocabulary::{Disclosure, Format, Mode, OfferStatus, RequestStatus, SettlementKind, SupportKind, Urgency};

crate::nouns! {
    /// Something that a school offers to others.
    Offer = "ofr";
    /// A school's request for support.
    SupportRequest = "req";
}

crate::noun!(CapacityWindow = "cap");
