//! Small markets, and the plain way to plan them.

use proptest::prelude::*;

use crate::brokerage::matching::plan::{
    Ask, Draft, Give, Instance, Objective, Pairing, Plan, Solved, Step, Value, solve,
};

/// A market that can still be put in another order.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub draft: Draft,
    pub objective: Objective,
}

/// Markets of at most so many requests and specialists, with all that is odd about some: pairs that lose, nobody who has time,
/// teams, gains that are all the same, and gains at the limits.
pub fn sketches(requests: usize, specialists: usize) -> impl Strategy<Value = Sketch> {
    let weights = prop_oneof![
        5 => (-40_i64..100).boxed(),
        1 => Just(7).boxed(),
        1 => (524_200_i64..=524_288).boxed(),
        1 => (-524_288_i64..-524_200).boxed(),
    ];
    let ask = (prop_oneof![4 => Just(1_u32), 1 => 2_u32..4], -20_i64..60);
    let give = (0_u32..4, 0_u32..3);
    let load = prop_oneof![Just(Vec::new()), prop::collection::vec(0_i64..50, 1..4)];
    (
        prop::collection::vec(
            (ask, prop::collection::btree_map(0..specialists, weights, 0..=specialists)),
            0..=requests,
        ),
        prop::collection::vec(give, specialists),
        load,
        any::<u64>(),
    )
        .prop_map(|(asks, gives, mut load, seed)| {
            load.sort_unstable();
            let pairs = asks.iter().map(|(_, row)| {
                row.iter().map(|(at, weight)| Pairing { specialist: *at as u32, weight: *weight }).collect()
            });
            let draft = Draft {
                pairs: pairs.collect(),
                asks: (100..)
                    .zip(&asks)
                    .map(|(key, ((seats, worth), _))| Ask { key, seats: *seats, worth: *worth })
                    .collect(),
                gives: (900..).zip(gives).map(|(key, (capacity, jobs))| Give { key, capacity, jobs }).collect(),
                seed,
            };
            Sketch { draft, objective: Objective::fair(load).unwrap() }
        })
}

impl Sketch {
    pub fn instance(&self) -> Instance {
        Instance::new(self.draft.clone()).unwrap()
    }

    pub fn solved(&self) -> Solved {
        best(&self.instance(), &self.objective)
    }

    /// The same market with its requests, specialists and pairs in another order.
    pub fn shuffled(&self, requests: &[usize], specialists: &[usize]) -> Self {
        let place = |at: u32| specialists.iter().position(|it| *it == at as usize).unwrap() as u32;
        let row = |row: &Vec<Pairing>| {
            let moved = row.iter().rev().map(|pair| Pairing { specialist: place(pair.specialist), ..*pair });
            moved.collect::<Vec<_>>()
        };
        let draft = Draft {
            asks: requests.iter().map(|at| self.draft.asks[*at]).collect(),
            gives: specialists.iter().map(|at| self.draft.gives[*at]).collect(),
            pairs: requests.iter().map(|at| row(&self.draft.pairs[*at])).collect(),
            seed: self.draft.seed,
        };
        Self { draft, objective: self.objective.clone() }
    }
}

/// The best plan.
pub fn best(instance: &Instance, objective: &Objective) -> Solved {
    solve(instance, objective, &mut |_| Step::GoOn)
}

/// A plan by the keys of those in it.
pub fn keyed(instance: &Instance, plan: &Plan) -> Vec<(u64, u64)> {
    let keys = |(request, specialist): &(u32, u32)| {
        (instance.asks()[*request as usize].key, instance.gives()[*specialist as usize].key)
    };
    let mut pairs: Vec<_> = plan.pairs().iter().map(keys).collect();
    pairs.sort_unstable();
    pairs
}

/// Every plan of a market, with what it is worth.
pub fn all_plans(instance: &Instance, objective: &Objective) -> Vec<(Plan, Value)> {
    let mut plans = vec![Vec::new()];
    for request in 0..instance.asks().len() {
        let row: Vec<u32> = instance.row(request).iter().map(|pair| pair.specialist).collect();
        let sets = (0_u32..1 << row.len()).filter(|set| set.count_ones() <= instance.asks()[request].seats);
        let chosen: Vec<Vec<_>> = sets
            .map(|set| (0..row.len()).filter(|at| set >> at & 1 == 1).map(|at| (request as u32, row[at])).collect())
            .collect();
        plans = plans.iter().flat_map(|plan| chosen.iter().map(|more| [&plan[..], more].concat())).collect();
        plans.retain(|plan: &Vec<_>| Plan::new(plan.iter().copied()).value(instance, objective).is_ok());
    }
    plans
        .into_iter()
        .map(|pairs| {
            let plan = Plan::new(pairs);
            let value = plan.value(instance, objective).unwrap();
            (plan, value)
        })
        .collect()
}
