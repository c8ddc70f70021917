//! What is settled before a plan is sought: the best of all plans that keep to it, for exactly what having one's way costs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::sample::{Sketch, all_plans, sketches};
use crate::brokerage::matching::plan::{
    Instance, LivePlan, Pairing, Plan, PlanFault, Rest, RestFault, Solved, Step, Value,
};

fn solved(sketch: &Sketch, whole: &Instance, pinned: &[(u32, u32)], shut: &BTreeSet<(u32, u32)>) -> Option<Solved> {
    let open = |request, specialist| !shut.contains(&(request, specialist));
    let rest = Rest::of(whole, &sketch.objective, Plan::new(pinned.iter().copied()), open).ok()?;
    let found = rest.solve(&mut |_| Step::GoOn);
    assert!(found.is_exact(), "the proof is of the whole");
    assert_eq!(rest.bound(&found.certificate), Some(found.bound));
    Some(found)
}

fn every_pair(whole: &Instance) -> Vec<(u32, u32)> {
    let row = |request: usize| whole.row(request).iter().map(move |pair| (request as u32, pair.specialist));
    (0..whole.asks().len()).flat_map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn one_choice_loses_what_forcing_and_forbidding_say(sketch in sketches(4, 4)) {
        let whole = sketch.instance();
        let best = sketch.solved();
        let mut live = LivePlan::new(whole.clone(), sketch.objective.clone());
        for pair in every_pair(&whole) {
            let loss = |found: Solved| best.value.total() - found.value.total();
            let pinned = solved(&sketch, &whole, &[pair], &BTreeSet::new());
            if let Some(found) = &pinned {
                prop_assert!(found.plan.pairs().contains(&pair));
            }
            prop_assert_eq!(pinned.map(loss), live.force(pair.0, pair.1).map(|tried| tried.loss));
            let forbidden = solved(&sketch, &whole, &[], &BTreeSet::from([pair])).map(loss);
            prop_assert_eq!(forbidden, live.forbid(pair.0, pair.1).map(|tried| tried.loss));
        }
    }

    #[test]
    fn many_choices_come_to_the_best_of_the_plans_that_keep_to_them(
        sketch in sketches(4, 4),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let whole = sketch.instance();
        let pairs = every_pair(&whole);
        prop_assume!(!pairs.is_empty());
        let mut picks: Vec<_> = picks.iter().map(|it| pairs[it.index(pairs.len())]).collect();
        picks.dedup();
        let (pinned, shut) = picks.split_at(picks.len() / 2);
        let shut: BTreeSet<_> = shut.iter().copied().collect();
        let plans = all_plans(&whole, &sketch.objective);
        let keeps = |plan: &Plan| {
            pinned.iter().all(|it| plan.pairs().contains(it)) && !plan.pairs().iter().any(|it| shut.contains(it))
        };
        let most = plans.iter().filter(|(plan, _)| keeps(plan)).map(|(_, value): &(Plan, Value)| value.total()).max();
        let found = solved(&sketch, &whole, pinned, &shut);
        prop_assert_eq!(found.as_ref().map(|found| found.value.total()), most);
        let turned: Vec<_> = pinned.iter().rev().copied().collect();
        prop_assert_eq!(solved(&sketch, &whole, &turned, &shut), found);
    }

    #[test]
    fn pinning_what_the_best_plan_has_loses_nothing(sketch in sketches(4, 4), mask in any::<u8>()) {
        let whole = sketch.instance();
        let best = sketch.solved();
        let some = best.plan.pairs().iter().enumerate().filter(|(at, _)| mask >> (at % 8) & 1 == 1);
        let some: Vec<_> = some.map(|(_, pair)| *pair).collect();
        let found = solved(&sketch, &whole, &some, &BTreeSet::new()).unwrap();
        prop_assert_eq!(found.value.total(), best.value.total());
        if best.unique == Some(true) {
            prop_assert_eq!(found.plan, best.plan);
        }
    }
}

#[test]
fn what_cannot_be_settled_is_told() {
    use crate::brokerage::matching::plan::{Ask, Draft, Give, Objective};
    let asks = (0..2).map(|key| Ask { key, seats: 1, worth: 100 }).collect();
    let gives = (0..2).map(|key| Give { key, capacity: 1, jobs: 0 }).collect();
    let pair = |specialist| Pairing { specialist, weight: 50 };
    let draft = Draft { asks, gives, pairs: vec![vec![pair(0), pair(1)], vec![pair(0)]], seed: 0 };
    let (whole, objective) = (Instance::new(draft).unwrap(), Objective::linear());
    let fault = |pinned: &[(u32, u32)], shut: (u32, u32)| {
        let open = |request, specialist| (request, specialist) != shut;
        Rest::of(&whole, &objective, Plan::new(pinned.iter().copied()), open).map(drop).unwrap_err()
    };
    let (nothing, none) = ((9, 9), |request, specialist| PlanFault::NoSuchPair { request, specialist });
    assert_eq!(fault(&[(1, 1)], nothing), RestFault::Pinned(none(1, 1)));
    assert_eq!(fault(&[(1, 0)], (1, 0)), RestFault::Pinned(none(1, 0)), "pinned and forbidden");
    let full = PlanFault::OverCapacity { specialist: 0, capacity: 1 };
    assert_eq!(fault(&[(0, 0), (1, 0)], nothing), RestFault::Pinned(full));
    let many = PlanFault::TooMany { request: 0, seats: 1 };
    assert_eq!(fault(&[(0, 0), (0, 1)], nothing), RestFault::Pinned(many));
}
