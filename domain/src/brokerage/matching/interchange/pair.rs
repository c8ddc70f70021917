//! What a pair is worth by the rules of the format, which are fewer and plainer than those of the exchange: they need no
//! more than the two rows, so that anybody can make markets.

use crate::brokerage::matching::interchange::{RequestRow, SpecialistRow};
use crate::directory::GridPoint;

/// What each factor counts, in tenths: expertise, context, travel, evidence, availability, reciprocity.
pub const WEIGHTS: [(&str, i64); 6] =
    [("expertise", 34), ("context", 14), ("travel", 18), ("evidence", 16), ("availability", 8), ("reciprocity", 10)];

/// The points of a pair; none if a hard rule keeps the two apart.
pub fn worth_of_pair(request: &RequestRow, specialist: &SpecialistRow) -> Option<i64> {
    let may = shares_the_family(request, specialist)
        && specialist.phases >> request.phase & 1 == 1
        && request.window & specialist.available != 0
        && are_not_of_one_house(request, specialist);
    if !may {
        return None;
    }
    let square = square_of_distance(request.place, specialist.place);
    let near: u64 = if request.urban { 2_000 } else { 4_000 };
    if square > u64::from(specialist.travel_m).pow(2) || square < near.pow(2) {
        return None;
    }
    let metres = square.isqrt() as i64;
    let factors = [
        expertise(request, specialist),
        likeness(request, specialist),
        travel(metres, specialist),
        specialist.evidence,
        1_000 * half_terms(request.window & specialist.available) / half_terms(request.window),
        (500 + 30 * i64::from(request.balance) - 20 * (specialist.given - 6)).clamp(0, 1_000),
    ];
    Some(WEIGHTS.iter().zip(factors).map(|((_, weight), factor)| weight * factor).sum::<i64>() / 10)
}

/// Whether one of the specialist's codes is of the family of that which is asked for.
fn shares_the_family(request: &RequestRow, specialist: &SpecialistRow) -> bool {
    specialist.codes >> (request.code / 5 * 5) & 0b1_1111 != 0
}

/// Whether neither school nor trust is the same.
const fn are_not_of_one_house(request: &RequestRow, specialist: &SpecialistRow) -> bool {
    request.school != specialist.school && (request.trust == 0 || request.trust != specialist.trust)
}

/// The square of the straight line between two places, in metres: compared without its root, it is exact.
pub(super) fn square_of_distance(here: GridPoint, there: GridPoint) -> u64 {
    u64::from(here.easting.abs_diff(there.easting)).pow(2) + u64::from(here.northing.abs_diff(there.northing)).pow(2)
}

/// Whether the very code that is asked for is held, or one of its family, in thousandths.
pub(super) const fn expertise(request: &RequestRow, specialist: &SpecialistRow) -> i64 {
    if specialist.codes >> request.code & 1 == 1 { 1_000 } else { 550 }
}

/// What is left of the farthest journey of a specialist, in thousandths.
pub(super) const fn travel(metres: i64, specialist: &SpecialistRow) -> i64 {
    1_000 - 1_000 * metres / specialist.travel_m as i64
}

/// How alike the two schools are.
fn likeness(request: &RequestRow, specialist: &SpecialistRow) -> i64 {
    let quintiles = i64::from(request.quintile.abs_diff(specialist.quintile));
    let sizes = i64::from(request.size.abs_diff(specialist.size));
    let apart = i64::from(request.urban != specialist.urban);
    (1_000 - 150 * quintiles - 100 * sizes - 150 * apart).max(0)
}

fn half_terms(bits: u8) -> i64 {
    i64::from(bits.count_ones())
}
