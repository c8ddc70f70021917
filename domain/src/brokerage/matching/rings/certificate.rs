//! The proof that no choice of rings is worth more: a price for each school.
//!
//! If every ring that may be proposed costs at least its worth, at prices that are nowhere below nought, then no choice is worth
//! more than all prices together: each school is paid for once at most. That is the weak duality of the linear programme whose
//! columns are the rings. Unlike a national plan, a choice of rings need not reach its bound; what lies between is the gap.
//!
//! Cost of the proof: one pass over all rings.

use crate::brokerage::matching::rings::walk::Walk;
use crate::brokerage::matching::rings::watch::Watch;
use crate::brokerage::matching::rings::{Market, Step};

/// Into how many parts a point is divided for prices.
pub const PRICE: i64 = 1 << 10;
/// The most that a price may be: keeps every sum inside its integers.
const MOST_PRICE: i64 = 1 << 40;

/// A price for each school of a market, in parts of a point ([`PRICE`]), by its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The prices.
    pub prices: Vec<i64>,
}

impl Certificate {
    /// What no choice of the market can exceed, in points; nothing if the prices are not those of its schools, one is out of
    /// range, or some ring is worth more than its schools cost.
    pub fn bound(&self, market: &Market) -> Option<i64> {
        let many = market.partners().len();
        if self.prices.len() != many || !self.prices.iter().all(|price| (0..=MOST_PRICE).contains(price)) {
            return None;
        }
        let by_lot = (0..many as u16).map(|lot| self.prices[market.place(lot) as usize]).chain([0]);
        let mut walk = Walk::new(market, by_lot.collect());
        let mut go_on = |_| Step::GoOn;
        let mut watch = Watch::new(&mut go_on);
        let mut covered = true;
        for first in 0..many as u16 {
            let mut visit = |_, _| {
                covered = false;
                i64::MAX
            };
            walk.from(first, 1, &mut watch, &mut visit).ok()?;
        }
        covered.then(|| self.total())
    }

    /// All prices together, in whole points: what is left of a point cannot be reached.
    pub(super) fn total(&self) -> i64 {
        self.prices.iter().sum::<i64>() / PRICE
    }

    /// Takes prices by lots.
    pub(super) fn of(market: &Market, by_lot: &[i64]) -> Self {
        let price = |place| by_lot[usize::from(market.lot(place))];
        Self { prices: (0..market.partners().len() as u32).map(price).collect() }
    }
}
