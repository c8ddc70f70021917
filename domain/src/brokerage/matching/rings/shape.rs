//! Which rings may be proposed, and what one is worth.
//!
//! A ring is worth the points of all who help in it, and a share of what would remain if one of its schools refused: of a closed
//! ring the best pair of neighbours who could help each other directly, of a chain what stands before the school that refused.
//! So of two rings with the same points the one that breaks least is preferred, as the British exchange of kidneys prefers
//! three-way exchanges that hold a two-way one (D. F. Manlove and G. O'Malley, *Journal of Experimental Algorithmics* 19, 2015).

/// The most schools that a ring or chain may have: nobody waits for more consents than these.
pub const MOST_LINKS: u8 = 4;

/// Which rings may be proposed, and how much is thought of what remains of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The most schools in a closed ring, 2 to 4.
    pub(super) ring: u8,
    /// The most schools in a chain that begins at a school that only gives, 2 to 4; 0 where there are to be no chains.
    pub(super) chain: u8,
    /// What counts, in thousandths, of the points that would remain, for each school that might refuse.
    pub(super) kept: i64,
}

/// Why numbers make no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeFault {
    /// A closed ring has two, three or four schools.
    Ring,
    /// A chain has two, three or four schools, or there are none.
    Chain,
    /// The share of what remains is between nought and the whole.
    Kept,
}

impl Default for Shape {
    /// Pairs, rings of three and chains of three, with a tenth of what would remain: as if one school in ten refused.
    fn default() -> Self {
        Self { ring: 3, chain: 3, kept: 100 }
    }
}

impl Shape {
    /// Takes the most schools of a ring and of a chain (0 for no chains), and the share of what remains in thousandths.
    pub fn new(ring: u8, chain: u8, kept: u16) -> Result<Self, ShapeFault> {
        if !(2..=MOST_LINKS).contains(&ring) {
            return Err(ShapeFault::Ring);
        }
        if chain != 0 && !(2..=MOST_LINKS).contains(&chain) {
            return Err(ShapeFault::Chain);
        }
        if kept > 1_000 {
            return Err(ShapeFault::Kept);
        }
        Ok(Self { ring, chain, kept: i64::from(kept) })
    }

    /// What a ring is worth by its points and by what would remain of it, summed up over the schools that might refuse.
    pub(super) const fn worth(self, points: i64, remains: i64) -> i64 {
        points + remains * self.kept / 1_000
    }

    /// The most that one help can bring to the worth of a ring: its points, and its part in what remains, which in a ring of
    /// four counts for two of the schools that might refuse.
    pub(super) const fn most(self, points: i64, pair: i64) -> i64 {
        let counted = if self.ring > 3 || self.chain > 3 { 2 } else { 1 };
        let pair = if pair > points { pair } else { points };
        points + counted * pair * self.kept / 1_000 + 1
    }
}

/// What remains of a closed ring, summed up over the schools that might refuse; `pairs` holds for each help of the ring, in its
/// order, the points of the pair of its two schools, or 0 if the other cannot help back.
#[inline]
pub fn remains_of_ring(pairs: &[i64]) -> i64 {
    match *pairs {
        // Without one school, the help between the two others is left.
        [first, second, third] => first + second + third,
        [first, second, third, fourth] => second.max(third) + third.max(fourth) + fourth.max(first) + first.max(second),
        _ => 0,
    }
}

/// What remains of a chain, summed up over the schools that might refuse; `points` holds the points of its helps in order.
#[inline]
pub fn remains_of_chain(points: &[i64]) -> i64 {
    match *points {
        [first, _] => first,
        [first, second, _] => first + second + first,
        _ => 0,
    }
}
