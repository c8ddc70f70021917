//! Coverage beside matching itself, and what holds of it in every market.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::Word;
use crate::brokerage::matching::properties::{a_home, market};
use crate::brokerage::matching::sample::{
    expertise, giver, half_term, home, id, offer, question, school, taxonomy, terms, trust,
};
use crate::brokerage::matching::{Asked, Closeness, Exclusion, Giver, Market, Policy, Question, WordSet, broken};
use crate::directory::GridPoint;
use crate::exchange::Mode;

const FOCUSES: [u128; 6] = [1, 2, 11, 12, 21, 111];

fn measure() -> Measure {
    Measure { half_days: 2, window: vec![half_term(20263), half_term(20264)] }
}

fn reachable(givers: &[Giver]) -> Reachable {
    let givers = givers.iter().cloned().map(Arc::new);
    Reachable::of(&Market::new(taxonomy(), givers), &measure())
}

/// What matching finds for the plainest request of a school.
fn found(home: &Home, givers: &[Giver], focus: u128) -> Supply {
    let question = Question {
        asker: home.clone(),
        kind: None,
        expertise: vec![expertise(focus)],
        key_stages: home.teaches,
        modes: WordSet::of(Mode::ALL.iter().copied()),
        ..question()
    };
    let policy = Policy::first();
    let asked = Asked::new(&policy, &taxonomy(), &question);
    let holds = |giver: &&Giver| {
        let closeness = asked.beside(giver).closeness;
        closeness[Closeness::Same as usize] + closeness[Closeness::Narrower as usize] > 0
    };
    let fits =
        |giver: &&Giver| broken(&asked.beside(giver)).iter().all(|it| matches!(it, Exclusion::ExpertiseApart {}));
    let schools: std::collections::BTreeSet<_> =
        givers.iter().filter(holds).filter(fits).map(|giver| giver.home.school).collect();
    match schools.len() {
        0 => Supply::Nobody,
        1 => Supply::One,
        _ => Supply::Several,
    }
}

/// Schools in two authorities and one of which the register says none, with their rolls.
fn counted(homes: &[Home]) -> impl Iterator<Item = Counted<'_>> + Clone {
    homes.iter().zip(0_u32..).map(|(home, at)| Counted {
        home,
        authority: (at % 3 > 0).then(|| id(u128::from(900 + at % 3))),
        pupils: (at % 4 > 0).then_some(at * 10),
    })
}

fn homes() -> impl Strategy<Value = Vec<Home>> {
    (1_u128..30).prop_flat_map(|many| (90..90 + many).map(a_home).collect::<Vec<_>>())
}

fn focuses() -> Vec<Id<Expertise>> {
    FOCUSES.map(expertise).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_school_is_covered_just_where_matching_would_find_somebody(givers in market(), homes in homes()) {
        let reachable = reachable(&givers);
        for home in &homes {
            for focus in FOCUSES {
                prop_assert_eq!(reachable.supply(home, expertise(focus)), found(home, &givers, focus), "{} {:?}", focus, home);
            }
        }
    }

    #[test]
    fn an_offer_more_lowers_nothing(givers in market(), homes in homes()) {
        let (fewer, more) = (reachable(&givers[1..]), reachable(&givers));
        for home in &homes {
            for focus in focuses() {
                prop_assert!(fewer.supply(home, focus) <= more.supply(home, focus));
            }
        }
        let [fewer, more] = [&fewer, &more].map(|it| Coverage::of(it, counted(&homes), &focuses()));
        for ((_, fewer), (_, more)) in fewer.cells().zip(more.cells()) {
            prop_assert!(fewer.covered <= more.covered && fewer.pupils_covered <= more.pupils_covered);
            prop_assert_eq!((fewer.schools, fewer.pupils), (more.schools, more.pupils));
        }
    }

    #[test]
    fn order_makes_no_difference(givers in market(), homes in homes()) {
        let once = Coverage::of(&reachable(&givers), counted(&homes), &focuses());
        let turned: Vec<_> = givers.into_iter().rev().collect();
        let schools: Vec<_> = counted(&homes).collect();
        let turned = Coverage::of(&reachable(&turned), schools.into_iter().rev(), &focuses());
        prop_assert_eq!(once, turned);
    }

    #[test]
    fn the_sum_over_areas_is_the_nations(givers in market(), homes in homes()) {
        let reachable = reachable(&givers);
        let coverage = Coverage::of(&reachable, counted(&homes), &focuses());
        let areas: std::collections::BTreeSet<_> = coverage.cells().map(|(cell, _)| cell.authority).collect();
        for focus in focuses() {
            let nation = coverage.sum(|cell| cell.focus == focus);
            let by_area = areas.iter().map(|area| coverage.sum(|cell| cell.focus == focus && cell.authority == *area));
            prop_assert_eq!(by_area.fold(Tally::default(), Tally::plus), nation);
            prop_assert_eq!(nation.schools as usize, homes.len());
            let alone = uncovered(&reachable, counted(&homes), focus);
            prop_assert_eq!(nation.covered as usize + alone.len(), homes.len());
            prop_assert!(nation.by_one <= nation.covered && nation.pupils_covered <= nation.pupils);
        }
    }
}

#[test]
fn a_school_by_hand() {
    let far = |number| {
        let place = Some(GridPoint { easting: 600_000, northing: 300_000 });
        Giver { home: Arc::new(Home { place, ..home(100 + number) }), ..giver(number) }
    };
    let supply = |givers: &[Giver], home: &Home| reachable(givers).supply(home, expertise(11));
    let asker = home(1);
    assert_eq!(supply(&[], &asker), Supply::Nobody);
    assert_eq!(supply(&[giver(1)], &asker), Supply::One);
    assert_eq!(supply(&[giver(1), Giver { offer: offer(9), ..giver(1) }], &asker), Supply::One, "of one school");
    assert_eq!(supply(&[giver(1), giver(2)], &asker), Supply::Several);
    assert_eq!(supply(&[far(1)], &asker), Supply::Nobody, "200 km are more than an hour");
    assert_eq!(supply(&[Giver { travel_minutes: None, ..far(1) }], &asker), Supply::One, "who makes any journey");
    assert_eq!(supply(&[Giver { modes: WordSet::of([Mode::Blended]), ..far(1) }], &asker), Supply::One);
    assert_eq!(supply(&[far(1)], &Home { place: None, ..home(1) }), Supply::One, "nobody knows that it is far");
    assert_eq!(supply(&[giver(1)], &home(101)), Supply::Nobody, "its own");
    let of_trust = Giver { home: Arc::new(Home { trust: Some(trust(3)), ..home(101) }), ..giver(1) };
    assert_eq!(supply(&[of_trust], &Home { trust: Some(trust(3)), ..home(1) }), Supply::Nobody, "of its own trust");
    let part = Giver { expertise: terms(&[111]), ..giver(1) };
    assert_eq!(supply(std::slice::from_ref(&part), &asker), Supply::One, "a part of it");
    assert_eq!(reachable(&[part]).supply(&asker, expertise(12)), Supply::Nobody);
    assert_eq!(reachable(&[giver(1)]).supply(&asker, expertise(99)), Supply::Nobody, "what the taxonomy does not know");
}

#[test]
fn pupils_weigh_what_the_register_says_of_them() {
    let homes = [home(1), home(101), home(2)];
    let rolls = [Some(200), Some(90), None];
    let schools = homes.iter().zip(rolls).map(|(home, pupils)| Counted { home, authority: Some(id(900)), pupils });
    let reachable = reachable(&[giver(1)]);
    let coverage = Coverage::of(&reachable, schools.clone(), &[expertise(11), expertise(11)]);
    let expected = Tally { schools: 3, covered: 2, by_one: 2, pupils: 290, pupils_covered: 200, unknown_rolls: 1 };
    let cell = Cell { authority: Some(id(900)), phase: Phase::Primary, focus: expertise(11) };
    assert_eq!(coverage.cells().collect::<Vec<_>>(), [(cell, expected)], "a field that is named twice counts once");
    assert_eq!(uncovered(&reachable, schools, expertise(11)), [school(101)], "the only one who gives it has nobody");
}
