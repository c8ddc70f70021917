//! The order, the stages, and what is told.

use std::sync::Arc;

use crate::brokerage::MatchStage;
use crate::brokerage::matching::sample::{
    alliance, giver, half_term, home, id, offer, question, taxonomy, terms, trust,
};
use crate::brokerage::matching::{
    Asked, Factor, Free, Giver, Home, Most, Policy, Question, Reach, Wishes, WordSet, rank,
};
use crate::directory::{Phase, Region};
use crate::exchange::{Format, Mode, OfferStatus};

use super::{MOST, at, metres_east};

#[test]
fn a_single_session_comes_after_all_sustained_work_unless_asked_for() {
    let policy = Policy::first();
    let tree = taxonomy();
    let best = Giver { format: Format::OneOff, completed: 40, modes: WordSet::of([Mode::Remote]), ..giver(1) };
    let worst = Giver { jobs: 9, expertise: terms(&[12]), confirmed_on: None, ..metres_east(40_000) };
    let worst =
        Giver { offer: offer(2), travel_minutes: None, ..at(worst, |home| home.context.phase = Phase::Secondary) };
    let order = |question: &Question| {
        let ranking = rank(&Asked::new(&policy, &tree, question), [&best, &worst], 0, Reach::Enough, MOST);
        ranking.candidates.iter().map(|it| it.offer).collect::<Vec<_>>()
    };
    assert_eq!(order(&question()), [offer(2), offer(1)]);
    let asked = Question { wishes: Wishes { one_off: true, ..Wishes::default() }, ..question() };
    assert_eq!(order(&asked), [offer(1), offer(2)]);
}

#[test]
fn the_search_widens_until_enough_is_found_and_says_how_far() {
    let in_stage = |number: u128, change: fn(&mut Home)| at(giver(number), change);
    let near = (1..=3).map(giver);
    let beside = (4..=5).map(|number| in_stage(number, |home| home.alliances = vec![alliance(8)]));
    let region = in_stage(6, |home| home.alliances.clear());
    let nation = in_stage(7, |home| {
        home.alliances.clear();
        home.region = Some(Region::NorthEast);
    });
    let givers: Vec<Giver> = near.chain(beside).chain([region, nation]).collect();
    let (policy, tree, question) = (Policy::first(), taxonomy(), question());
    let asked = Asked::new(&policy, &tree, &question);
    let reached = |givers: &[Giver], reach| {
        let ranking = rank(&asked, givers, 0, reach, MOST);
        (ranking.stage, ranking.candidates.len(), ranking.found)
    };
    use MatchStage::{National, Neighbours, OwnGroup, Region as InRegion};
    assert_eq!(reached(&givers, Reach::Enough), (Neighbours, 5, vec![(OwnGroup, 3), (Neighbours, 2)]));
    assert_eq!(reached(&givers, Reach::To(OwnGroup)).1, 3);
    assert_eq!(reached(&givers, Reach::To(InRegion)).1, 6);
    assert_eq!(reached(&givers[1..], Reach::Enough).0, InRegion);
    assert_eq!(
        reached(&givers[3..], Reach::Enough),
        (National, 4, vec![(OwnGroup, 0), (Neighbours, 2), (InRegion, 1), (National, 1)])
    );
}

#[test]
fn a_school_of_the_same_trust_is_of_the_own_group() {
    let (policy, tree) = (Policy::first(), taxonomy());
    let mut question = question();
    question.asker.trust = Some(trust(5));
    question.wishes.allow_same_trust = true;
    let sister = at(giver(1), |home| {
        home.alliances.clear();
        home.trust = Some(trust(5));
    });
    let ranking = rank(&Asked::new(&policy, &tree, &question), [&sister], 0, Reach::To(MatchStage::OwnGroup), MOST);
    assert_eq!(ranking.candidates.len(), 1);
}

#[test]
fn the_excluded_are_counted_whole_and_the_nearest_misses_are_told_first() {
    let (policy, tree, question) = (Policy::first(), taxonomy(), question());
    let busy = Giver { free: Free::new(half_term(20261), [(half_term(20263), 1)]), ..giver(1) };
    let off = (2..=9).map(|number| Giver { status: OfferStatus::Paused, ..giver(number) });
    let givers: Vec<Giver> = off.chain([busy, Giver { home: Arc::new(home(1)), ..giver(10) }]).collect();
    let asked = Asked::new(&policy, &tree, &question);
    let ranking = rank(&asked, &givers, 0, Reach::Enough, Most { candidates: 20, excluded: 3 });
    let counts: Vec<_> = ranking.refused.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [8, 1, 1]);
    assert_eq!(ranking.excluded.len(), 3);
    assert_eq!(ranking.excluded[0].offer, offer(1));
}

#[test]
fn what_else_the_giver_does_changes_no_number_that_a_school_is_told() {
    let (policy, tree, question) = (Policy::first(), taxonomy(), question());
    let told = |jobs| {
        let busy = Giver { jobs, specialist: Some(id(3)), ..giver(1) };
        let ranking = rank(&Asked::new(&policy, &tree, &question), [&busy], 0, Reach::Enough, MOST);
        let parts = ranking.candidates[0].parts_for_school();
        assert!(parts.iter().all(|part| part.reason.factor() != Factor::Load));
        (ranking.candidates[0].clone(), parts)
    };
    let (candidate, parts) = told(2);
    assert_eq!(parts, told(0).1);
    assert_ne!(candidate.score, told(0).0.score, "it counts all the same");
    assert_eq!(candidate.mode(), Some(Mode::InPerson));
}
