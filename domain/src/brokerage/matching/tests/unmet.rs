//! Why nobody: the rule that removes most, and changes of which each is the least that helps.

use proptest::prelude::*;

use crate::Word;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::properties::{a_giver, asking};
use crate::brokerage::matching::sample::{giver, half_term, question, taxonomy, trust};
use crate::brokerage::matching::unmet::changed;
use crate::brokerage::matching::{
    Asked, Free, Giver, MatchRule, Most, Policy, Question, Reach, Relief, ReliefKind, Unmet, WordSet, rank, unmet,
};
use crate::directory::{DesignationScheme, KeyStage};
use crate::exchange::{Mode, OfferStatus};

use super::{at, metres_east};

fn why(question: &Question, givers: &[Giver]) -> Option<Unmet> {
    let givers: Vec<&Giver> = givers.iter().collect();
    unmet(&Policy::first(), &taxonomy(), question, &givers, half_term(20262))
}

fn found(question: &Question, givers: &[Giver], relief: Relief) -> usize {
    let (policy, tree, givers) = (Policy::first(), taxonomy(), givers.iter().collect::<Vec<_>>());
    let (question, givers) = changed(question, &givers, relief);
    let most = Most { candidates: usize::MAX, excluded: 0 };
    let asked = Asked::new(&policy, &tree, &question);
    rank(&asked, givers.iter().map(|it| &**it), 0, Reach::To(MatchStage::National), most).candidates.len()
}

fn helps(question: &Question, giver: Giver) -> Vec<(Relief, String)> {
    let unmet = why(question, &[giver]).unwrap();
    unmet.reliefs.iter().map(|it| (it.relief, it.sentence())).collect()
}

#[test]
fn a_request_that_somebody_can_meet_is_not_unmet() {
    assert_eq!(why(&question(), &[giver(1)]), None);
}

#[test]
fn where_nobody_offers_anything_that_is_what_is_said() {
    let unmet = why(&question(), &[]).unwrap();
    assert!(unmet.refused.is_empty() && unmet.reliefs.is_empty());
    assert_eq!(unmet.sentence(), "Nobody offers anything in a main area that is asked for.");
}

#[test]
fn the_rule_that_removes_most_comes_first() {
    let off = |number| Giver { status: OfferStatus::Paused, ..giver(number) };
    let busy = Giver { free: Free::new(half_term(20261), [(half_term(20263), 1)]), ..giver(1) };
    let unmet = why(&question(), &[busy.clone(), off(2), off(3)]).unwrap();
    assert_eq!(unmet.refused, [(MatchRule::OfferNotOpen, 2), (MatchRule::CapacityShort, 1)]);
    assert_eq!(unmet.sentence(), "Of 3 offers in these areas, 2 fall out first because they are not open at present.");
    let one = why(&question(), &[busy]).unwrap();
    assert_eq!(one.sentence(), "The one offer in these areas falls out because too little time is free.");
    let all = why(&question(), &[off(2), off(3)]).unwrap();
    assert!(all.sentence().contains(", all fall out first"));
}

#[test]
fn each_change_is_named_with_its_amount() {
    let there = Question { modes: WordSet::of([Mode::InPerson]), ..question() };
    let far = Giver { modes: WordSet::of([Mode::InPerson, Mode::Remote]), ..metres_east(60_000) };
    let [longer, remote] = &helps(&there, far)[..] else { panic!() };
    assert_eq!(longer.0, Relief::LongerJourney { minutes: 35 });
    assert_eq!(longer.1, "If a giver travelled 35 minutes longer than the limit, one offer could meet it.");
    assert_eq!(remote.1, "If work over the network suited as well, one offer could meet it.");

    let later = Free::new(half_term(20262), [(half_term(20265), 1), (half_term(20266), 1)]);
    let later = helps(&question(), Giver { free: later, ..giver(1) });
    assert_eq!(later[0].0, Relief::LaterHalfTerm { until: half_term(20266), later: 2 });
    assert_eq!(later[0].1, "If the work could last until summer 2 2026/27, one offer could meet it.");

    let busy = Giver { free: Free::new(half_term(20261), [(half_term(20263), 1)]), ..giver(1) };
    assert_eq!(helps(&question(), busy)[0].1, "If 1 half-day were enough instead of 2, one offer could meet it.");

    let stale = helps(&question(), Giver { status: OfferStatus::Stale, ..giver(1) });
    assert_eq!(stale[0].1, "If its giver confirmed an offer that waits for it, one offer could meet it.");
}

#[test]
fn wishes_that_can_be_dropped_are_named() {
    let mut question = question();
    question.wishes.exclude_neighbours = true;
    let only = |question: &Question, giver: Giver| helps(question, giver)[0].0.kind();
    assert_eq!(only(&question, metres_east(1_000)), ReliefKind::NeighboursWelcome);
    question.asker.trust = Some(trust(5));
    let sister = at(giver(1), |home| home.trust = Some(trust(5)));
    assert_eq!(only(&question, sister), ReliefKind::SameTrustWelcome);
    question.wishes.designation = Some(DesignationScheme::Nle);
    assert_eq!(only(&question, giver(1)), ReliefKind::NoDesignation);
    question.wishes.designation = None;
    let secondary = Giver { key_stages: WordSet::of([KeyStage::Ks3]), ..giver(1) };
    assert_eq!(only(&question, secondary), ReliefKind::AnyKeyStage);
}

#[test]
fn a_window_that_is_over_is_begun_anew_from_the_present() {
    let lapsed = Question { window: Vec::new(), ..question() };
    let [only] = &helps(&lapsed, giver(1))[..] else { panic!() };
    assert_eq!(only.0, Relief::LaterHalfTerm { until: half_term(20263), later: 2 });
}

/// Every change of a kind up to a bound, the least first.
fn amounts(kind: ReliefKind, question: &Question) -> Vec<Relief> {
    let after = question.window.last().map_or(half_term(20262), |last| last.next());
    let half_terms = std::iter::successors(Some(after), |at| Some(at.next()));
    match kind {
        ReliefKind::LongerJourney => (1..400).map(|minutes| Relief::LongerJourney { minutes }).collect(),
        ReliefKind::AnotherMode => Vec::new(),
        ReliefKind::LaterHalfTerm => {
            (1..=6).zip(half_terms).map(|(later, until)| Relief::LaterHalfTerm { until, later }).collect()
        }
        ReliefKind::FewerHalfDays => {
            let asked = question.half_days;
            (1..asked).rev().map(|half_days| Relief::FewerHalfDays { half_days, asked }).collect()
        }
        ReliefKind::ConfirmedOffer => vec![Relief::ConfirmedOffer {}],
        ReliefKind::NeighboursWelcome => vec![Relief::NeighboursWelcome {}],
        ReliefKind::SameTrustWelcome => vec![Relief::SameTrustWelcome {}],
        ReliefKind::NoDesignation => Vec::new(),
        ReliefKind::AnyKeyStage => vec![Relief::AnyKeyStage {}],
        ReliefKind::AnyPosts => vec![Relief::AnyPosts {}],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_helps_helps_and_less_of_it_does_not(
        question in asking(), givers in (0_u128..5).prop_flat_map(|many| (0..many).map(a_giver).collect::<Vec<_>>()),
    ) {
        let unchanged = Relief::LongerJourney { minutes: 0 };
        let unmet = why(&question, &givers);
        prop_assert_eq!(unmet.is_none(), found(&question, &givers, unchanged) > 0);
        let Some(unmet) = unmet else { return Ok(()) };
        for relieved in &unmet.reliefs {
            let candidates = usize::try_from(relieved.candidates).unwrap();
            prop_assert!(candidates > 0);
            prop_assert_eq!(found(&question, &givers, relieved.relief), candidates);
        }
        for kind in ReliefKind::ALL.iter().filter(|kind| **kind != ReliefKind::AnotherMode) {
            let told = unmet.reliefs.iter().map(|it| it.relief).find(|relief| relief.kind() == *kind);
            let least = amounts(*kind, &question).into_iter().find(|it| found(&question, &givers, *it) > 0);
            prop_assert_eq!(told, least, "{:?}", kind);
        }
        for mode in Mode::ALL.iter().filter(|mode| !question.modes.has(**mode)) {
            let relief = Relief::AnotherMode { mode: *mode };
            let told = unmet.reliefs.iter().any(|it| it.relief == relief);
            prop_assert_eq!(told, found(&question, &givers, relief) > 0);
        }
    }
}
