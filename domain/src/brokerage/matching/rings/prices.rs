//! Good prices: each school's is set, in turn, so that its rings are taken once between them.
//!
//! What no choice can exceed has corners, on which moving one price alone comes to rest too early. So it is smoothed: a ring that
//! loses so much is taken to the part 2^(-loss / width), and a school is as dear as makes the parts of its rings add up to one,
//! or costs nothing. Setting one school after another so comes down to the least of the smoothed bound (the row-action method
//! of L. M. Bregman, *USSR Computational Mathematics and Mathematical Physics* 7, 1967, which R. Sinkhorn's scaling of matrices
//! is a case of); then the width is halved. No part is above one, so every listed ring costs at least its worth at any time.
//!
//! Cost: each sweep reads each listed ring once for each of its schools. Proof obligation: none, since any prices give a bound
//! (`survey`).

use crate::brokerage::matching::rings::Market;
use crate::brokerage::matching::rings::certificate::PRICE;
use crate::brokerage::matching::rings::loss::Losses;
use crate::brokerage::matching::rings::walk::Listed;
use crate::brokerage::matching::rings::watch::{Stopped, Watch};

/// How many sweeps are made at one width.
const SWEEPS: usize = 15;
/// The first and the last width, as powers of two below the points of the best help.
const WIDEST: u32 = 3;
const NARROWEST: u32 = 11;
/// Parts are counted in 2^-32, and a width is divided into 256.
const WHOLE: u64 = 1 << 32;
const STEP: u64 = 4_283_353_945;
/// 2^(-n / 256), in parts.
const PARTS: [u64; 256] = {
    let mut parts = [WHOLE; 256];
    let mut at = 1;
    while at < 256 {
        parts[at] = (parts[at - 1] * STEP) >> 32;
        at += 1;
    }
    parts
};

/// Prices on their way down.
pub(super) struct Prices {
    /// By lots, and a nought for nobody.
    pub prices: Vec<i64>,
    /// The width is two to this power, in the parts of a point that prices are counted in.
    width: u32,
    narrowest: u32,
}

impl Prices {
    /// Begins with each school at the same price.
    pub fn new(market: &Market, price: i64) -> Self {
        let most = highest(market).into_iter().max().unwrap_or(0);
        let bits = most.max(1).ilog2();
        let (widest, narrowest) = (bits.saturating_sub(WIDEST).max(8), bits.saturating_sub(NARROWEST).max(8));
        let mut prices = vec![price; market.partners().len()];
        prices.push(0);
        Self { prices, width: widest, narrowest }
    }

    /// Sweeps over the schools of the listed rings, and narrows the width. No price falls by more than so much, so that rings that
    /// are not listed do not come to be worth more than their schools cost.
    pub fn sweep(&mut self, losses: &Losses, most_down: i64, watch: &mut Watch<'_>) -> Result<(), Stopped> {
        let least: Vec<_> = self.prices.iter().map(|price| (price - most_down).max(0)).collect();
        for _ in 0..SWEEPS {
            watch.after(3 * losses.rings().len())?;
            for lot in 0..self.prices.len() as u16 - 1 {
                self.set(lot, losses, least[usize::from(lot)]);
            }
        }
        self.width = (self.width - 1).max(self.narrowest);
        Ok(())
    }

    /// Whether the width is the last.
    pub fn is_narrowest(&self) -> bool {
        self.width == self.narrowest
    }

    /// Sets the price of a school.
    fn set(&mut self, lot: u16, losses: &Losses, lowest: i64) {
        let loss = |(_, listed): &(i64, Listed)| -listed.above(&self.prices);
        let price = losses.of(lot).map(loss).min().map_or(lowest, |least| {
            let part = |loss: i64| {
                let steps = ((loss - least) as u64) >> (self.width - 8);
                PARTS[(steps & 255) as usize] >> (steps >> 8).min(63)
            };
            let parts: u64 = losses.of(lot).map(|ring| part(loss(ring))).sum();
            self.prices[usize::from(lot)] - least + (steps_of(parts) << (self.width - 8))
        });
        self.prices[usize::from(lot)] = price.max(lowest);
    }
}

/// How many steps of 256 to a doubling so many parts are above one whole.
fn steps_of(parts: u64) -> i64 {
    let doublings = parts.ilog2() - 32;
    let rest = parts >> doublings;
    let below = PARTS.partition_point(|part| part << 1 > rest);
    i64::from(doublings) * 256 + 256 - below as i64
}

/// Prices that need no listing: each school's is the most that a help to it can bring, and nothing for a school that only gives.
/// Every ring costs at least its worth, since each of its helps goes to another of its schools.
pub(super) fn highest(market: &Market) -> Vec<i64> {
    let most = |lot| market.takes(lot).iter().map(|link| i64::from(link.most) * PRICE).max().unwrap_or(0);
    (0..market.partners().len() as u16).map(most).chain([0]).collect()
}
