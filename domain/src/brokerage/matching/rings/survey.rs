//! One pass over all rings at some prices: what no choice can exceed, and which rings are worth thinking about.
//!
//! Where a ring is worth more than its schools cost, one of them is made dearer by as much. After that every ring costs at least
//! its worth, and no choice is worth more than all prices together, whatever they were before: that is the bound of this pass.

use std::cmp::Reverse;

use crate::brokerage::matching::rings::Market;
use crate::brokerage::matching::rings::walk::{Listed, Walk};
use crate::brokerage::matching::rings::watch::{Stopped, Watch};

/// How many rings are kept to think about whenever twice as many have been found.
const MOST_LISTED: usize = 40_000;

/// What one pass has found.
pub(super) struct Survey {
    /// Prices by lots at which every ring costs at least its worth, and a nought for nobody.
    pub prices: Vec<i64>,
    /// The rings that are worth most above their prices, by their schools.
    pub rings: Vec<Listed>,
    /// What every other ring loses at least at the prices that were asked about.
    pub cut: i64,
}

/// Lists all rings of the market at these prices.
pub(super) fn survey(market: &Market, prices: &[i64], cut: i64, watch: &mut Watch<'_>) -> Result<Survey, Stopped> {
    let mut raised = prices.to_vec();
    let mut walk = Walk::new(market, prices.to_vec());
    let mut kept: Vec<(Reverse<i64>, Listed)> = Vec::new();
    // Every ring above its prices is seen, whatever is kept.
    let mut floor = -cut;
    for first in 0..market.partners().len() as u16 {
        let begin = floor.min(0);
        let mut visit = |listed: Listed, above| {
            let left = if above > 0 { listed.above(&raised) } else { 0 };
            raised[usize::from(listed.counts_at())] += left.max(0);
            if above >= floor {
                kept.push((Reverse(above), listed));
            }
            if kept.len() >= 2 * MOST_LISTED {
                kept.select_nth_unstable(MOST_LISTED);
                kept.truncate(MOST_LISTED);
                floor = kept.iter().map(|(Reverse(above), _)| *above).min().unwrap_or(floor);
            }
            floor.min(0)
        };
        walk.from(first, begin, watch, &mut visit)?;
    }
    let mut rings: Vec<_> = kept.into_iter().map(|(_, listed)| listed).collect();
    rings.sort_unstable_by_key(|listed| (listed.counts_at(), *listed));
    Ok(Survey { prices: raised, rings, cut: (-floor).max(0) })
}
