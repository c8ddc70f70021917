//! Offers: what a school puts out for others to find, and how it keeps it fresh.

mod draft;
mod lifecycle;
#[cfg(test)]
pub(crate) mod tests;

pub use draft::{OfferDraft, OfferForm};
pub use lifecycle::{Offer, stale_since};
