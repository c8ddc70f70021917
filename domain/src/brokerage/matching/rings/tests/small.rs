//! What is chosen, where it can be seen with the naked eye.

use crate::brokerage::matching::rings::tests::{by_keys, draft, market, optimum, random, solved};
use crate::brokerage::matching::rings::{Draft, Ring, Shape, Worth, greedy};

#[test]
fn an_empty_market_has_no_rings_and_a_bound_of_nought() {
    for schools in [0, 1, 5] {
        let solved = solved(&market(&draft(schools, &[])));
        assert!(solved.choice.rings.is_empty());
        assert_eq!((solved.worth, solved.bound), (0, 0));
    }
}

#[test]
fn two_pairs_are_worth_more_than_the_best_ring() {
    // The best ring takes a school of each pair.
    let helps = [(0, 1, 60), (1, 0, 60), (2, 3, 60), (3, 2, 60), (1, 2, 80), (2, 1, 80)];
    let market = market(&draft(4, &helps));
    assert_eq!(greedy(&market).worth(&market).unwrap().total, 160);
    let solved = solved(&market);
    assert_eq!(by_keys(&market, &solved.choice), [(false, vec![10, 11]), (false, vec![12, 13])]);
    assert_eq!((solved.worth, solved.bound), (240, 240));
}

#[test]
fn of_two_rings_with_the_same_points_the_one_that_breaks_least_is_preferred() {
    // Schools 1 and 2 stand between two others, of which one could help back.
    let helps = [(0, 1, 50), (1, 2, 50), (2, 0, 50), (2, 3, 50), (3, 1, 50), (3, 2, 40)];
    let shape = Shape::new(3, 0, 100).unwrap();
    for seed in 0..20 {
        let market = market(&Draft { shape, seed, ..draft(4, &helps) });
        let solved = solved(&market);
        assert_eq!(by_keys(&market, &solved.choice), [(false, vec![11, 12, 13])]);
        let worth = solved.choice.worth(&market).unwrap();
        // A tenth of the 90 points of the pair, which is left if the third school refuses.
        assert_eq!(worth, Worth { points: 150, total: 159 });
    }
}

#[test]
fn a_school_that_only_gives_begins_a_chain_and_gets_nothing() {
    let mut draft = draft(3, &[(0, 1, 50), (1, 2, 30)]);
    draft.partners[0].only_gives = true;
    assert!(solved(&market(&draft)).choice.rings.is_empty());
    draft.shape = Shape::new(3, 3, 100).unwrap();
    let market = market(&draft);
    let solved = solved(&market);
    assert_eq!(solved.choice.rings, [Ring { schools: vec![0, 1, 2], open: true }]);
    // If the last school refuses, what stands before it is left.
    assert_eq!(solved.choice.worth(&market).unwrap(), Worth { points: 80, total: 85 });
}

#[test]
fn rings_of_four_need_leave() {
    let helps = [(0, 1, 50), (1, 2, 50), (2, 3, 50), (3, 0, 50), (1, 0, 10)];
    let three = draft(4, &helps);
    assert_eq!(solved(&market(&three)).worth, 60);
    let four = market(&Draft { shape: Shape::new(4, 0, 1_000).unwrap(), ..three });
    // The pair of the first two is left if the third or the fourth refuses.
    assert_eq!(solved(&four).choice.worth(&four).unwrap(), Worth { points: 200, total: 320 });
}

#[test]
fn equals_are_drawn_for_and_neither_place_nor_key_is_an_advantage() {
    let helps = [(0, 1, 50), (1, 0, 50), (1, 2, 50), (2, 1, 50)];
    let wins = |seed: &u64| solved(&market(&Draft { seed: *seed, ..draft(3, &helps) })).choice.rings[0].schools[0] == 0;
    let first = (0..400).filter(wins).count();
    assert!((150..=250).contains(&first), "{first}");
}

#[test]
fn on_small_markets_it_is_the_best_but_for_a_few() {
    let mut best = 0;
    for seed in 0..500 {
        let market = market(&random(seed, 9, 30, Shape::default()));
        best += usize::from(solved(&market).worth == optimum(&market));
    }
    assert!(best >= 495, "{best} of 500");
}

#[test]
fn on_a_market_of_some_size_it_is_near_the_bound_and_above_the_best_ring_first() {
    let market = market(&random(7, 200, 6, Shape::new(3, 0, 100).unwrap()));
    let solved = solved(&market);
    assert_eq!(solved.certificate.bound(&market), Some(solved.bound));
    assert!(solved.bound - solved.worth <= solved.bound / 30, "{} of {}", solved.worth, solved.bound);
    let greedy = greedy(&market).worth(&market).unwrap().total;
    assert!(solved.worth * 100 >= greedy * 115, "{} and {greedy}", solved.worth);
}
