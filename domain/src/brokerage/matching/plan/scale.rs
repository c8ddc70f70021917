//! The draw among equals, put into the numbers themselves: each gain is raised to a power of two and takes a small number that
//! depends on request, specialist and seed alone. So of plans that are worth the same one is best, and it is the same one
//! whatever the order in which the market came together.
//!
//! The draws of all pairs of a plan add up to less than one point ([`MOST_SEATS`] times the largest draw is below 2^[`SHIFT`]),
//! so whatever is best with them is best without them.

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::plan::instance::MOST_SEATS;

/// By how many bits points are raised.
pub const SHIFT: u32 = 38;
/// How many bits a draw has.
const BITS: u32 = 21;

const _: () = assert!(MOST_SEATS as u64 <= 1 << (SHIFT - BITS));

/// Points without a draw.
pub const fn raised(points: i64) -> i64 {
    points << SHIFT
}

/// The part of the draw that a request brings.
pub const fn lot_of_request(seed: u64, key: u64) -> u64 {
    mix(mix(seed) ^ key)
}

/// The part of the draw that a specialist brings.
pub const fn lot_of_specialist(seed: u64, key: u64) -> u64 {
    mix(mix(!seed) ^ key)
}

/// The gain of a pair with its draw: the lots of both sides are mixed by one multiplication, of which the upper bits are taken.
#[inline]
pub const fn drawn(gain: i32, of_request: u64, of_specialist: u64) -> i64 {
    let lot = (of_request ^ of_specialist).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS);
    raised(gain as i64) + lot as i64
}
