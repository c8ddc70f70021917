//! Short lists: of each request the few pairs that leave it most at the present prices, so that rows are seldom read whole.
//!
//! A short list says what no pair outside of it leaves more than. Prices that rise make that less, so it stays true; where a
//! price falls, it is said anew. Whoever looks for pairs that leave more than that needs the short list alone; whoever looks
//! for less has the row read whole, and the list made anew.

use crate::brokerage::matching::plan::instance::Pair;
use crate::brokerage::matching::plan::scale::{drawn, raised};
use crate::brokerage::matching::plan::state::Place;

/// How many pairs a short list holds.
const MOST: usize = 8;

/// A pair with its gain, raised and drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The gain.
    pub gain: i64,
    /// The specialist.
    pub specialist: u32,
}

impl Drawn {
    /// A pair of a request and a specialist with these lots.
    #[inline]
    pub const fn of(pair: Pair, of_request: u64, of_specialist: u64) -> Self {
        Self { gain: drawn(pair.gain, of_request, of_specialist), specialist: pair.specialist }
    }
}

/// The pairs that leave a request most.
#[derive(Clone, Copy, Debug)]
pub struct Shortlist {
    pairs: [Drawn; MOST],
    len: usize,
    /// No other pair of the request leaves more than this.
    pub rest: i64,
}

impl Shortlist {
    /// The first pairs of a row, which is in order of gain, as no price is below nought.
    pub fn first(row: impl Iterator<Item = Drawn>, pairs: &[Pair]) -> Self {
        let mut list = Self { pairs: [Drawn::default(); MOST], len: pairs.len().min(MOST), rest: i64::MIN };
        for (slot, pair) in list.pairs.iter_mut().zip(row) {
            *slot = pair;
        }
        if let Some(next) = pairs.get(MOST) {
            list.rest = raised(i64::from(next.gain) + 1);
        }
        list
    }

    /// The pairs of a row that leave most at these prices. The row is in order of gain but for the draw, which is less than a
    /// point, and no price is below nought; so it is read only until nobody further down can leave more than those who were found.
    pub fn of(row: impl Iterator<Item = Drawn>, places: &[Place]) -> Self {
        let mut best = [(i64::MIN, Drawn::default()); MOST + 1];
        let mut len = 0;
        for pair in row {
            if pair.gain + raised(1) <= best[MOST].0 {
                break;
            }
            len += 1;
            let left = pair.gain - places[pair.specialist as usize].price;
            if left > best[MOST].0 {
                let mut at = MOST;
                while at > 0 && left > best[at - 1].0 {
                    best[at] = best[at - 1];
                    at -= 1;
                }
                best[at] = (left, pair);
            }
        }
        Self { pairs: std::array::from_fn(|at| best[at].1), len: len.min(MOST), rest: best[MOST].0 }
    }

    /// Takes note that a specialist leaves so much now.
    pub fn cheaper(&mut self, specialist: u32, left: i64) {
        if left > self.rest && self.pairs().iter().all(|pair| pair.specialist != specialist) {
            self.rest = left;
        }
    }

    /// Its pairs.
    #[inline]
    pub fn pairs(&self) -> &[Drawn] {
        &self.pairs[..self.len]
    }
}
