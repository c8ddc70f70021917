//! A change of the matching policy, from being put forward to its end.

use super::*;
use crate::access::Role;
use crate::brokerage::matching::{Change, Changes, Factor, Setting};
use crate::brokerage::testing::{at, broker, head, id, scenario_draft, scenario_outcome, start};
use crate::brokerage::{ScenarioDraft, ScenarioReaders};
use crate::exchange::CapacityHolder;

/// The policy that holds.
pub fn newest() -> Policy {
    Policy::first()
}

fn analyst(person: u128) -> Actor {
    at(Role::Analyst, 0, person)
}

fn operator() -> Actor {
    at(Role::Operator, 0, 40)
}

fn reason() -> Remark {
    Remark::new("Rural schools wait longest").unwrap()
}

fn written(changes: Vec<Change>) -> Scenario {
    let changes = Changes::parse(changes).unwrap();
    let it = ScenarioDraft { alliance: None, changes, ..scenario_draft() };
    Scenario::write(it, &newest(), &analyst(41), start()).unwrap().0
}

/// A scenario of the nation with these changes, reckoned and shared.
fn shown(changes: Vec<Change>) -> Scenario {
    let mut it = written(changes);
    let _ = it.reckon(scenario_outcome(), &analyst(41), start()).unwrap();
    let _ = it.share(ScenarioReaders::Exchange, &analyst(41)).unwrap();
    it
}

fn travel() -> Vec<Change> {
    vec![Change::Weight { factor: Factor::Travel, to: 20 }]
}

fn draft() -> PolicyChangeDraft {
    PolicyChangeDraft { id: id(90), reason: reason(), holds_from: None }
}

fn proposed(it: PolicyChangeDraft, scenario: &Scenario, by: &Actor) -> Result<PolicyChange, Refusals> {
    PolicyChange::propose(it, scenario, &newest(), by, start()).map(|(it, _)| it)
}

/// A change that analyst 41 put forward, with its event.
pub fn opened() -> (PolicyChange, Event) {
    PolicyChange::propose(draft(), &shown(travel()), &newest(), &analyst(41), start()).unwrap()
}

/// The same without the event.
fn change_of() -> PolicyChange {
    opened().0
}

#[test]
fn an_analyst_puts_the_weights_of_a_scenario_forward() {
    let (it, event) = opened();
    assert_eq!(event.name(), "policy_change.proposed");
    assert_eq!((it.policy.version(), it.policy.weight(Factor::Travel)), (2, 20));
    assert_eq!(it.policy.weight(Factor::Context), newest().weight(Factor::Context));
    assert_eq!((it.holds_from, it.answer_by), (start(), start().plus_days(30)));
    for by in [broker(10, 5), operator(), head(2), Actor::Person(id(41)), Actor::Service] {
        assert_eq!(proposed(draft(), &shown(travel()), &by), Err(Rule::NotAllowed.into()), "{by:?}");
    }
}

#[test]
fn without_a_reckoned_scenario_of_weights_for_the_nation_nothing_is_put_forward() {
    let no = Err(Rule::PolicyWithoutScenario.into());
    let propose = |scenario: &Scenario| proposed(draft(), scenario, &analyst(41));
    assert_eq!(propose(&written(travel())), no, "fairness has not been shown");
    let time = Change::Capacity { holder: CapacityHolder::School(id(1)), half_days: 9 };
    assert_eq!(propose(&shown([travel(), vec![time]].concat())), no, "time is no policy");
    assert_eq!(propose(&Scenario { alliance: Some(id(10)), ..shown(travel()) }), no, "one alliance is not the nation");
    let mut put_away = shown(travel());
    let _ = put_away.archive(reason(), &analyst(41), start()).unwrap();
    assert_eq!(propose(&put_away), no);
    let number = Change::Setting { setting: Setting::LoadEach, to: 80 };
    assert!(propose(&shown(vec![number])).is_ok());
    let unshared = Scenario { readers: ScenarioReaders::Colleagues, ..shown(travel()) };
    assert_eq!(propose(&unshared), no, "whoever is to answer has not seen it");
    assert!(proposed(draft(), &shown(travel()), &analyst(42)).is_ok(), "whoever wrote it");
}

#[test]
fn a_change_holds_from_a_day_that_is_to_come_within_a_year() {
    let from = |holds_from| proposed(PolicyChangeDraft { holds_from, ..draft() }, &shown(travel()), &analyst(41));
    let soon = start().plus_days(20);
    assert_eq!(from(Some(soon)).unwrap().holds_from, soon);
    assert!(from(Some(start().plus_days(366))).is_ok());
    assert_eq!(from(Some(start().plus_days(367))), Err(Rule::DateTooFar.at("holdsFrom").into()));
    let passed = proposed(PolicyChangeDraft { holds_from: Some(start()), ..draft() }, &shown(travel()), &analyst(41));
    assert!(passed.is_ok());
    let late = PolicyChange::propose(
        PolicyChangeDraft { holds_from: Some(start()), ..draft() },
        &shown(travel()),
        &newest(),
        &analyst(41),
        start().plus_days(1),
    );
    assert_eq!(late.unwrap_err(), Rule::DatePassed.at("holdsFrom").into());
}

#[test]
fn a_second_person_approves_and_nobody_alone() {
    for by in [analyst(42), operator()] {
        let mut it = change_of();
        assert_eq!(it.approve(&newest(), &by, start()).unwrap().name(), "policy_change.approved");
        assert_eq!((it.status, it.ended_by), (PolicyChangeStatus::Approved, by.person()));
        assert_eq!(it.approve(&newest(), &by, start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.refuse(reason(), &by, start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.withdraw(reason(), &analyst(41), start()), Err(Rule::StepNotOpen.into()));
    }
    let second = Err(Rule::PolicySecondPerson.into());
    for by in [analyst(41), at(Role::Operator, 0, 41), Actor::Service] {
        assert_eq!(change_of().approve(&newest(), &by, start()), second, "{by:?}");
        assert_eq!(change_of().refuse(reason(), &by, start()), second, "{by:?}");
    }
    for by in [broker(10, 5), head(2), Actor::Person(id(42)), Actor::Stranger] {
        assert_eq!(change_of().approve(&newest(), &by, start()), Err(Rule::NotAllowed.into()), "{by:?}");
    }
}

#[test]
fn what_is_approved_late_holds_from_then_on_and_not_before() {
    let later = start().plus_days(3);
    let mut it = change_of();
    let event = it.approve(&newest(), &analyst(42), later).unwrap();
    assert_eq!(it.holds_from, later);
    assert_eq!(event, Event::PolicyChangeApproved { change: it.id, policy_version: 2, holds_from: later });
    let too_late = start().plus_days(31);
    assert_eq!(change_of().approve(&newest(), &analyst(42), too_late), Err(Rule::StepNotOpen.into()));
}

#[test]
fn what_was_seen_beside_another_policy_is_not_approved() {
    let changed = newest().with(2, &[(Factor::Context, 15)], &[]).unwrap();
    assert_eq!(change_of().approve(&changed, &analyst(42), start()), Err(Rule::PolicyOvertaken.into()));
    let no = PolicyChange::propose(draft(), &shown(travel()), &changed, &analyst(41), start());
    assert_eq!(no.unwrap_err(), Rule::PolicyOvertaken.into());
}

#[test]
fn refusals_and_withdrawals_are_kept_with_their_reason() {
    let mut it = change_of();
    assert_eq!(it.refuse(reason(), &operator(), start()).unwrap().name(), "policy_change.refused");
    assert_eq!((it.status, it.ended_for), (PolicyChangeStatus::Refused, Some(reason())));
    let mut it = change_of();
    assert_eq!(it.withdraw(reason(), &analyst(42), start()), Err(Rule::NotAllowed.into()));
    assert_eq!(it.withdraw(reason(), &Actor::Person(id(41)), start()).unwrap().name(), "policy_change.withdrawn");
    assert_eq!((it.status, it.ended_by, it.ended_for), (PolicyChangeStatus::Withdrawn, Some(id(41)), Some(reason())));
}

#[test]
fn what_nobody_answers_lapses_after_its_time() {
    let mut it = change_of();
    assert_eq!(it.lapse(start().plus_days(30)), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.lapse(start().plus_days(31)).unwrap().name(), "policy_change.lapsed");
    assert_eq!((it.status, it.ended_by), (PolicyChangeStatus::Lapsed, None));
    assert_eq!(it.lapse(start().plus_days(31)), Err(Rule::StepNotOpen.into()));
}
