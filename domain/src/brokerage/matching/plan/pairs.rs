//! An allocation: which specialists go to which request, and what that is worth.

use crate::brokerage::matching::plan::{Instance, Objective};

/// An allocation of specialists to requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Request and specialist of each pair, in this order.
    pairs: Vec<(u32, u32)>,
}

/// What a plan is worth, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// How many requests have somebody.
    pub met: usize,
    /// The points of all pairs, without the worth of the requests.
    pub weight: i64,
    /// The worth of the requests that are met, for each seat that is filled.
    pub worth: i64,
    /// What the load of each person takes away.
    pub load: i64,
}

/// Why an allocation is none of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFault {
    /// It names a request that is not there.
    NoSuchRequest {
        /// The request.
        request: u32,
    },
    /// It pairs two who are no possible pair.
    NoSuchPair {
        /// The request.
        request: u32,
        /// The specialist.
        specialist: u32,
    },
    /// It names a pair twice.
    PairTwice {
        /// The request.
        request: u32,
        /// The specialist.
        specialist: u32,
    },
    /// It gives a request more people than are wanted.
    TooMany {
        /// The request.
        request: u32,
        /// How many are wanted.
        seats: u32,
    },
    /// It gives a specialist more jobs than he or she can take.
    OverCapacity {
        /// The specialist.
        specialist: u32,
        /// How many he or she can take.
        capacity: u32,
    },
}

impl Plan {
    /// Takes pairs of request and specialist, in any order.
    pub fn new(pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable();
        Self { pairs }
    }

    /// Each pair of request and specialist, by request, then by specialist.
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// Those who go to a request.
    pub fn of_request(&self, request: u32) -> impl Iterator<Item = u32> {
        let from = self.pairs.partition_point(|(it, _)| *it < request);
        self.pairs[from..].iter().take_while(move |(it, _)| *it == request).map(|(_, specialist)| *specialist)
    }

    /// How many jobs each of so many specialists has in it.
    pub fn loads(&self, specialists: usize) -> Vec<u32> {
        let mut loads = vec![0; specialists];
        for (_, specialist) in &self.pairs {
            loads[*specialist as usize] += 1;
        }
        loads
    }

    /// What it is worth, if it is an allocation of this instance.
    pub fn value(&self, instance: &Instance, objective: &Objective) -> Result<Value, PlanFault> {
        let mut value = Value::default();
        let mut loads = vec![0_u32; instance.gives().len()];
        let mut rest = &self.pairs[..];
        while let Some((request, _)) = rest.first().copied() {
            let many = rest.partition_point(|(it, _)| *it == request);
            let (own, others) = rest.split_at(many);
            rest = others;
            let ask = instance.asks().get(request as usize).ok_or(PlanFault::NoSuchRequest { request })?;
            if let Some(twice) = own.windows(2).find(|two| two[0] == two[1]) {
                return Err(PlanFault::PairTwice { request, specialist: twice[0].1 });
            }
            if own.len() > ask.seats as usize {
                return Err(PlanFault::TooMany { request, seats: ask.seats });
            }
            value.met += 1;
            for (_, specialist) in own.iter().copied() {
                let weight = instance.weight(request as usize, specialist);
                value.weight += weight.ok_or(PlanFault::NoSuchPair { request, specialist })?;
                value.worth += ask.worth;
                let (give, load) = (&instance.gives()[specialist as usize], &mut loads[specialist as usize]);
                if *load == give.capacity {
                    return Err(PlanFault::OverCapacity { specialist, capacity: give.capacity });
                }
                value.load += objective.cost_after(give.jobs + *load);
                *load += 1;
            }
        }
        Ok(value)
    }
}

impl Value {
    /// What the plan is worth in all: points and worth, less load.
    pub const fn total(&self) -> i64 {
        self.weight + self.worth - self.load
    }
}
