//! A frozen market: what it keeps, and how it is laid out for the planner.

use std::sync::Arc;

use super::*;
use crate::brokerage::matching::plan::{Pairing, Plan, Step, solve};
use crate::brokerage::matching::sample::{day, giver, half_term, id, offer, question, taxonomy, terms};
use crate::brokerage::matching::{Factor, Free, Policy};
use crate::directory::GridPoint;
use crate::exchange::{CapacityHolder, Urgency};

fn bundle() -> Bundle {
    Bundle { half_days: 2, half_terms: vec![half_term(20263), half_term(20264)] }
}

/// Request `number`, of school `number`, searched as far as the nation.
fn sought(number: u128) -> Sought {
    let mut question = question();
    question.request = id(number);
    question.asker.school = id(number);
    Sought { question, stage: MatchStage::National }
}

fn free(half_days: i32) -> Free {
    Free::new(half_term(20262), [(half_term(20263), half_days)])
}

fn frozen(sought: Vec<Sought>, givers: Vec<Giver>) -> Frozen {
    let market = Market::new(taxonomy(), givers.into_iter().map(Arc::new));
    Frozen::taken(1, 7, bundle(), sought, &market)
}

fn laid(it: &Frozen) -> Laid {
    it.lay_out(&Policy::first()).unwrap()
}

fn row(laid: &Laid, request: usize) -> Vec<Pairing> {
    laid.instance.row(request).iter().collect()
}

#[test]
fn what_is_frozen_is_read_back_whole_and_does_not_depend_on_order() {
    let other = Giver { expertise: terms(&[21]), ..giver(3) };
    let givers = || vec![giver(1), giver(2), other.clone()];
    let it = frozen(vec![sought(1), sought(2)], givers());
    assert_eq!(it.givers.len(), 2, "nobody of another area is in reach");
    assert_eq!(Frozen::read(&it.bytes()), Some(it.clone()));
    let mut turned = givers();
    turned.reverse();
    assert_eq!(frozen(vec![sought(2), sought(1)], turned).bytes(), it.bytes());
    let mut bytes = it.bytes();
    bytes.pop();
    assert_eq!(Frozen::read(&bytes), None);
    assert_eq!(Frozen::read(b"LATMTCI4 and more"), None);
}

#[test]
fn a_request_is_asked_for_the_bundle_alone() {
    let it = frozen(vec![sought(1)], vec![giver(1)]);
    assert_eq!((it.sought[0].question.half_days, &it.sought[0].question.window), (2, &bundle().half_terms));
}

#[test]
fn several_offers_of_one_person_are_one_giver_and_the_better_offer_is_taken() {
    let wide = Giver { expertise: terms(&[1]), specialist: Some(id(501)), free: free(9), ..giver(2) };
    let own = Giver { free: free(5), ..giver(1) };
    let of_school = Giver { specialist: None, ..giver(3) };
    let it = frozen(vec![sought(1)], vec![wide, own, of_school]);
    let laid = laid(&it);
    assert_eq!(laid.holders, [CapacityHolder::Specialist(id(501)), CapacityHolder::School(id(103))]);
    assert_eq!(laid.instance.gives()[0].capacity, 2, "as many bundles as each of the offers has room for");
    assert_eq!(row(&laid, 0).len(), 2);
    let place = it.place(&Policy::first(), &laid, (0, 0), 5).unwrap();
    assert_eq!((place.offer, place.price), (offer(1), 5), "the very area suits better than a wider one");
}

#[test]
fn whoever_has_no_room_for_a_bundle_or_is_kept_away_by_a_rule_is_no_pair() {
    let short = Giver { free: free(1), ..giver(1) };
    let kept = Giver { released: false, ..giver(2) };
    let it = frozen(vec![sought(1)], vec![short, kept, giver(3)]);
    let laid = laid(&it);
    let place = laid.holders.iter().position(|it| *it == CapacityHolder::Specialist(id(503))).unwrap();
    assert_eq!(row(&laid, 0).iter().map(|it| it.specialist as usize).collect::<Vec<_>>(), [place]);
}

#[test]
fn a_round_looks_no_farther_for_a_request_than_it_was_searched() {
    let mut far = giver(1);
    let mut home = Home::clone(&far.home);
    (home.alliances, home.region) = (Vec::new(), None);
    home.place = Some(GridPoint { easting: 410_000, northing: 300_000 });
    far.home = Arc::new(home);
    let near = Sought { stage: MatchStage::Region, ..sought(1) };
    assert!(row(&laid(&frozen(vec![near], vec![far.clone()])), 0).is_empty());
    assert_eq!(row(&laid(&frozen(vec![sought(1)], vec![far])), 0).len(), 1);
}

#[test]
fn points_are_those_of_the_pair_and_worth_is_what_the_request_brings() {
    let mut urgent = sought(1);
    urgent.question.urgency = Urgency::Urgent;
    urgent.question.isolation = 500;
    urgent.question.credit.by_term = vec![10];
    let it = frozen(vec![urgent, sought(2)], vec![giver(1)]);
    let laid = laid(&it);
    // 60,000 for any, 30,000 for each of two steps of urgency, 40 for each thousandth of isolation; and 10 for each of the 700
    // that ten half-days given make of an even 500.
    assert_eq!(laid.instance.asks()[0].worth, 60_000 + 60_000 + 20_000 + 7_000);
    assert_eq!(laid.instance.asks()[1].worth, 60_000 + 5_000);
    let place = it.place(&Policy::first(), &laid, (0, 0), 0).unwrap();
    let own = |part: &Part| matches!(part.reason.factor(), Factor::Isolation | Factor::Reciprocity | Factor::Load);
    assert!(!place.parts.iter().any(own));
    assert_eq!(Some(place.points()), laid.instance.weight(0, 0));
    assert_eq!(Part::all_of(&Part::bytes_of(&place.parts)), Some(place.parts));
    assert_eq!(Part::all_of(b"no parts"), None);
}

#[test]
fn each_further_job_costs_what_it_takes_from_a_score() {
    let busy = Giver { jobs: 2, free: free(6), ..giver(1) };
    let laid = laid(&frozen(vec![sought(1)], vec![busy]));
    let give = laid.instance.gives()[0];
    assert_eq!((give.capacity, give.jobs), (3, 2));
    // Weight 40; 75 for each job and 25 for its square, and never more than 1,000.
    let costs: Vec<_> = (0..6).map(|jobs| laid.objective.cost_after(jobs)).collect();
    assert_eq!(costs, [0, 4_000, 10_000, 18_000, 28_000, 40_000]);
    assert_eq!(laid.objective.cost_after(300), 40_000);
    let value = Plan::new([(0, 0)]).value(&laid.instance, &laid.objective).unwrap();
    assert_eq!(value.load, 10_000, "the third job");
}

#[test]
fn numbers_beyond_the_planner_are_told() {
    let (weights, settings) = {
        use crate::Word;
        use crate::brokerage::matching::Setting;
        let first = Policy::first();
        let weights: Vec<_> = Factor::ALL
            .iter()
            .map(|it| (it.as_str(), if *it == Factor::Expertise { 400_000 } else { first.weight(*it) }))
            .map(|(name, weight)| (name, if name == "format" { 900_000 } else { weight }))
            .collect();
        let settings: Vec<_> = Setting::ALL.iter().map(|it| (it.as_str(), first.setting(*it))).collect();
        (weights, settings)
    };
    let policy = Policy::new(2, weights, settings).unwrap();
    let it = frozen(vec![sought(1)], vec![giver(1)]);
    assert!(matches!(it.lay_out(&policy), Err(LayingFault::Instance(_))));
    assert_eq!(it.sought[0].question.today, day("2026-11-21"));
}

#[test]
fn the_plan_that_comes_out_of_the_bytes_is_the_plan_and_proven_best() {
    let asking = || (1..=6).map(sought).collect();
    let giving = || (1..=3).map(|number| Giver { free: free(4), ..giver(number) }).collect();
    let it = frozen(asking(), giving());
    let read = Frozen::read(&it.bytes()).unwrap();
    let solved = |it: &Frozen| {
        let laid = laid(it);
        solve(&laid.instance, &laid.objective, &mut |_| Step::GoOn)
    };
    assert_eq!(solved(&it), solved(&read));
    assert!(solved(&it).is_exact());
    assert_eq!(solved(&it).value.met, 6, "three with two places each");
}

#[test]
fn what_is_settled_is_kept_to_by_request_and_holder() {
    use std::collections::{BTreeMap, BTreeSet};
    // Three ask, and three have a place each; whoever has more completed work is wanted more.
    let one = |number: u128| Giver { completed: number as i32, free: free(2), ..giver(number) };
    let it = frozen((1..=3).map(sought).collect(), (1..=3).map(one).collect());
    let laid = laid(&it);
    let holder = |number: u128| CapacityHolder::Specialist(id(500 + number));
    let solved = |settled: &Settled| laid.under(settled).map(|rest| rest.solve(&mut |_| Step::GoOn));
    let whom = |settled: &Settled, request: u128| {
        let plan = solved(settled).unwrap().plan;
        let at = laid.requests.iter().position(|it| *it == id(request)).unwrap();
        plan.of_request(at as u32).map(|giver| laid.holders[giver as usize]).next()
    };
    let free = Settled::default();
    assert_eq!(solved(&free), Ok(solve(&laid.instance, &laid.objective, &mut |_| Step::GoOn)));
    for request in 1..=3 {
        for number in 1..=3 {
            let pinned = Settled { pinned: BTreeMap::from([(id(request), holder(number))]), ..Settled::default() };
            assert_eq!(whom(&pinned, request), Some(holder(number)));
            assert!(solved(&pinned).unwrap().is_exact());
            let shut = Settled { forbidden: BTreeSet::from([(id(request), holder(number))]), ..Settled::default() };
            assert_ne!(whom(&shut, request), Some(holder(number)));
            let both = Settled { forbidden: shut.forbidden, ..pinned.clone() };
            assert_eq!(solved(&both), Err(SettledFault::NoSuchPair { request: id(request) }));
            let gone = Settled { without: BTreeSet::from([id(request)]), ..pinned };
            assert_eq!((whom(&gone, request), solved(&gone).unwrap().value.met), (None, 2));
        }
    }
    let twice = BTreeMap::from([(id(1), holder(1)), (id(2), holder(1))]);
    let twice = Settled { pinned: twice, ..Settled::default() };
    assert_eq!(solved(&twice), Err(SettledFault::NoPlace { holder: holder(1) }));
    let nobody = Settled { pinned: BTreeMap::from([(id(1), holder(9))]), ..Settled::default() };
    assert_eq!(solved(&nobody), Err(SettledFault::NoSuchPair { request: id(1) }));
}
