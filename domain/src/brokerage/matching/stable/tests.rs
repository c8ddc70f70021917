//! The stable plan by hand, by brute force, and on the public instance.

use proptest::prelude::*;

use super::{Blocking, BlockingPair, Preferences, blocking, stable};
use crate::brokerage::matching::baseline::{best_pair_first, first_come};
use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, Objective, Pairing, Plan, PlanFault};
use crate::brokerage::matching::public_instance::PublicInstance;

/// A market of requests with seats, specialists with capacities, and for each possible pair its points and its standing.
#[derive(Clone, Debug)]
struct Sample {
    seats: Vec<u32>,
    capacities: Vec<u32>,
    pairs: Vec<Vec<Option<(i64, i64)>>>,
}

impl Sample {
    /// The instance, with requests and specialists standing in the order that is given.
    fn instance(&self, requests: &[usize], specialists: &[usize]) -> Instance {
        let asks = requests.iter().map(|it| Ask { key: *it as u64, seats: self.seats[*it], worth: 10 });
        let gives = specialists.iter().map(|it| Give { key: *it as u64, capacity: self.capacities[*it], jobs: 0 });
        let list = |request: &usize| {
            let of_one = (0_u32..).zip(specialists).filter_map(|(place, specialist)| {
                self.pairs[*request][*specialist].map(|(weight, _)| Pairing { specialist: place, weight })
            });
            of_one.collect()
        };
        let pairs = requests.iter().map(list).collect();
        Instance::new(Draft { asks: asks.collect(), gives: gives.collect(), pairs, seed: 1 }).unwrap()
    }

    fn in_order(&self) -> Instance {
        self.instance(&(0..self.seats.len()).collect::<Vec<_>>(), &(0..self.capacities.len()).collect::<Vec<_>>())
    }

    fn standing(&self, request: u32, specialist: u32) -> i64 {
        self.pairs[request as usize][specialist as usize].unwrap().1
    }
}

fn sample(requests: usize, specialists: usize) -> impl Strategy<Value = Sample> {
    (1..=requests, 1..=specialists).prop_flat_map(|(requests, specialists)| {
        let pair = prop::option::weighted(0.8, (0_i64..6, 0_i64..4));
        let pairs = prop::collection::vec(prop::collection::vec(pair, specialists), requests);
        let seats = prop::collection::vec(prop_oneof![3 => Just(1_u32), 1 => Just(2)], requests);
        let capacities = prop::collection::vec(0_u32..3, specialists);
        (seats, capacities, pairs).prop_map(|(seats, capacities, pairs)| Sample { seats, capacities, pairs })
    })
}

/// A market, and another order of its requests and of its specialists.
fn shuffled(requests: usize, specialists: usize) -> impl Strategy<Value = (Sample, Vec<usize>, Vec<usize>)> {
    sample(requests, specialists).prop_flat_map(|sample| {
        let order = |many: usize| Just((0..many).collect::<Vec<_>>()).prop_shuffle();
        let (requests, specialists) = (order(sample.seats.len()), order(sample.capacities.len()));
        (Just(sample), requests, specialists)
    })
}

/// Every plan of an instance.
fn every_plan(instance: &Instance) -> Vec<Plan> {
    let pairs = (0..instance.asks().len() as u32)
        .flat_map(|request| instance.row(request as usize).iter().map(move |it| (request, it.specialist)))
        .collect::<Vec<_>>();
    let subsets = (0_u32..1 << pairs.len()).map(|subset| {
        Plan::new(pairs.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1).map(|(_, pair)| *pair))
    });
    subsets.filter(|plan| plan.value(instance, &Objective::linear()).is_ok()).collect()
}

/// Where those whom each request has stand on its list, which leaves no ties, the one wanted most first.
fn ranks(preferences: &Preferences<'_>, plan: &Plan) -> Vec<Vec<usize>> {
    let of_one = |request: u32| {
        let list = preferences.of(request).iter();
        let own = list.enumerate().filter(|(_, it)| plan.of_request(request).any(|own| own == it.specialist));
        own.map(|(at, _)| at).collect()
    };
    (0..preferences.instance().asks().len() as u32).map(of_one).collect()
}

/// Whether no pair would rather have each other, by the definition: both lists read to their ends, ties broken.
fn is_stable(preferences: &Preferences<'_>, plan: &Plan) -> bool {
    let instance = preferences.instance();
    let ranks = ranks(preferences, plan);
    let wants = |request: u32, at: usize| {
        let own = &ranks[request as usize];
        !own.contains(&at)
            && (own.len() < instance.asks()[request as usize].seats as usize || own.iter().any(|own| *own > at))
    };
    let takes = |specialist: u32, place: u32| {
        let own = plan.pairs().iter().filter(|(_, it)| *it == specialist);
        let places = own.map(|(request, _)| preferences.choice(*request, specialist).unwrap().place);
        let places: Vec<_> = places.collect();
        places.len() < instance.gives()[specialist as usize].capacity as usize || places.iter().any(|it| *it > place)
    };
    (0..instance.asks().len() as u32).all(|request| {
        let mut list = preferences.of(request).iter().enumerate();
        list.all(|(at, choice)| !(wants(request, at) && takes(choice.specialist, choice.place)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_pair_blocks_the_stable_plan(sample in sample(8, 6)) {
        let instance = sample.in_order();
        let preferences = Preferences::new(&instance, |request, specialist| sample.standing(request, specialist));
        let plan = stable(&preferences);
        prop_assert!(is_stable(&preferences, &plan));
        prop_assert_eq!(blocking(&preferences, &plan, 9), Ok(Blocking::default()));
    }

    #[test]
    fn no_school_does_better_in_any_stable_plan(sample in sample(3, 3)) {
        let instance = sample.in_order();
        let preferences = Preferences::new(&instance, |request, specialist| sample.standing(request, specialist));
        let best = ranks(&preferences, &stable(&preferences));
        for other in every_plan(&instance).iter().filter(|plan| is_stable(&preferences, plan)) {
            for (own, other) in best.iter().zip(ranks(&preferences, other)) {
                prop_assert_eq!(own.len(), other.len());
                prop_assert!(own.iter().zip(other).all(|(own, other)| *own <= other));
            }
        }
    }

    #[test]
    fn the_order_of_the_market_makes_no_difference((sample, requests, specialists) in shuffled(8, 6)) {
        let (instance, other) = (sample.in_order(), sample.instance(&requests, &specialists));
        let of = |pairs: &[(u32, u32)]| {
            Plan::new(pairs.iter().map(|(it, by)| (requests[*it as usize] as u32, specialists[*by as usize] as u32)))
        };
        let standing = |it: u32, by: u32| sample.standing(requests[it as usize] as u32, specialists[by as usize] as u32);
        let plan = stable(&Preferences::new(&instance, |request, specialist| sample.standing(request, specialist)));
        prop_assert_eq!(plan, of(stable(&Preferences::new(&other, standing)).pairs()));
        let plan = first_come(&instance, |request| i64::from(request % 3));
        prop_assert_eq!(plan, of(first_come(&other, |request| requests[request as usize] as i64 % 3).pairs()));
        let fair = Objective::fair(vec![0, 3, 7]).unwrap();
        prop_assert_eq!(best_pair_first(&instance, &fair), of(best_pair_first(&other, &fair).pairs()));
    }

    #[test]
    fn the_pairs_that_block_are_those_of_the_definition(sample in sample(3, 3), which in any::<prop::sample::Index>()) {
        let instance = sample.in_order();
        let preferences = Preferences::new(&instance, |request, specialist| sample.standing(request, specialist));
        let plans = every_plan(&instance);
        let plan = which.get(&plans);
        let mut expected = Vec::new();
        for (request, ask) in (0_u32..).zip(instance.asks()) {
            let own: Vec<u32> = plan.of_request(request).collect();
            let points = |specialist: &u32| instance.weight(request as usize, *specialist).unwrap();
            for choice in preferences.of(request).iter().filter(|it| !own.contains(&it.specialist)) {
                let rather = own.len() < ask.seats as usize || own.iter().any(|own| points(own) < choice.weight);
                let goes = plan.pairs().iter().filter(|(_, it)| *it == choice.specialist).map(|(request, _)| *request);
                let place = |request: &u32| preferences.choice(*request, choice.specialist).unwrap().place;
                let least = goes.clone().max_by_key(place).filter(|least| place(least) > choice.place);
                let free = goes.count() < instance.gives()[choice.specialist as usize].capacity as usize;
                if rather && (free || least.is_some()) {
                    expected.push(BlockingPair { request, specialist: choice.specialist, free, instead_of: least });
                }
            }
        }
        let found = blocking(&preferences, plan, 2).unwrap();
        prop_assert_eq!(found.pairs, expected.len());
        prop_assert_eq!(found.envious, expected.iter().filter(|it| it.instead_of.is_some()).count());
        expected.truncate(2);
        prop_assert_eq!(found.listed, expected);
    }

    #[test]
    fn what_is_made_without_a_plan_leaves_nobody_who_could_be_added(sample in sample(8, 6), costs in 0_i64..30) {
        let instance = sample.in_order();
        let objective = Objective::fair(vec![0, costs]).unwrap();
        for (plan, objective) in [
            (first_come(&instance, |request| i64::from(request % 3)), &Objective::linear()),
            (best_pair_first(&instance, &objective), &objective),
        ] {
            let value = plan.value(&instance, objective).unwrap().total();
            for request in 0..instance.asks().len() as u32 {
                for it in instance.row(request as usize).iter() {
                    let more = Plan::new(plan.pairs().iter().copied().chain([(request, it.specialist)]));
                    prop_assert!(more.value(&instance, objective).map_or(true, |more| more.total() <= value));
                }
            }
        }
    }
}

/// Three schools, two specialists with one place each; points and standing of each pair.
///
/// | | A | B |
/// |---|---|---|
/// | 0 | 9, 1 | 5, 3 |
/// | 1 | 8, 2 | 7, 1 |
/// | 2 | 6, 3 | 4, 2 |
fn three_schools() -> Sample {
    let pairs = [[(9, 1), (5, 3)], [(8, 2), (7, 1)], [(6, 3), (4, 2)]];
    let pairs = pairs.map(|row| row.map(Some).to_vec()).to_vec();
    Sample { seats: vec![1; 3], capacities: vec![1; 2], pairs }
}

#[test]
fn three_schools_by_hand() {
    let sample = three_schools();
    let instance = sample.in_order();
    let preferences = Preferences::new(&instance, |request, specialist| sample.standing(request, specialist));
    // All ask A, who keeps 2. 0 and 1 ask B, who keeps 0. 1 has asked everybody.
    assert_eq!(stable(&preferences), Plan::new([(0, 1), (2, 0)]));
    // By the list 0 takes A and 1 takes B; 2 gets nobody. Both A and B would rather have 2, A would rather have 1, and B
    // would rather have 0, which would not rather have B.
    let by_list = first_come(&instance, |_| 0);
    assert_eq!(by_list, Plan::new([(0, 0), (1, 1)]));
    let pair =
        |request, specialist, instead| BlockingPair { request, specialist, free: false, instead_of: Some(instead) };
    let listed = vec![pair(1, 0, 0), pair(2, 0, 0), pair(2, 1, 1)];
    assert_eq!(blocking(&preferences, &by_list, 9), Ok(Blocking { pairs: 3, envious: 3, listed }));
    // With nobody placed all pairs block, since all places are free, and nobody envies anybody.
    let nobody = blocking(&preferences, &Plan::default(), 0).unwrap();
    assert_eq!((nobody.pairs, nobody.envious, nobody.listed.len()), (6, 0, 0));
    // Who comes later takes what is left.
    assert_eq!(first_come(&instance, |request| -i64::from(request)), Plan::new([(2, 0), (1, 1)]));
}

#[test]
fn a_plan_of_another_market_is_refused() {
    let sample = three_schools();
    let instance = sample.in_order();
    let preferences = Preferences::new(&instance, |request, specialist| sample.standing(request, specialist));
    let refused = blocking(&preferences, &Plan::new([(0, 0), (1, 0)]), 9);
    assert_eq!(refused, Err(PlanFault::OverCapacity { specialist: 0, capacity: 1 }));
}

#[test]
fn the_greedy_rule_waits_for_its_turn_again() {
    // One specialist with two places and one with one; the second job of one person costs 4.
    let pairs = vec![vec![Some((9, 0)), None], vec![Some((8, 0)), Some((5, 0))], vec![Some((3, 0)), None]];
    let sample = Sample { seats: vec![1; 3], capacities: vec![2, 1], pairs };
    let instance = sample.in_order();
    let objective = Objective::fair(vec![0, 4]).unwrap();
    // 0 takes A (9 and 10). Then 1 adds 8 - 4 with A, 5 with B. Then 2 takes the second place of A: 3 - 4 and 10.
    assert_eq!(best_pair_first(&instance, &objective), Plan::new([(0, 0), (1, 1), (2, 0)]));
    // At 13 and more the second job adds nothing, and is left.
    let objective = Objective::fair(vec![0, 13]).unwrap();
    assert_eq!(best_pair_first(&instance, &objective), Plan::new([(0, 0), (1, 1)]));
}

#[test]
fn the_public_instance_gives_the_published_values() {
    let public = PublicInstance::read();
    let (instance, fair) = (&public.instance, PublicInstance::fair());
    let preferences = Preferences::new(instance, |request, specialist| public.standing(request, specialist));
    let values = |plan: &Plan| {
        let [fair, linear] =
            [&fair, &Objective::linear()].map(|objective| plan.value(instance, objective).unwrap().total());
        (fair, linear, blocking(&preferences, plan, 0).unwrap().pairs)
    };
    assert_eq!(values(&stable(&preferences)), (7_364_621, 7_480_221, 0));
    assert_eq!(values(&first_come(instance, i64::from)), (7_363_550, 7_471_550, 138));
    assert_eq!(values(&best_pair_first(instance, &fair)).0, 7_447_695);
}
