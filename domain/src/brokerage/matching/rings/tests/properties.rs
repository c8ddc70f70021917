//! What holds for every market.

use proptest::prelude::*;

use crate::brokerage::matching::rings::tests::{by_keys, market, optimum, random, solved};
use crate::brokerage::matching::rings::{Checkpoint, Draft, Shape, Step, greedy, mend, solve};

fn a_draft() -> impl Strategy<Value = Draft> {
    let shape = (2..=4_u8, prop::sample::select(vec![0, 2, 3, 4_u8]), prop::sample::select(vec![0, 100, 1_000_u16]));
    let size = (any::<u64>(), 0..=8_u32, 0..=100_u64);
    (size, shape, prop::collection::vec((0..8_u32, 0..8_u32), 0..4)).prop_map(
        |((seed, schools, percent), (ring, chain, kept), forbidden)| {
            let forbidden = forbidden.into_iter().filter(|(giver, taker)| giver.max(taker) < &schools).collect();
            Draft { forbidden, ..random(seed, schools, percent, Shape::new(ring, chain, kept).unwrap()) }
        },
    )
}

/// Another order of the same numbers.
fn shuffled<T: Clone>(list: &[T], by: u64) -> Vec<T> {
    let mut order: Vec<_> = (0..list.len()).collect();
    order.sort_by_key(|at| super::mix(by ^ *at as u64));
    order.into_iter().map(|at| list[at].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn what_is_found_is_a_choice_and_lies_between_the_best_ring_first_and_the_bound(draft in a_draft()) {
        let market = market(&draft);
        let (solved, best) = (solved(&market), optimum(&market));
        prop_assert_eq!(solved.choice.worth(&market).unwrap().total, solved.worth);
        prop_assert_eq!(solved.certificate.bound(&market), Some(solved.bound));
        prop_assert!(solved.worth <= best && best <= solved.bound);
        let greedy = greedy(&market).worth(&market).unwrap().total;
        prop_assert_eq!(greedy, solved.greedy);
        prop_assert!(greedy <= solved.worth);
    }

    #[test]
    fn the_order_of_the_lists_makes_no_difference(draft in a_draft(), by in any::<u64>()) {
        let places = shuffled(&(0..draft.partners.len() as u32).collect::<Vec<_>>(), by);
        let at = |place: u32| places.iter().position(|it| *it == place).unwrap() as u32;
        let mut other = draft.clone();
        other.partners = places.iter().map(|place| draft.partners[*place as usize]).collect();
        other.helps = shuffled(&draft.helps, by);
        for help in &mut other.helps {
            (help.giver, help.taker) = (at(help.giver), at(help.taker));
        }
        other.forbidden = draft.forbidden.iter().map(|(giver, taker)| (at(*giver), at(*taker))).collect();
        let (one, other) = (market(&draft), market(&other));
        prop_assert_eq!(by_keys(&one, &solved(&one).choice), by_keys(&other, &solved(&other).choice));
        prop_assert_eq!(by_keys(&one, &greedy(&one)), by_keys(&other, &greedy(&other)));
    }

    #[test]
    fn nobody_is_put_together_who_is_forbidden_to_be(draft in a_draft()) {
        let choice = solved(&market(&draft)).choice;
        prop_assert!(choice.rings.iter().flat_map(|ring| ring.helps()).all(|help| !draft.forbidden.contains(&help)));
    }

    #[test]
    fn a_refusal_breaks_its_own_ring_alone(draft in a_draft(), which in any::<prop::sample::Index>()) {
        let market = market(&draft);
        let choice = solved(&market).choice;
        let helps: Vec<_> = market.helps().iter().map(|help| (help.giver, help.taker)).collect();
        // Where nobody could help anybody, there is nothing to refuse.
        let Some(refused) = helps.get(which.index(helps.len().max(1))).copied() else { return Ok(()) };
        let mended = mend(&market, &choice, refused, &mut |_| Step::GoOn);
        let had = |ring: &super::Ring| ring.helps().any(|help| help == refused);
        prop_assert_eq!(mended.broken.as_ref(), choice.rings.iter().find(|ring| had(ring)));
        prop_assert!(choice.rings.iter().all(|ring| had(ring) || mended.choice.rings.contains(ring)));
        prop_assert!(!mended.choice.rings.iter().any(had));
        prop_assert!(mended.anew.iter().all(|ring| mended.choice.rings.contains(ring)));
        prop_assert!(mended.choice.worth(&mended.market).is_ok());
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whenever_it_is_ended_there_is_a_choice_and_a_bound(seed in any::<u64>(), after in 0..12_u32) {
        let market = market(&random(seed, 60, 25, Shape::default()));
        let mut left = after;
        let mut ask = |_: Checkpoint| {
            left = left.saturating_sub(1);
            if left == 0 { Step::Stop } else { Step::GoOn }
        };
        let solved = solve(&market, &mut ask);
        prop_assert_eq!(solved.choice.worth(&market).unwrap().total, solved.worth);
        prop_assert_eq!(solved.certificate.bound(&market), Some(solved.bound));
        prop_assert!(solved.worth <= solved.bound);
    }
}
