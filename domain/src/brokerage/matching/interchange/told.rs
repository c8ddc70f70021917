//! What an earlier plan told people, held dear: whoever is placed otherwise costs something.
//!
//! A cost for each told pair that is not kept is, but for a sum that no plan changes, the same as so many points for each that
//! is. So the market is planned with those points added, and the sum is taken from value and bound alike: the certificate
//! proves the one as well as the other.

use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, InstanceFault, Plan};

/// A plan that people were told of, and what it costs to place somebody otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The told pairs that are still possible, by request, then by specialist.
    pairs: Vec<(u32, u32)>,
    /// How many of the told pairs are not possible any more.
    pub gone: usize,
    /// What each pair costs that is not kept, in points.
    pub cost: i64,
}

impl Told {
    /// Takes a plan of this market or of an earlier state of it. What is not possible any more costs nobody anything.
    pub fn new(instance: &Instance, plan: &Plan, cost: i64) -> Self {
        let is_possible = |(request, specialist): (u32, u32)| {
            (request as usize) < instance.asks().len() && instance.weight(request as usize, specialist).is_some()
        };
        let mut pairs = plan.pairs().to_vec();
        pairs.dedup();
        let told = pairs.len();
        pairs.retain(|pair| is_possible(*pair));
        Self { gone: told - pairs.len(), pairs, cost }
    }

    /// The market in which each told pair is worth so much more; refused where that is more than points can be.
    pub fn held_dear(&self, instance: &Instance) -> Result<Instance, InstanceFault> {
        let (asks, gives): (Vec<Ask>, Vec<Give>) = (instance.asks().to_vec(), instance.gives().to_vec());
        let mut pairs: Vec<Vec<_>> = (0..asks.len()).map(|request| instance.row(request).iter().collect()).collect();
        for (request, specialist) in &self.pairs {
            let told = pairs[*request as usize].iter_mut().filter(|pairing| pairing.specialist == *specialist);
            told.for_each(|pairing| pairing.weight = pairing.weight.saturating_add(self.cost));
        }
        Instance::new(Draft { asks, gives, pairs, seed: instance.seed() })
    }

    /// How many of the told pairs are still possible.
    pub const fn possible(&self) -> usize {
        self.pairs.len()
    }

    /// How many of them a plan keeps.
    pub fn kept(&self, plan: &Plan) -> usize {
        self.pairs.iter().filter(|pair| plan.pairs().binary_search(pair).is_ok()).count()
    }

    /// What value and bound of the market in which they are held dear have too much.
    pub const fn added(&self) -> i64 {
        self.cost * self.pairs.len() as i64
    }
}
