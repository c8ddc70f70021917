//! A plan that is kept up with a changing market is the plan that planning anew would give.

use proptest::prelude::*;

use super::sample::{Sketch, best, keyed, sketches};
use crate::brokerage::matching::plan::{Draft, Give, Instance, LivePlan, Pairing};

/// The market in which nobody asks yet.
fn before_anybody_asks(sketch: &Sketch) -> Instance {
    Instance::new(Draft { asks: Vec::new(), pairs: Vec::new(), ..sketch.draft.clone() }).unwrap()
}

fn arrived(sketch: &Sketch, order: &[usize]) -> LivePlan {
    let mut live = LivePlan::new(before_anybody_asks(sketch), sketch.objective.clone());
    for at in order {
        live.arrive(sketch.draft.asks[*at], sketch.draft.pairs[*at].clone()).unwrap();
    }
    live
}

/// Compares with planning the market, as it now is, anew.
fn is_as_anew(live: &LivePlan, sketch: &Sketch) -> Result<(), TestCaseError> {
    let kept = live.solved();
    let anew = best(live.instance(), &sketch.objective);
    prop_assert_eq!(&kept, &anew);
    prop_assert!(kept.is_exact());
    Ok(())
}

fn in_some_order() -> impl Strategy<Value = (Sketch, Vec<usize>)> {
    let somebody_asks = sketches(7, 6).prop_filter("somebody asks", |sketch| !sketch.draft.asks.is_empty());
    somebody_asks.prop_flat_map(|sketch| {
        let order = Just((0..sketch.draft.asks.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(sketch), order)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn arrivals_one_by_one_give_the_plan_of_all_together((sketch, order) in in_some_order()) {
        let live = arrived(&sketch, &order);
        is_as_anew(&live, &sketch)?;
        let together = sketch.solved();
        prop_assert_eq!(keyed(live.instance(), &live.solved().plan), keyed(&sketch.instance(), &together.plan));
        prop_assert_eq!(live.solved().certificate, together.certificate);
    }

    #[test]
    fn withdrawing_and_asking_again_comes_back_to_the_same_plan((sketch, order) in in_some_order()) {
        let mut live = arrived(&sketch, &order);
        let before = keyed(live.instance(), &live.solved().plan);
        let at = order[0];
        live.leave(0);
        is_as_anew(&live, &sketch)?;
        live.arrive(sketch.draft.asks[at], sketch.draft.pairs[at].clone()).unwrap();
        is_as_anew(&live, &sketch)?;
        prop_assert_eq!(keyed(live.instance(), &live.solved().plan), before);
    }

    #[test]
    fn every_change_is_repaired(
        (sketch, order) in in_some_order(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..5, 0..4, -40_i64..120), 1..8),
    ) {
        let mut live = arrived(&sketch, &order);
        for (at, number, what, points) in changes {
            let request = at.index(order.len()) as u32;
            let specialist = at.index(sketch.draft.gives.len()) as u32;
            match what {
                0 => live.resize(specialist, number).unwrap(),
                1 => live.replace(request, vec![Pairing { specialist, weight: points }]).unwrap(),
                2 => live.replace(request, live.instance().row(request as usize).iter().skip(1).collect()).unwrap(),
                _ => {
                    let key = 5_000 + live.instance().gives().len() as u64;
                    let give = Give { key, capacity: number, jobs: 1 };
                    let wanted: Vec<_> = (0..order.len() as u32).filter(|it| it % 2 == number % 2).map(|it| (it, points)).collect();
                    live.join(give, &wanted).unwrap();
                }
            }
            is_as_anew(&live, &sketch)?;
        }
    }
}

#[test]
fn a_change_that_is_refused_changes_nothing() {
    let asks = vec![super::super::Ask { key: 1, seats: 1, worth: 5 }];
    let gives = vec![Give { key: 1, capacity: 1, jobs: 0 }];
    let pairs = vec![vec![Pairing { specialist: 0, weight: 10 }]];
    let instance = Instance::new(Draft { asks: asks.clone(), gives, pairs, seed: 0 }).unwrap();
    let mut live = LivePlan::new(instance, super::super::Objective::linear());
    let before = live.solved();
    let nobody = Pairing { specialist: 7, weight: 1 };
    assert!(live.arrive(asks[0], Vec::new()).is_err());
    assert!(live.arrive(super::super::Ask { key: 2, ..asks[0] }, vec![nobody]).is_err());
    assert!(live.replace(0, vec![nobody]).is_err());
    assert!(live.resize(0, u32::MAX).is_err());
    assert!(live.join(Give { key: 1, capacity: 1, jobs: 0 }, &[]).is_err());
    assert!(live.join(Give { key: 2, capacity: 1, jobs: 0 }, &[(0, 3), (0, 4)]).is_err());
    assert!(live.join(Give { key: 2, capacity: 1, jobs: 0 }, &[(9, 3)]).is_err());
    assert_eq!(live.solved(), before);
    assert_eq!(live.instance().gives().len(), 1);
}
