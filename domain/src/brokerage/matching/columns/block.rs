//! Where the 64 offers of one word of bits lie, and how far they go: what is so of all of them is decided once.

use crate::brokerage::matching::columns::spot::{ENDS, Spot};
use crate::directory::GridPoint;

/// The box that holds 64 offers, and the bounds of their journeys. It only ever widens: an offer that has gone makes it no less true.
#[derive(Clone, Debug)]
pub struct Block {
    east: (i32, i32),
    north: (i32, i32),
    /// The least and the greatest bound of those that have a limit, by the end at which they arrive.
    bounds: [(u64, u64); ENDS],
}

impl Default for Block {
    fn default() -> Self {
        let nothing = (i32::MAX, i32::MIN);
        Self { east: nothing, north: nothing, bounds: [(u64::MAX, 0); ENDS] }
    }
}

impl Block {
    /// Takes in a place.
    pub fn widen(&mut self, spot: &Spot, limited: bool) {
        let GridPoint { easting, northing } = spot.place;
        self.east = (self.east.0.min(easting), self.east.1.max(easting));
        self.north = (self.north.0.min(northing), self.north.1.max(northing));
        for (bounds, bound) in self.bounds.iter_mut().zip(spot.bounds).filter(|_| limited) {
            *bounds = (bounds.0.min(bound), bounds.1.max(bound));
        }
    }

    /// The square of the straight line to the nearest point of the box, and to the farthest.
    pub fn squares(&self, from: GridPoint) -> (u64, u64) {
        let (near_east, far_east) = apart(from.easting, self.east);
        let (near_north, far_north) = apart(from.northing, self.north);
        (near_east.pow(2) + near_north.pow(2), far_east.pow(2) + far_north.pow(2))
    }

    /// The least and the greatest bound of those that have a limit, where the journey ends at such an end.
    pub const fn bounds(&self, end: usize) -> (u64, u64) {
        self.bounds[end]
    }
}

/// How far a number lies from the nearest of a range, and from the farthest.
fn apart(at: i32, (least, most): (i32, i32)) -> (u64, u64) {
    let near = if at < least {
        at.abs_diff(least)
    } else if at > most {
        at.abs_diff(most)
    } else {
        0
    };
    (near.into(), at.abs_diff(least).max(at.abs_diff(most)).into())
}
