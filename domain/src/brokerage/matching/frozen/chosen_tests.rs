//! What a choice loses, what the plan says of an offer, and its report beside first come, first served.

use std::sync::Arc;

use super::*;
use crate::brokerage::RoundChoiceKind;
use crate::brokerage::matching::plan::Step;
use crate::brokerage::matching::report::{Line, Verdict};
use crate::brokerage::matching::sample::{giver, half_term, id, question, taxonomy};
use crate::brokerage::matching::{Free, Policy};
use crate::exchange::{CapacityHolder, Urgency};
use crate::{Rule, Word};

fn sought(number: u128, urgency: Urgency) -> Sought {
    let mut question = question();
    (question.request, question.asker.school, question.urgency) = (id(number), id(number), urgency);
    Sought { question, stage: MatchStage::National }
}

/// People with a place each, of whom whoever has completed more suits better.
fn frozen(sought: Vec<Sought>, givers: u128) -> Frozen {
    let free = Free::new(half_term(20262), [(half_term(20263), 2)]);
    let givers = (1..=givers).map(|number| Giver { completed: number as i32, free, ..giver(number) });
    let market = Market::new(taxonomy(), givers.map(Arc::new));
    Frozen::taken(1, 7, Bundle { half_days: 2, half_terms: vec![half_term(20263)] }, sought, &market)
}

fn laid(it: &Frozen) -> Laid {
    it.lay_out(&Policy::first()).unwrap()
}

fn holder(number: u128) -> CapacityHolder {
    CapacityHolder::Specialist(id(500 + number))
}

#[test]
fn the_loss_that_is_told_is_the_loss_when_it_is_forced() {
    let asking = (1..=3).map(|number| sought(number, Urgency::ALL[number as usize % 3]));
    let it = frozen(asking.collect(), 2);
    let laid = laid(&it);
    let free = Settled::default();
    let worth = |settled: &Settled| laid.proven(settled, &mut |_| Step::GoOn).unwrap().value.total();
    let mut answers = Vec::new();
    for request in 1..=3 {
        for number in 1..=2 {
            let why = laid.why_not(id(request), holder(number), &free, &mut |_| Step::GoOn).unwrap();
            let pinned = free.clone().with(id(request), holder(number), RoundChoiceKind::Pinned).unwrap();
            assert_eq!(why.loss, Some(worth(&free) - worth(&pinned)));
            let weighed = laid.weigh(id(request), [&free, &pinned], &mut |_| Step::GoOn).unwrap();
            assert_eq!((Some(weighed.loss), Some(weighed.displaced as i32)), (why.loss, why.displaced));
            assert_eq!(why.answer == PlanAnswer::Given, why.given == why.points && why.loss == Some(0));
            answers.push(why.answer);
            assert!(why.sentence().ends_with('.'));
        }
    }
    for answer in [PlanAnswer::Given, PlanAnswer::ScoresLess, PlanAnswer::WorthMoreElsewhere] {
        assert!(answers.contains(&answer), "{answers:?}");
    }
    let nobody = laid.why_not(id(1), holder(9), &free, &mut |_| Step::GoOn).unwrap();
    assert_eq!((nobody.answer, nobody.loss), (PlanAnswer::NotPossible, None));
}

#[test]
fn whoever_is_left_out_is_told_by_how_much() {
    let it = frozen(vec![sought(1, Urgency::Urgent), sought(2, Urgency::Routine)], 1);
    let laid = laid(&it);
    let free = Settled::default();
    let left = laid.unplaced(id(2), &free, &mut |_| Step::GoOn).unwrap().unwrap();
    // Two steps of urgency.
    assert_eq!(left, Unplaced { reason: UnplacedReason::Outbid, by: Some(60_000) });
    assert_eq!(left.sentence(), "Everybody who could meet it is worth more elsewhere, by 60000 points at least.");
    assert_eq!(laid.unplaced(id(1), &free, &mut |_| Step::GoOn).unwrap(), None);
    let why = laid.why_not(id(2), holder(1), &free, &mut |_| Step::GoOn).unwrap();
    assert_eq!((why.answer, why.loss, why.displaced), (PlanAnswer::WorthMoreElsewhere, Some(60_000), Some(1)));
    assert!(why.sentence().starts_with("The plan gives the request nobody, but the place is worth more elsewhere"));
    let pinned = free.with(id(1), holder(1), RoundChoiceKind::Pinned).unwrap();
    let left = laid.unplaced(id(2), &pinned, &mut |_| Step::GoOn).unwrap().unwrap();
    assert_eq!(
        (left.by, left.sentence().as_str()),
        (None, "Brokers have settled whom everybody helps who could meet it.")
    );
    let no = laid.weigh(
        id(2),
        [&pinned, &pinned.clone().with(id(2), holder(1), RoundChoiceKind::Pinned).unwrap()],
        &mut |_| Step::GoOn,
    );
    assert_eq!(no.unwrap_err(), Rule::RoundPlacesSettled.at("offer"));
    let empty = frozen(vec![sought(1, Urgency::Routine)], 0);
    let left =
        empty.lay_out(&Policy::first()).unwrap().unplaced(id(1), &Settled::default(), &mut |_| Step::GoOn).unwrap();
    assert_eq!(left.unwrap().sentence(), "Nobody in reach could meet the request in this round.");
}

#[test]
fn what_cannot_be_chosen_or_is_not_proven_is_refused() {
    let it = frozen((1..=5_000).map(|number| sought(number, Urgency::Routine)).collect(), 1);
    let laid = laid(&it);
    let stopped = laid.proven(&Settled::default(), &mut |_| Step::Stop);
    assert_eq!(stopped.unwrap_err(), Rule::RoundTooSlow.into());
    let nobody = Settled::default().with(id(1), holder(9), RoundChoiceKind::Pinned).unwrap();
    let no = laid.proven(&nobody, &mut |_| Step::GoOn).unwrap_err();
    assert_eq!(no, Rule::RoundPairImpossible.at("offer"));
}

#[test]
fn a_report_is_read_back_and_tells_others_nothing_that_could_be_about_a_few() {
    let asking = (1..=3).map(|number| sought(number, Urgency::ALL[number as usize / 3 * 2]));
    let it = frozen(asking.collect(), 2);
    let laid = laid(&it);
    let best = laid.proven(&Settled::default(), &mut |_| Step::GoOn).unwrap();
    let report = it.report(&Policy::first(), &laid, &best.plan, Some(best.value.total()));
    assert_eq!(RoundReport::read(&report.bytes()), Some(report.clone()));
    let mut bytes = report.bytes();
    bytes.pop();
    assert_eq!(RoundReport::read(&bytes), None);
    let line = |line| report.lines.iter().find(|it| it.line == line).unwrap();
    assert_eq!(line(Line::Value).this.part, best.value.total());
    assert_eq!(line(Line::MetOfPriority(3)).verdict, Verdict::Better, "the most urgent came last");
    assert!(report.told(true).iter().all(|it| it.this.is_some() && it.verdict.is_some()));
    assert!(report.told(false).iter().all(|it| it.this.is_none() && it.other.is_none() && it.verdict.is_none()));
    let gone = Settled { without: [id(2)].into(), ..Settled::default() };
    let left = it.left_by(&gone);
    assert_eq!(left.sought.iter().map(|it| it.question.request).collect::<Vec<_>>(), [id(1), id(3)]);
}
