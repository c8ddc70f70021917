//! The market: what schools offer, what they ask for, and the time that people have to give.

mod vocabulary;

pub use vocabulary::{Disclosure, Format, Mode, OfferStatus, RequestStatus, SettlementKind, SupportKind, Urgency};

crate::nouns! {
    /// Something that a school offers to others.
    Offer = "ofr";
    /// A school's request for support.
    SupportRequest = "req";
    /// The half-days that a person or a school can give in one half-term.
    CapacityWindow = "cap";
}
