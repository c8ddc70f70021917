//! What a market is, in one number: two processes that hold the same offers give the same, in whatever order they came by them.
//!
//! Each offer is drawn into 64 bits from its canonical bytes by the mixer of the draw, and the market's number is their sum.
//! So an offer that comes, goes or changes costs no more than its own bytes. It tells versions apart; it is no seal.

use crate::brokerage::matching::canon::Canon;
use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::record::put_giver;
use crate::brokerage::matching::{Giver, TermTree};

/// The number of one offer and of the school that gives it.
pub fn of_giver(giver: &Giver, terms: &TermTree) -> u64 {
    let mut bytes = Vec::with_capacity(512);
    put_giver(giver, terms, &mut bytes);
    giver.kind.put(&mut bytes);
    giver.supports.put(&mut bytes);
    giver.home.put(&mut bytes);
    drawn(&bytes)
}

/// The number of a taxonomy.
pub fn of_terms(terms: &TermTree) -> u64 {
    let mut bytes = Vec::new();
    terms.nodes().to_vec().put(&mut bytes);
    drawn(&bytes)
}

fn drawn(bytes: &[u8]) -> u64 {
    let eights = bytes.chunks(8).map(|eight| eight.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
    // The length, so that noughts at the end are no nothing.
    eights.fold(mix(bytes.len() as u64), |so_far, eight| mix(so_far ^ eight))
}
