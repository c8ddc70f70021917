//! The proof that no plan is worth more: a price for the time of each specialist.
//!
//! For any prices whatever, no plan is worth more than what all requests would gain at them, each taking those whom it would
//! choose, and what all specialists would earn, each taking as many jobs as pay. That is the weak duality of linear
//! programming, with the costs of load moved into what a specialist earns. So where a plan is worth just as much as the bound
//! of some prices, it is best, and whoever doubts it needs one pass over the pairs and no trust in the planner.

use crate::brokerage::matching::plan::{Instance, Objective};

/// What no plan can exceed at these prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What the requests would gain.
    pub gained: i64,
    /// What the specialists would earn.
    pub earned: i64,
}

/// A price for a place with each specialist, in points: what it is worth elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The prices, by specialist.
    pub prices: Vec<i64>,
}

impl Certificate {
    /// What no plan of the instance can exceed, by one pass over its pairs; nothing if the prices are not those of its
    /// specialists, or so high or low that sums could overflow.
    pub fn bound(&self, instance: &Instance, objective: &Objective) -> Option<Bound> {
        let within = |price: &i64| price.unsigned_abs() <= 1 << 40;
        if self.prices.len() != instance.gives().len() || !self.prices.iter().all(within) {
            return None;
        }
        let lowest = self.prices.iter().copied().min().unwrap_or(0);
        let gained = (0..instance.asks().len()).map(|request| self.gained(instance, request, lowest)).sum();
        let of_one = |(give, price): (&super::Give, &i64)| -> i64 {
            let costs = (0..give.capacity).map(|taken| objective.cost_after(give.jobs + taken));
            costs.take_while(|cost| cost < price).map(|cost| price - cost).sum()
        };
        let earned = instance.gives().iter().zip(&self.prices).map(of_one).sum();
        Some(Bound { gained, earned })
    }

    /// What a request would gain with the best whom it could choose at these prices, of which this is the lowest. Its row is in
    /// order of gain: once a pair could not leave more at the lowest price than another leaves at its own, none further down can.
    fn gained(&self, instance: &Instance, request: usize, lowest: i64) -> i64 {
        let at_price = |pair: &super::instance::Pair| i64::from(pair.gain) - self.prices[pair.specialist as usize];
        let row = instance.pairs_of(request);
        match instance.asks()[request].seats as usize {
            1 => {
                let mut most = 0;
                for pair in row.iter() {
                    if i64::from(pair.gain) - lowest <= most {
                        break;
                    }
                    most = most.max(at_price(pair));
                }
                most
            }
            seats => {
                let mut left: Vec<_> = row.iter().map(at_price).filter(|left| *left > 0).collect();
                left.sort_unstable_by_key(|left| std::cmp::Reverse(*left));
                left.iter().take(seats).sum()
            }
        }
    }
}

impl Bound {
    /// What no plan can exceed, in points.
    pub const fn total(&self) -> i64 {
        self.gained + self.earned
    }
}
