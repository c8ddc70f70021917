//! The rules of a visit.

use super::*;
use crate::access::Role;
use crate::brokerage::DeploymentStatus;
use crate::brokerage::deployment::tests::active;
use crate::brokerage::proposal::tests::{at, broker, head, id, start};

pub(in crate::brokerage::visit) fn record(half_days: i32) -> VisitRecord {
    let note = Note::new("Watched two lessons, planned the next.").unwrap();
    VisitRecord { visited_on: "2026-11-24".parse().unwrap(), mode: Mode::InPerson, half_days, note, stage: None }
}

pub(in crate::brokerage::visit) fn none() -> Logged {
    Logged::default()
}

pub(in crate::brokerage::visit) fn later() -> Timestamp {
    start().plus_days(5)
}

pub(in crate::brokerage::visit) fn recorded() -> Visit {
    Visit::record(id(80), &active(), record(1), none(), &head(1), later()).unwrap().0
}

pub(in crate::brokerage::visit) fn confirmed() -> Visit {
    let mut it = recorded();
    let _ = it.confirm(&active(), id(90), &head(2), later()).unwrap();
    it
}

fn rules(no: Refusals) -> Vec<Rule> {
    no.into_vec().into_iter().map(|no| no.rule).collect()
}

pub(in crate::brokerage::visit) fn reason() -> Remark {
    Remark::new("It was a whole day").unwrap()
}

#[test]
fn the_home_side_records_and_nobody_else() {
    for actor in [head(1), at(Role::Coordinator, 1, 7), at(Role::Specialist, 1, 8)] {
        assert!(Visit::record(id(80), &active(), record(1), none(), &actor, later()).is_ok(), "{actor:?}");
    }
    for actor in [head(2), at(Role::Specialist, 1, 9), at(Role::Coordinator, 2, 7), broker(10, 5), Actor::Stranger] {
        let no = Visit::record(id(80), &active(), record(1), none(), &actor, later()).unwrap_err();
        assert_eq!(rules(no), [Rule::NotAllowed], "{actor:?}");
    }
}

#[test]
fn the_head_of_the_host_confirms_and_nobody_else() {
    for actor in [head(1), at(Role::Coordinator, 2, 7), at(Role::Specialist, 1, 8), broker(10, 5)] {
        let no = recorded().confirm(&active(), id(90), &actor, later());
        assert_eq!(no, Err(Rule::NotAllowed.into()), "{actor:?}");
    }
    assert_eq!(confirmed().confirm(&active(), id(91), &head(2), later()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn nobody_confirms_what_they_did_or_wrote_down_themselves() {
    let wrote = at(Role::Head, 1, 100);
    let mut it = Visit::record(id(80), &active(), record(1), none(), &wrote, later()).unwrap().0;
    // The specialist of the deployment is person 8.
    for person in [100, 8] {
        let no = it.confirm(&active(), id(90), &at(Role::Head, 2, person), later());
        assert_eq!(no, Err(Rule::OwnVisit.into()), "{person}");
    }
    assert_eq!((it.status, it.confirmed_by), (VisitStatus::Recorded, None));
    assert!(it.confirm(&active(), id(90), &head(2), later()).is_ok());
}

#[test]
fn visits_are_written_down_while_the_work_goes_on_and_for_two_weeks_after_its_end() {
    let written = |of: &Deployment, now| Visit::record(id(80), of, record(1), none(), &head(1), now).map_err(rules);
    let agreed = Deployment { status: DeploymentStatus::Agreed, started_at: None, ..active() };
    assert_eq!(written(&agreed, later()).unwrap_err(), [Rule::StepNotOpen], "nothing has begun");
    let mut ended = active();
    let _ = ended.complete(&head(2), later()).unwrap();
    let two_weeks = later().plus_days(14);
    assert!(written(&ended, Timestamp::new(two_weeks.utc() - chrono::TimeDelta::seconds(1))).is_ok());
    assert_eq!(written(&ended, two_weeks).unwrap_err(), [Rule::StepNotOpen]);
    let after = VisitRecord { visited_on: later().day().succ_opt().unwrap(), ..record(1) };
    let no = Visit::record(id(80), &ended, after, none(), &head(1), later().plus_days(2)).unwrap_err();
    assert_eq!(rules(no), [Rule::VisitOutside], "nothing is done after the end");
}

#[test]
fn a_visit_lies_in_the_past_and_within_the_deployment() {
    let on = |day: &str, now| {
        let record = VisitRecord { visited_on: day.parse().unwrap(), ..record(1) };
        Visit::record(id(80), &active(), record, none(), &head(1), now).map(drop).map_err(rules)
    };
    assert_eq!(on("2026-11-27", later()), Err(vec![Rule::VisitAhead]));
    assert_eq!(on("2026-11-20", later()), Err(vec![Rule::VisitOutside]));
    assert_eq!(on("2027-03-26", start().plus_days(200)), Err(vec![Rule::VisitOutside]));
    assert_eq!(on("2027-03-25", start().plus_days(200)), Ok(()));
}

#[test]
fn no_visit_lies_in_a_pause() {
    let rested = Logged { rested: true, ..none() };
    let no = Visit::record(id(80), &active(), record(1), rested, &head(1), later()).map(drop).map_err(rules);
    assert_eq!(no, Err(vec![Rule::VisitInPause]));
    let mut it = recorded();
    let no = it.correct(&active(), record(1), rested, &head(1), later()).map(drop).map_err(rules);
    assert_eq!(no, Err(vec![Rule::VisitInPause]));
    assert_eq!(it, recorded());
    // What was done before is written down while the work rests.
    let mut paused = active();
    let _ = paused.pause(&head(2), later()).unwrap();
    assert!(Visit::record(id(80), &paused, record(1), none(), &head(1), later()).is_ok());
}

#[test]
fn a_day_has_two_half_days_and_the_agreement_an_end() {
    let of = |half_days, all| {
        let logged = Logged { all, ..none() };
        Visit::record(id(80), &active(), record(half_days), logged, &head(1), later()).map(drop).map_err(rules)
    };
    for wrong in [-1, 0, 3] {
        assert_eq!(of(wrong, 0), Err(vec![Rule::NumberOutOfRange]));
    }
    assert_eq!(of(2, 5), Err(vec![Rule::VisitBeyondAgreed]));
    assert_eq!(of(2, 4), Ok(()));
    assert_eq!(of(i32::MAX, i32::MAX), Err(vec![Rule::NumberOutOfRange, Rule::VisitBeyondAgreed]));
    let school = Deployment { specialist: None, ..active() };
    assert!(Visit::record(id(80), &school, record(6), none(), &head(1), later()).is_ok());
    let again = |deployment: &Deployment, half_days, that_day| {
        let logged = Logged { all: that_day, that_day, ..none() };
        Visit::record(id(80), deployment, record(half_days), logged, &head(1), later()).map(drop).map_err(rules)
    };
    assert_eq!(again(&active(), 1, 1), Ok(()), "morning and afternoon");
    assert_eq!(again(&active(), 1, 2), Err(vec![Rule::DayIsFull]));
    let school = Deployment { half_days: 20, ..school };
    assert_eq!(again(&school, 4, 6), Ok(()));
    assert_eq!(again(&school, 5, 6), Err(vec![Rule::DayIsFull]));
}

#[test]
fn nobody_gives_more_than_two_half_days_in_a_day_wherever_they_are() {
    let of = |half_days, that_day, elsewhere| {
        let logged = Logged { all: that_day, that_day, elsewhere, rested: false };
        Visit::record(id(80), &active(), record(half_days), logged, &head(1), later()).map(drop).map_err(rules)
    };
    assert_eq!(of(1, 0, 1), Ok(()), "the morning here, the afternoon there");
    assert_eq!(of(2, 0, 1), Err(vec![Rule::HalfDaysElsewhere]));
    assert_eq!(of(1, 1, 1), Err(vec![Rule::HalfDaysElsewhere]));
    assert_eq!(of(1, 2, 1), Err(vec![Rule::DayIsFull]), "here alone it is full");
    let mut it = recorded();
    let logged = Logged { elsewhere: 1, ..none() };
    let no = it.correct(&active(), record(2), logged, &head(1), later()).map(drop).map_err(rules);
    assert_eq!(no, Err(vec![Rule::HalfDaysElsewhere]));
}

#[test]
fn a_record_is_taken_back_only_before_it_is_confirmed() {
    assert_eq!(recorded().cancel(&active(), VisitCancellation::Repeated, &head(2)), Err(Rule::NotAllowed.into()));
    assert_eq!(confirmed().cancel(&active(), VisitCancellation::Repeated, &head(1)), Err(Rule::StepNotOpen.into()));
    let mut it = recorded();
    let told = Event::VisitCancelled { visit: it.id, deployment: it.deployment, reason: VisitCancellation::Repeated };
    assert_eq!(it.cancel(&active(), VisitCancellation::Repeated, &head(1)), Ok(told));
    assert_eq!(it.cancel_reason, Some(VisitCancellation::Repeated));
    assert!(!it.counts());
    assert_eq!(it.confirm(&active(), id(90), &head(2), later()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_reversed_visit_is_corrected_and_confirmed_anew() {
    assert_eq!(recorded().reverse(&active(), reason(), (&head(2), false)), Err(Rule::StepNotOpen.into()));
    assert_eq!(confirmed().reverse(&active(), reason(), (&head(1), false)), Err(Rule::NotAllowed.into()));
    let no = confirmed().correct(&active(), record(2), none(), &head(1), later()).unwrap_err();
    assert_eq!(rules(no), [Rule::StepNotOpen]);

    let mut it = confirmed();
    let _ = it.reverse(&active(), reason(), (&head(2), false)).unwrap();
    assert_eq!(it.reverse(&active(), reason(), (&head(2), false)), Err(Rule::StepNotOpen.into()));
    assert!(!it.counts());
    let mut ended = active();
    let _ = ended.complete(&head(2), later()).unwrap();
    let _ = it.correct(&ended, record(2), none(), &head(1), later()).unwrap();
    let event = it.confirm(&ended, id(91), &head(2), later()).unwrap();
    assert_eq!((event.name(), it.confirmation), ("visit.confirmed", Some(id(91))));
}

#[test]
fn a_broker_with_a_post_at_either_school_reverses_nothing_there() {
    let mut it = confirmed();
    assert_eq!(it.reverse(&active(), reason(), (&broker(10, 5), true)), Err(Rule::ReversalInvolved.into()));
    assert!(it.clone().reverse(&active(), reason(), (&broker(10, 5), false)).is_ok());
    assert!(it.reverse(&active(), reason(), (&head(2), true)).is_ok(), "the host's head speaks for the own school");
}

#[test]
fn no_visit_lies_before_the_first_day_of_the_terms() {
    let mut early = active();
    early.terms =
        Some(crate::brokerage::Terms::parse(&crate::brokerage::terms::tests::draft(), start().day()).unwrap());
    let on = |day: &str| {
        let record = VisitRecord { visited_on: day.parse().unwrap(), ..record(1) };
        Visit::record(id(80), &early, record, none(), &head(1), later()).map(drop).map_err(rules)
    };
    assert_eq!(on("2026-11-22"), Err(vec![Rule::VisitOutside]), "it had begun, but not by what was agreed");
    assert_eq!(on("2026-11-23"), Ok(()));
}
