//! Where an offer starts from, and how far the journey may be from there, as squares of straight lines: a limit in minutes is
//! turned into metres once, so that a request need not reckon the journey to know that it is too long.

use std::collections::BTreeMap;

use crate::brokerage::matching::Giver;
use crate::brokerage::matching::journey::minutes;
use crate::directory::GridPoint;

/// The kinds of end that a journey can have: in the country, in town, unsaid.
pub const ENDS: usize = 3;
const RURAL: [Option<bool>; ENDS] = [Some(true), Some(false), None];

/// Where an offer starts from.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The place; any, where it is not known.
    pub place: GridPoint,
    /// Whether it lies in the country.
    pub rural: Option<bool>,
    /// By the end at which they arrive, the square of the first straight line that is too long; the greatest number for none.
    pub bounds: [u64; ENDS],
}

impl Spot {
    /// The square of the straight line to a place.
    pub const fn square(&self, from: GridPoint) -> u64 {
        let (east, north) = (self.place.easting.abs_diff(from.easting), self.place.northing.abs_diff(from.northing));
        (east as u64).pow(2) + (north as u64).pow(2)
    }
}

/// The number of an end.
pub const fn end(rural: Option<bool>) -> usize {
    match rural {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    }
}

/// How far each limit reaches, found once.
#[derive(Clone, Debug, Default)]
pub struct Reaches(BTreeMap<(i32, Option<bool>), [u64; ENDS]>);

impl Reaches {
    /// Where an offer starts from.
    pub fn spot(&mut self, giver: &Giver) -> Spot {
        let rural = giver.home.context.rural;
        let bounds = giver.travel_minutes.map_or([u64::MAX; ENDS], |limit| {
            *self.0.entry((limit, rural)).or_insert_with(|| RURAL.map(|arrives| bound(limit, [arrives, rural])))
        });
        Spot { place: giver.home.place.unwrap_or(GridPoint { easting: 0, northing: 0 }), rural, bounds }
    }
}

/// The square of the first whole number of metres for which the journey takes longer than the limit.
pub fn bound(limit: i32, ends: [Option<bool>; 2]) -> u64 {
    if minutes(i32::MAX, ends) <= limit {
        return u64::MAX;
    }
    let (mut least, mut most) = (0, i32::MAX);
    while least < most {
        let middle = least + (most - least) / 2;
        if minutes(middle, ends) > limit {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    u64::from(least.unsigned_abs()).pow(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_the_first_line_that_is_too_long() {
        for limit in [0, 5, 6, 30, 61, 120, 300] {
            for arrives in RURAL {
                for starts in RURAL {
                    let first = bound(limit, [arrives, starts]).isqrt();
                    let first = i32::try_from(first).unwrap();
                    assert!(minutes(first, [arrives, starts]) > limit);
                    assert!(first == 0 || minutes(first - 1, [arrives, starts]) <= limit);
                }
            }
        }
        assert_eq!(bound(i32::MAX, [None, None]), u64::MAX);
    }
}
