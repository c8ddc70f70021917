//! What makes no market, and no costs of load.

use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, InstanceFault, Objective, ObjectiveFault, Pairing};

const ASK: Ask = Ask { key: 1, seats: 1, worth: 0 };
const GIVE: Give = Give { key: 1, capacity: 1, jobs: 0 };

fn fault(change: impl FnOnce(&mut Draft)) -> Option<InstanceFault> {
    let pairs = vec![vec![Pairing { specialist: 0, weight: 1 }]];
    let mut draft = Draft { asks: vec![ASK], gives: vec![GIVE], pairs, seed: 0 };
    change(&mut draft);
    Instance::new(draft).err()
}

#[test]
fn a_sound_market_is_taken() {
    assert_eq!(fault(|_| ()), None);
}

#[test]
fn each_fault_of_a_market_is_named() {
    use InstanceFault::*;
    let pair = |specialist, weight| Pairing { specialist, weight };
    assert_eq!(fault(|it| it.pairs.clear()), Some(ListsMissing));
    assert_eq!(fault(|it| it.asks[0].seats = 0), Some(SeatsOutOfRange { request: 0 }));
    assert_eq!(fault(|it| it.asks[0].seats = u32::MAX), Some(SeatsOutOfRange { request: 0 }));
    assert_eq!(fault(|it| it.asks[0].worth = i64::MAX), Some(WorthOutOfRange { request: 0 }));
    assert_eq!(fault(|it| it.asks[0].worth = i64::MIN), Some(WorthOutOfRange { request: 0 }));
    assert_eq!(fault(|it| it.gives[0].capacity = 1_001), Some(JobsOutOfRange { specialist: 0 }));
    assert_eq!(fault(|it| it.gives[0].jobs = 1_000), Some(JobsOutOfRange { specialist: 0 }));
    assert_eq!(fault(|it| it.pairs[0].push(pair(1, 0))), Some(NoSuchSpecialist { request: 0, specialist: 1 }));
    assert_eq!(fault(|it| it.pairs[0].push(pair(0, 5))), Some(PairTwice { request: 0, specialist: 0 }));
    assert_eq!(fault(|it| it.pairs[0] = vec![pair(0, 524_289)]), Some(WeightOutOfRange { request: 0, specialist: 0 }));
    assert_eq!(fault(|it| it.pairs[0] = vec![pair(0, i64::MIN)]), Some(WeightOutOfRange { request: 0, specialist: 0 }));
    assert_eq!(fault(|it| it.gives.push(GIVE)), Some(KeyTwice { key: 1 }));
    let two_asks = |it: &mut Draft| {
        it.asks.push(ASK);
        it.pairs.push(Vec::new());
    };
    assert_eq!(fault(two_asks), Some(KeyTwice { key: 1 }));
    let teams = |it: &mut Draft| {
        it.asks = (0..2).map(|key| Ask { key, seats: 1 << 16, worth: 0 }).chain([Ask { key: 9, ..ASK }]).collect();
        it.pairs = vec![Vec::new(); 3];
    };
    assert_eq!(fault(teams), Some(TooLarge));
}

#[test]
fn costs_of_load_never_fall_and_stay_in_range() {
    assert_eq!(Objective::fair(vec![0, 5, 4]), Err(ObjectiveFault::Falls));
    assert_eq!(Objective::fair(vec![-1, 0]), Err(ObjectiveFault::OutOfRange));
    assert_eq!(Objective::fair(vec![0, 524_289]), Err(ObjectiveFault::OutOfRange));
    let costs = Objective::fair(vec![0, 400]).unwrap();
    assert_eq!([0, 1, 2, 9].map(|jobs| costs.cost_after(jobs)), [0, 400, 400, 400]);
    assert_eq!(Objective::linear().cost_after(3), 0);
}
