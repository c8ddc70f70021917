//! A round from its opening to its end.

use super::*;
use crate::HalfTerm;
use crate::access::Role;
use crate::brokerage::matching::Basis;
use crate::brokerage::testing::{at, broker, head, id, start};

/// A round of alliance 10.
pub fn opening() -> RoundOpening {
    let half_terms = vec![HalfTerm::read(20263).unwrap()];
    let bundle = Bundle { half_days: 6, half_terms };
    RoundOpening { id: id(70), alliance: Some(id(10)), name: Name::new("Spring").unwrap(), bundle, seed: 1 }
}

fn opened() -> Round {
    Round::open(opening(), &broker(10, 5), start()).unwrap().0
}

fn frozen() -> Round {
    let mut it = opened();
    let _ = it.freeze(3, &broker(10, 5), start()).unwrap();
    it
}

fn planning() -> Round {
    let mut it = frozen();
    let _ = it.begin(&Actor::Service).unwrap();
    it.read_market().unwrap();
    it
}

pub fn outcome() -> RoundOutcome {
    RoundOutcome {
        policy_version: 1,
        placed: 2,
        value: 100,
        bound: 100,
        unique: Some(true),
        chosen_loss: 0,
        input_hash: [0; 32],
    }
}

/// A report without a line.
pub fn report() -> RoundReport {
    let none = Basis { requests: 3, placed: 2, metres: 0, minutes: 0 };
    RoundReport { plan: none, first_come: none, lines: Vec::new() }
}

pub fn planned() -> Round {
    let mut it = planning();
    let _ = it.plan(outcome(), report(), start()).unwrap();
    it
}

fn reason() -> Remark {
    Remark::new("Too early").unwrap()
}

#[test]
fn a_broker_runs_the_rounds_of_the_own_alliance_and_an_operator_those_of_the_nation() {
    let opens = |alliance: Option<u128>, by: &Actor| {
        let it = RoundOpening { alliance: alliance.map(id), ..opening() };
        Round::open(it, by, start()).map(|(it, _)| it)
    };
    let operator = at(Role::Operator, 0, 40);
    assert_eq!(opens(Some(10), &broker(10, 5)).unwrap().opened_by, id(5));
    assert!(opens(None, &operator).is_ok());
    let no = Err(Rule::NotAllowed.into());
    for by in [broker(11, 5), head(2), operator.clone(), Actor::Stranger] {
        assert_eq!(opens(Some(10), &by), no, "{by:?}");
        let steps = |it: &mut Round| {
            [
                it.freeze(1, &by, start()).map(drop),
                it.cancel(reason(), &by, start()).map(drop),
                it.close(&by, start()).map(drop),
            ]
        };
        assert_eq!(steps(&mut planned()), [(); 3].map(|()| Err(Rule::NotAllowed.into())), "{by:?}");
    }
    for by in [broker(10, 5), head(2), Actor::Person(id(40))] {
        assert_eq!(opens(None, &by), no, "{by:?}");
    }
    assert_eq!(opens(Some(10), &Actor::Service), no, "somebody answers for it");
}

#[test]
fn a_round_without_a_request_is_not_frozen() {
    let mut it = opened();
    assert_eq!(it.freeze(0, &broker(10, 5), start()), Err(Rule::RoundEmpty.into()));
    assert_eq!(it.freeze(1, &broker(10, 5), start()).unwrap().name(), "round.frozen");
    assert_eq!(it.freeze(1, &broker(10, 5), start()), Err(Rule::StepNotOpen.into()), "once");
}

#[test]
fn planning_that_was_cut_off_begins_again_without_being_told_twice() {
    let mut it = frozen();
    assert_eq!(it.begin(&Actor::Service).unwrap().unwrap().name(), "round.planning");
    assert_eq!(it.begin(&Actor::Service), Ok(None));
    assert_eq!(planned().begin(&Actor::Service), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_plan_that_is_overtaken_is_made_anew_so_often_and_no_more() {
    let mut it = frozen();
    for attempt in 1..=MOST_ATTEMPTS {
        let _ = it.begin(&Actor::Service).unwrap();
        it.read_market().unwrap();
        assert_eq!(it.attempts, attempt);
        match it.overtake(start()).unwrap() {
            Overtaken::Again(event) => {
                assert_eq!((event.name(), it.status), ("round.overtaken", RoundStatus::Frozen));
                assert!(attempt < MOST_ATTEMPTS);
            }
            Overtaken::Failed(event) => {
                assert_eq!((event.name(), attempt), ("round.failed", MOST_ATTEMPTS));
            }
        }
    }
    assert_eq!((it.status, it.failure), (RoundStatus::Failed, Some(RoundFailure::Overtaken)));
}

#[test]
fn a_plan_may_be_used_for_two_weeks() {
    let mut it = planned();
    assert_eq!((it.use_by, it.outcome), (Some(start().plus_days(14)), Some(outcome())));
    assert_eq!(it.lapse(start().plus_days(14)), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.lapse(start().plus_days(15)).unwrap().name(), "round.failed");
    assert_eq!((it.failure, it.ended_at), (Some(RoundFailure::Unused), Some(start().plus_days(15))));
}

#[test]
fn whoever_runs_a_round_may_have_it_planned_again() {
    assert_eq!(planned().to_replay(&broker(10, 9)), Ok(outcome()));
    assert_eq!(planned().to_replay(&broker(11, 9)), Err(Rule::NotAllowed.into()));
    assert_eq!(planning().to_replay(&broker(10, 9)), Err(Rule::StepNotOpen.into()));
}

#[test]
fn whatever_is_not_over_can_be_called_off_with_a_reason() {
    for mut it in [opened(), frozen(), planning(), planned()] {
        assert_eq!(it.cancel(reason(), &broker(10, 6), start()).unwrap().name(), "round.cancelled");
        assert_eq!((it.reason.clone(), it.ended_by, it.is_over()), (Some(reason()), Some(id(6)), true));
        assert_eq!(it.cancel(reason(), &broker(10, 6), start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.fail(RoundFailure::Overtaken, start()), Err(Rule::StepNotOpen.into()));
    }
    let mut it = planned();
    assert_eq!(it.close(&broker(10, 6), start()).unwrap().name(), "round.closed");
    assert_eq!(planning().close(&broker(10, 6), start()), Err(Rule::StepNotOpen.into()), "there is no plan yet");
}

fn announced() -> Round {
    let mut it = planned();
    let _ = it.announce(40, &broker(10, 5), start()).unwrap();
    it
}

#[test]
fn whoever_announces_an_alliances_round_answers_for_its_proposals_and_each_alliance_for_its_own_in_the_nations() {
    let mut it = planned();
    let no = Err(Rule::NotAllowed.into());
    for by in [broker(11, 5), head(2), at(Role::Operator, 0, 40), Actor::Stranger] {
        assert_eq!(it.announce(40, &by, start()).map(drop), no, "{by:?}");
    }
    assert_eq!(it.take_up(&broker(10, 5), start()).map(drop), Err(Rule::StepNotOpen.into()), "it is not announced");
    let (mandate, event) = it.announce(40, &broker(10, 5), start()).unwrap();
    let mandate = mandate.unwrap();
    assert_eq!((event.name(), mandate.alliance, mandate.person), ("round.announced", id(10), id(5)));
    assert_eq!(it.announce(40, &broker(10, 5), start()).map(drop), Err(Rule::StepNotOpen.into()), "once");
    assert_eq!(it.take_up(&broker(10, 6), start()).unwrap().0.person, id(6), "another broker carries on");
    assert_eq!(it.take_up(&broker(11, 6), start()).map(drop), no, "it is not theirs");

    let mut it = Round { alliance: None, ..planned() };
    let operator = at(Role::Operator, 0, 40);
    assert_eq!(it.announce(40, &operator, start()).unwrap().0, None, "an operator proposes nothing");
    assert_eq!(it.take_up(&operator, start()).map(drop), no);
    for alliance in [10, 11] {
        assert_eq!(it.take_up(&broker(alliance, 6), start()).unwrap().0.alliance, id(alliance));
    }
}

#[test]
fn a_round_is_announced_while_its_plan_may_be_used_and_asks_for_six_weeks() {
    let late = start().plus_days(14).plus_seconds(1);
    assert_eq!(planned().announce(40, &broker(10, 5), late).map(drop), Err(Rule::StepNotOpen.into()));
    let mut it = announced();
    assert!(it.asks(start().plus_days(42)) && !it.asks(start().plus_days(43)));
    let late = start().plus_days(43);
    assert_eq!(it.take_up(&broker(10, 5), late).map(drop), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.lapse(late), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.finish(late).unwrap().name(), "round.closed");
    assert_eq!((it.status, it.ended_by), (RoundStatus::Closed, None));
    assert_eq!(it.finish(late), Err(Rule::StepNotOpen.into()));
    assert_eq!(planned().finish(start()), Err(Rule::StepNotOpen.into()), "somebody answers for what was not announced");
}

#[test]
fn an_announced_round_is_closed_or_called_off_by_those_who_run_it() {
    let by = broker(10, 6);
    assert_eq!(announced().close(&by, start()).unwrap().name(), "round.closed");
    assert_eq!(announced().cancel(reason(), &by, start()).unwrap().name(), "round.cancelled");
    assert_eq!(announced().cancel(reason(), &broker(11, 6), start()), Err(Rule::NotAllowed.into()));
}

fn place() -> RoundPlace {
    let holder = crate::exchange::CapacityHolder::Specialist(id(40));
    RoundPlace { offer: id(30), holder, home: id(1), parts: Vec::new(), worth: 0, price: 0 }
}

#[test]
fn after_each_no_somebody_else_is_looked_for_and_five_are_enough() {
    let mut it = RoundLine::taken(id(70), id(3));
    it.settle(Some(place())).unwrap();
    for no in [RoundAnswer::Declined, RoundAnswer::Expired, RoundAnswer::Withdrawn] {
        it.propose(id(4)).unwrap();
        assert_eq!(it.refuse(Rule::CapacityShort), Err(Rule::StepNotOpen.into()), "it is proposed");
        assert_eq!(it.answer(RoundAnswer::Open), Err(Rule::StepNotOpen.into()), "that is no answer");
        assert_eq!(it.answer(no).unwrap().name(), "round.answered");
        assert_eq!((it.status, &it.place, it.proposal), (RoundLineStatus::Waiting, &None, None));
        assert_eq!(it.repair(Some(place())), Ok(None));
    }
    assert!(it.refuse(Rule::CapacityShort).is_ok());
    assert_eq!((it.tries, it.refused_by, it.may_ask()), (4, Some(Rule::CapacityShort), true));
    let _ = it.repair(Some(place())).unwrap();
    let _ = it.refuse(Rule::SameTrust).unwrap();
    assert_eq!(it.repair(Some(place())), Err(Rule::StepNotOpen.into()), "five are enough");
    assert_eq!(it.repair(None).unwrap().unwrap().name(), "round.request_unplaced");
    assert_eq!((it.status, it.unplaced_for), (RoundLineStatus::Unplaced, Some(RoundUnplaced::AskedOften)));
    assert_eq!(it.repair(None), Ok(None), "that is told once");
}

#[test]
fn what_both_accepted_is_settled_and_another_proposal_stands_in_for_one_that_is_over() {
    let mut it = RoundLine::taken(id(70), id(3));
    it.propose(id(4)).unwrap();
    assert_eq!(it.turn_to(id(5), RoundAnswer::Superseded).unwrap().name(), "round.answered");
    assert_eq!((it.status, it.proposal, it.tries), (RoundLineStatus::Proposed, Some(id(5)), 2));
    let _ = it.answer(RoundAnswer::Accepted).unwrap();
    assert_eq!((it.status, it.proposal), (RoundLineStatus::Accepted, Some(id(5))));
    assert_eq!(it.answer(RoundAnswer::Declined), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.give_up(RoundUnplaced::OutOfTime), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.leave(), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_request_that_waits_no_longer_leaves_the_round_once() {
    let mut it = RoundLine::taken(id(70), id(3));
    it.settle(None).unwrap();
    assert_eq!(it.status, RoundLineStatus::Unplaced);
    assert_eq!(it.settle(None), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.leave().unwrap().name(), "round.request_left");
    assert_eq!(it.leave(), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.propose(id(4)), Err(Rule::StepNotOpen.into()));
    let mut it = RoundLine::taken(id(70), id(3));
    it.propose(id(4)).unwrap();
    assert_eq!((it.status, it.proposal), (RoundLineStatus::Proposed, Some(id(4))));
    assert!(!it.is_in());
}
