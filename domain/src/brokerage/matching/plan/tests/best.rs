//! The plan is the best of all plans, and nothing but the market decides which.

use proptest::prelude::*;

use super::sample::{Sketch, all_plans, best, keyed, sketches};
use crate::brokerage::matching::plan::{Draft, Instance, Pairing, Plan};

fn orders(many: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..many).collect::<Vec<_>>()).prop_shuffle()
}

fn shuffles() -> impl Strategy<Value = (Sketch, Vec<usize>, Vec<usize>)> {
    sketches(7, 6).prop_flat_map(|sketch| {
        let (requests, specialists) = (sketch.draft.asks.len(), sketch.draft.gives.len());
        (Just(sketch), orders(requests), orders(specialists))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_plan_is_worth_more_and_the_prices_prove_it(sketch in sketches(4, 4)) {
        let (instance, solved) = (sketch.instance(), sketch.solved());
        let plans = all_plans(&instance, &sketch.objective);
        let most = plans.iter().map(|(_, value)| value.total()).max().unwrap();
        prop_assert_eq!(solved.value.total(), most);
        prop_assert_eq!(solved.bound.total(), most);
        prop_assert_eq!(solved.plan.value(&instance, &sketch.objective), Ok(solved.value));
        let as_good = plans.iter().filter(|(_, value)| value.total() == most).count();
        prop_assert_eq!(solved.unique, Some(as_good == 1), "{} plans are as good", as_good);
    }

    #[test]
    fn the_order_of_the_market_makes_no_difference((sketch, requests, specialists) in shuffles()) {
        let (here, there) = (sketch.solved(), sketch.shuffled(&requests, &specialists));
        let elsewhere = there.solved();
        prop_assert_eq!(keyed(&sketch.instance(), &here.plan), keyed(&there.instance(), &elsewhere.plan));
        let prices: Vec<_> = specialists.iter().map(|at| here.certificate.prices[*at]).collect();
        prop_assert_eq!(prices, elsewhere.certificate.prices);
    }

    #[test]
    fn raising_a_pair_never_takes_it_out_of_the_plan(sketch in sketches(5, 5), at in any::<prop::sample::Index>(), by in 1_i64..200) {
        let solved = sketch.solved();
        if solved.plan.pairs().is_empty() {
            return Ok(());
        }
        let (request, specialist) = *at.get(solved.plan.pairs());
        let mut draft = sketch.draft.clone();
        for pair in &mut draft.pairs[request as usize] {
            if pair.specialist == specialist {
                pair.weight = (pair.weight + by).min(524_288);
            }
        }
        let after = best(&Instance::new(draft).unwrap(), &sketch.objective);
        prop_assert!(after.plan.pairs().contains(&(request, specialist)));
    }
}

#[test]
fn markets_without_pairs_places_or_anybody_have_an_empty_plan() {
    let ask = |key| super::super::Ask { key, seats: 1, worth: 5 };
    let give = |key, capacity| super::super::Give { key, capacity, jobs: 0 };
    let pair = Pairing { specialist: 0, weight: 10 };
    for draft in [
        Draft::default(),
        Draft { asks: vec![ask(1)], pairs: vec![vec![]], ..Draft::default() },
        Draft { gives: vec![give(1, 3)], ..Draft::default() },
        Draft { asks: vec![ask(1)], gives: vec![give(1, 0)], pairs: vec![vec![pair]], seed: 3 },
    ] {
        let instance = Instance::new(draft).unwrap();
        let solved = best(&instance, &super::super::Objective::linear());
        assert_eq!(solved.plan, Plan::default());
        assert!(solved.is_exact());
        assert_eq!(solved.unique, Some(true));
    }
}

#[test]
fn of_plans_that_are_worth_the_same_the_seed_decides_and_every_seed_differently() {
    let asks = (0..4).map(|key| super::super::Ask { key, seats: 1, worth: 100 }).collect();
    let gives = (0..4).map(|key| super::super::Give { key, capacity: 1, jobs: 0 }).collect();
    let row = || (0..4).map(|specialist| Pairing { specialist, weight: 50 }).collect();
    let draft = Draft { asks, gives, pairs: vec![row(), row(), row(), row()], seed: 0 };
    let plan =
        |seed| best(&Instance::new(Draft { seed, ..draft.clone() }).unwrap(), &super::super::Objective::linear());
    let firsts: Vec<u32> = (0..400).map(|seed| plan(seed).plan.pairs()[0].1).collect();
    for specialist in 0..4 {
        let often = firsts.iter().filter(|it| **it == specialist).count();
        assert!((60..140).contains(&often), "{specialist}: {often} of 400");
    }
    assert_eq!(plan(1).unique, Some(false));
    assert_eq!(plan(1), plan(1));
}

#[test]
fn totals_as_large_as_they_can_be_stay_within_their_integers() {
    use super::super::{Ask, Give, MOST_POINTS, MOST_SEATS, Objective};
    let people = MOST_SEATS / 4;
    for points in [MOST_POINTS, -MOST_POINTS] {
        let asks = (0..MOST_SEATS as u64).map(|key| Ask { key, seats: 1, worth: points });
        // Three places for every four requests, so that prices rise as far as they can; a second job costs all that it may.
        let gives = (0..people as u64).map(|key| Give { key, capacity: 3, jobs: 0 });
        let row = |request: usize| {
            let specialists = [request % people, (7 * request + 1) % people].map(|it| it as u32);
            specialists.map(|specialist| Pairing { specialist, weight: points }).to_vec()
        };
        let pairs = (0..MOST_SEATS).map(row).collect();
        let draft = Draft { asks: asks.collect(), gives: gives.collect(), pairs, seed: 1 };
        let instance = Instance::new(draft).unwrap();
        let solved = best(&instance, &Objective::fair(vec![0, MOST_POINTS]).unwrap());
        assert!(solved.is_exact());
        // The first job of each person brings 2^20, the second and the third half of that.
        let most = if points > 0 { 2 * MOST_POINTS * 2 * people as i64 } else { 0 };
        assert_eq!(solved.value.total(), most);
    }
}
