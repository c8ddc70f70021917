//! What forcing or forbidding a pair costs is what planning anew with it, or without it, comes to.

use proptest::prelude::*;

use super::sample::{all_plans, sketches};
use crate::brokerage::matching::plan::{LivePlan, Plan, Value};

/// What the best of these plans is worth; nothing if there is none.
fn most<'p>(plans: impl Iterator<Item = &'p (Plan, Value)>) -> Option<i64> {
    plans.map(|(_, value)| value.total()).max()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn forcing_and_forbidding_lose_exactly_what_is_said(sketch in sketches(4, 4)) {
        let instance = sketch.instance();
        let plans = all_plans(&instance, &sketch.objective);
        let best = most(plans.iter()).unwrap();
        let mut live = LivePlan::new(instance.clone(), sketch.objective.clone());
        let before = live.solved();
        for request in 0..instance.asks().len() as u32 {
            let one = instance.asks()[request as usize].seats == 1;
            let met = most(plans.iter().filter(|(plan, _)| plan.of_request(request).next().is_some()));
            prop_assert!(!one || live.meet(request).map(|tried| best - tried.loss) == met);
            for specialist in 0..instance.gives().len() as u32 {
                let has = |plan: &Plan| plan.pairs().contains(&(request, specialist));
                let with = most(plans.iter().filter(|(plan, _)| has(plan)));
                let without = most(plans.iter().filter(|(plan, _)| !has(plan))).unwrap();
                let (forced, forbidden) = (live.force(request, specialist), live.forbid(request, specialist));
                prop_assert_eq!(forced.as_ref().map(|tried| best - tried.loss), with);
                if let Some(tried) = forced {
                    prop_assert!(has(&tried.plan));
                    prop_assert!(!tried.displaced.contains(&request));
                }
                match forbidden {
                    Some(tried) => {
                        prop_assert!(!has(&tried.plan));
                        prop_assert_eq!(best - tried.loss, without);
                    }
                    None => prop_assert_eq!(instance.weight(request as usize, specialist), None),
                }
            }
        }
        prop_assert_eq!(live.solved(), before);
    }
}

#[test]
fn whoever_is_displaced_is_told() {
    use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, Objective, Pairing};
    let asks = (0..2).map(|key| Ask { key, seats: 1, worth: 100 }).collect();
    let gives = (0..2).map(|key| Give { key, capacity: 1, jobs: 0 }).collect();
    let pair = |specialist, weight| Pairing { specialist, weight };
    let pairs = vec![vec![pair(0, 90), pair(1, 80)], vec![pair(0, 70), pair(1, 20)]];
    let mut live = LivePlan::new(Instance::new(Draft { asks, gives, pairs, seed: 0 }).unwrap(), Objective::linear());
    assert_eq!(live.plan().pairs(), [(0, 1), (1, 0)]);
    let tried = live.force(0, 0).unwrap();
    assert_eq!((tried.loss, tried.displaced), (40, vec![1]));
    assert_eq!(tried.plan.pairs(), [(0, 0), (1, 1)]);
    let tried = live.forbid(1, 0).unwrap();
    assert_eq!((tried.loss, tried.displaced), (40, vec![0]));
}
