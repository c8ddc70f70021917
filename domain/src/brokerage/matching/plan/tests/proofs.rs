//! Proofs: what holds of prices whatever they are, what the lowest prices mean, and plans that were not finished.

use proptest::prelude::*;

use super::sample::{all_plans, best, sketches};
use crate::brokerage::matching::plan::{Certificate, Draft, Give, Instance, Plan, PlanFault, Step, solve};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_prices_bound_every_plan(sketch in sketches(4, 4), prices in prop::collection::vec(-100_i64..300, 4)) {
        let instance = sketch.instance();
        let bound = Certificate { prices }.bound(&instance, &sketch.objective).unwrap().total();
        for (_, value) in all_plans(&instance, &sketch.objective) {
            prop_assert!(value.total() <= bound);
        }
    }

    #[test]
    fn a_price_is_what_the_others_lose_by_one_place_less(sketch in sketches(5, 4)) {
        let solved = sketch.solved();
        let loads = solved.plan.loads(sketch.draft.gives.len());
        for (at, give) in sketch.draft.gives.iter().enumerate() {
            if loads[at] == 0 || give.capacity != loads[at] {
                continue;
            }
            let mut more: Draft = sketch.draft.clone();
            more.gives[at] = Give { capacity: give.capacity + 1, ..*give };
            let with = best(&Instance::new(more).unwrap(), &sketch.objective).value.total() - solved.value.total();
            let cost = sketch.objective.cost_after(give.jobs + loads[at]);
            let price = solved.certificate.prices[at];
            let last = sketch.objective.cost_after(give.jobs + loads[at] - 1);
            prop_assert_eq!(price, (with + cost).min(price).max(last), "{} more with a place more that costs {}", with, cost);
            prop_assert!(with == 0 || price == with + cost);
        }
    }

    #[test]
    fn stopped_at_once_it_still_gives_a_plan_within_its_bound(sketch in sketches(6, 5)) {
        let instance = sketch.instance();
        let stopped = solve(&instance, &sketch.objective, &mut |_| Step::Stop);
        prop_assert_eq!(stopped.plan.value(&instance, &sketch.objective), Ok(stopped.value));
        prop_assert!(stopped.gap() >= 0);
    }
}

#[test]
fn a_plan_of_another_market_is_told_apart() {
    let asks = (0..2).map(|key| super::super::Ask { key, seats: 1, worth: 5 }).collect();
    let gives = (0..2).map(|key| Give { key, capacity: 1, jobs: 0 }).collect();
    let pair = |specialist| super::super::Pairing { specialist, weight: 10 };
    let pairs = vec![vec![pair(0), pair(1)], vec![pair(0)]];
    let instance = Instance::new(Draft { asks, gives, pairs, seed: 0 }).unwrap();
    let value = |pairs: &[(u32, u32)]| {
        Plan::new(pairs.iter().copied()).value(&instance, &super::super::Objective::linear()).map(|it| it.total())
    };
    assert_eq!(value(&[(1, 0), (0, 1)]), Ok(30));
    assert_eq!(value(&[(2, 0)]), Err(PlanFault::NoSuchRequest { request: 2 }));
    assert_eq!(value(&[(1, 1)]), Err(PlanFault::NoSuchPair { request: 1, specialist: 1 }));
    assert_eq!(value(&[(0, 9)]), Err(PlanFault::NoSuchPair { request: 0, specialist: 9 }));
    assert_eq!(value(&[(0, 1), (0, 1)]), Err(PlanFault::PairTwice { request: 0, specialist: 1 }));
    assert_eq!(value(&[(0, 0), (0, 1)]), Err(PlanFault::TooMany { request: 0, seats: 1 }));
    assert_eq!(value(&[(0, 0), (1, 0)]), Err(PlanFault::OverCapacity { specialist: 0, capacity: 1 }));
    let prices = |prices: Vec<i64>| Certificate { prices }.bound(&instance, &super::super::Objective::linear());
    assert_eq!(prices(vec![0, 0]).map(|bound| bound.total()), Some(30));
    assert_eq!(prices(vec![0]), None);
    assert_eq!(prices(vec![0, i64::MIN]), None);
}
