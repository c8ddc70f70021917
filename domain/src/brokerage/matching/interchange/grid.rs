//! People sorted into squares of ten kilometres, so that whoever is within some distance is found without asking all.

use crate::brokerage::matching::interchange::SpecialistRow;
use crate::directory::GridPoint;

/// The side of a square, in metres.
const SIDE: i32 = 10_000;
/// How many squares the national grid has from west to east, and from south to north.
const ACROSS: usize = 70;
const UP: usize = 130;

/// Specialists with their ids, by square. The rows themselves, since those of one square are read one after the other.
pub struct Grid {
    /// Where those of each square begin; one more than squares.
    starts: Vec<u32>,
    rows: Vec<(u32, SpecialistRow)>,
}

impl Grid {
    /// Sorts people by their squares, in each by id.
    pub fn new(people: impl Iterator<Item = (u32, SpecialistRow)>) -> Self {
        let mut rows: Vec<_> = people.collect();
        rows.sort_unstable_by_key(|(id, row)| (square(row.place), *id));
        let mut starts = vec![0; ACROSS * UP + 1];
        for (_, row) in &rows {
            starts[square(row.place) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, rows }
    }

    /// All within so many metres, and some beyond.
    pub fn around(&self, place: GridPoint, metres: i32) -> impl Iterator<Item = &(u32, SpecialistRow)> {
        let squares = |at: i32, most: usize| {
            let (from, to) = ((at - metres).max(0) / SIDE, (at + metres) / SIDE);
            (from as usize, (to as usize).min(most - 1))
        };
        let ((west, east), (south, north)) = (squares(place.easting, ACROSS), squares(place.northing, UP));
        let row = move |up: usize| {
            let (from, to) = (self.starts[up * ACROSS + west], self.starts[up * ACROSS + east + 1]);
            &self.rows[from as usize..to as usize]
        };
        (south..=north).flat_map(row)
    }
}

const fn square(place: GridPoint) -> usize {
    (place.northing / SIDE) as usize * ACROSS + (place.easting / SIDE) as usize
}
