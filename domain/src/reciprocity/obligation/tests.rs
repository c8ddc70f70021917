//! Who takes an obligation on, who ends it, and what nobody owes.

use super::*;
use crate::access::{Role, tests::acting_at, tests::acting_for};
use crate::brokerage::FormerHome;
use crate::brokerage::testing::{active, head, id, start};

fn broker() -> Actor {
    acting_for(Role::Broker, id(10))
}

fn owing(source: ObligationSource) -> Owing {
    let what = GiveBack { kind: ObligationKind::WriteUp, half_days: None, due_on: "2027-06-30".parse().unwrap() };
    let note = Remark::new("How the phonics were taught").unwrap();
    Owing { id: id(30), debtor: id(1), creditor: Some(id(2)), alliance: Some(id(10)), what, source, note }
}

fn create(it: Owing, by: &Actor) -> Result<Obligation, Vec<Rule>> {
    let broker = by.is_for(&[Role::Broker], id(10)).then(|| id(10));
    let told = |no: Refusals| no.into_vec().into_iter().map(|no| no.rule).collect();
    Obligation::create(it, by, broker, start()).map(|(it, _)| it).map_err(told)
}

fn words() -> Remark {
    Remark::new("It was published").unwrap()
}

#[test]
fn a_head_takes_it_on_and_a_broker_only_what_a_grant_asks_for() {
    use ObligationSource::{Agreement, Bursary, Deployment, Grant};
    assert!(create(owing(Agreement), &head(1)).is_ok_and(|it| it.is_open()));
    for source in [Grant, Bursary] {
        assert!(create(owing(source), &broker()).is_ok(), "{source:?}");
    }
    assert_eq!(create(owing(Agreement), &broker()), Err(vec![Rule::NotAllowed]));
    for by in [head(2), acting_at(Role::Coordinator, id(1)), acting_for(Role::Broker, id(11)), Actor::Stranger] {
        assert_eq!(create(owing(Grant), &by), Err(vec![Rule::NotAllowed]), "{by:?}");
    }
    assert_eq!(create(owing(Deployment), &head(1)), Err(vec![Rule::StepNotOpen]), "that is agreed in the terms");
    let own = Owing { creditor: Some(id(1)), ..owing(Agreement) };
    assert_eq!(create(own, &head(1)), Err(vec![Rule::ObligationToSelf]));
    let unwatched = Owing { creditor: None, alliance: None, ..owing(Agreement) };
    assert_eq!(create(unwatched, &head(1)), Err(vec![Rule::ObligationUnwatched]));
}

#[test]
fn what_is_counted_is_counted_and_its_day_is_to_come() {
    let today = "2026-11-21".parse().unwrap();
    let check = |kind, half_days, due_on: &str| {
        let told = |no: Refusals| no.into_vec().into_iter().map(|no| no.rule).collect::<Vec<_>>();
        GiveBack::check(kind, half_days, due_on.parse().unwrap(), today).map(drop).map_err(told)
    };
    assert_eq!(check(ObligationKind::GiveBack, None, "2026-11-21"), Err(vec![Rule::GiveBackUncounted]));
    assert_eq!(check(ObligationKind::HostVisit, None, "2026-11-20"), Err(vec![Rule::DatePassed]));
    assert_eq!(check(ObligationKind::Mentoring, Some(0), "2026-11-21"), Err(vec![Rule::NumberOutOfRange]));
    assert_eq!(check(ObligationKind::GiveBack, Some(200), "2026-11-21"), Ok(()));
}

#[test]
fn the_creditor_or_a_broker_ends_it_once_and_the_debtor_does_not() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let own = |by: &Actor| by.is_for(&[Role::Broker], id(10)).then(|| id(10));
    let meet = |it: &mut Obligation, by: &Actor| it.meet((by, &[]), own(by), (words(), None), start());
    let waive = |it: &mut Obligation, by: &Actor| it.waive((by, &[]), own(by), words(), start());
    for by in [head(1), head(3), acting_at(Role::Coordinator, id(2)), acting_for(Role::Broker, id(11))] {
        assert_eq!(meet(&mut open.clone(), &by), Err(Rule::NotAllowed.into()), "{by:?}");
        assert_eq!(waive(&mut open.clone(), &by), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    for status in [ObligationStatus::Open, ObligationStatus::Due, ObligationStatus::Overdue] {
        for by in [head(2), broker()] {
            let mut it = Obligation { status, ..open.clone() };
            assert_eq!(meet(&mut it, &by).map(|it| it.name()), Ok("obligation.met"));
            assert_eq!((it.status, it.ended_at), (ObligationStatus::Met, Some(start())));
            assert_eq!(waive(&mut it, &by), Err(Rule::StepNotOpen.into()));
            let mut it = Obligation { status, ..open.clone() };
            assert_eq!(waive(&mut it, &by).map(|it| it.name()), Ok("obligation.waived"));
            assert_eq!(meet(&mut it, &by), Err(Rule::StepNotOpen.into()));
        }
    }
    // Owed to all schools: no school says for all of them that it is met.
    let mut common = Obligation { creditor: None, ..open };
    assert_eq!(meet(&mut common, &head(1)), Err(Rule::NotAllowed.into()));
    assert!(meet(&mut common, &broker()).is_ok());
}

#[test]
fn nobody_settles_or_forgives_what_the_own_school_owes() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let ends = |it: &Obligation, by: &Actor, posts: &[u128]| {
        let posts: Vec<_> = posts.iter().map(|school| id(*school)).collect();
        let own = by.is_for(&[Role::Broker], id(10)).then(|| id(10));
        let met = it.clone().meet((by, &posts), own, (words(), None), start()).err();
        let waived = it.clone().waive((by, &posts), own, words(), start()).err();
        assert_eq!(met, waived);
        met.map(|no| no.rule)
    };
    let no = Some(Rule::ObligationInvolved);
    for posts in [&[1][..], &[2], &[1, 2]] {
        assert_eq!(ends(&open, &broker(), posts), no, "{posts:?}");
    }
    assert_eq!(ends(&open, &broker(), &[]), None);
    assert_eq!(ends(&open, &head(2), &[2]), None, "the head of the school to which it is owed speaks for it");
    assert_eq!(ends(&open, &head(2), &[1, 2]), no, "and not whoever has a post at both");
    let common = Obligation { creditor: None, ..open };
    assert_eq!((ends(&common, &broker(), &[1]), ends(&common, &broker(), &[])), (no, None));
}

#[test]
fn it_passes_to_a_successor_on_either_side_but_to_nobody_who_is_on_the_other() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let mut it = open.clone();
    assert!(it.pass(id(1), id(5)).is_ok());
    assert_eq!((it.debtor, it.creditor), (id(5), Some(id(2))));
    assert!(it.pass(id(2), id(6)).is_ok());
    assert_eq!((it.debtor, it.creditor), (id(5), Some(id(6))));
    assert_eq!(it.pass(id(6), id(5)), Err(Rule::ObligationToSelf.at("successor")));
    let mut ended = Obligation { status: ObligationStatus::Met, ..open };
    assert_eq!(ended.pass(id(1), id(5)), Err(Rule::StepNotOpen.into()));
}

#[test]
fn what_one_school_would_owe_to_itself_ends_with_the_succession() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let mut it = open.clone();
    assert_eq!(it.fall_together([id(5), id(6)], start()), Err(Rule::StepNotOpen.into()), "they are two schools");
    let mut common = Obligation { creditor: None, ..open };
    assert_eq!(common.fall_together([id(5); 2], start()), Err(Rule::StepNotOpen.into()), "it is owed to all");
    assert_eq!(it.fall_together([id(5); 2], start()).unwrap().name(), "obligation.waived");
    assert_eq!((it.status, it.ended_at, it.closed_by), (ObligationStatus::Waived, Some(start()), None));
    assert_eq!(it.ended_by.as_ref().map(|why| why.as_str()), Some("The two schools became one."));
    assert_eq!(it.fall_together([id(5); 2], start()), Err(Rule::StepNotOpen.into()), "it has ended");
}

#[test]
fn what_the_terms_promise_is_owed_by_the_host_once_both_have_signed() {
    let mut of = active();
    assert_eq!(Obligation::agreed(id(30), &of, start()), None);
    let due_on = "2027-06-30".parse().unwrap();
    let what = GiveBack { kind: ObligationKind::GiveBack, half_days: Some(2), due_on };
    of.terms = of.terms.map(|terms| crate::brokerage::Terms { give_back: Some(what), ..terms });
    let (it, event) = Obligation::agreed(id(30), &of, start()).unwrap();
    assert_eq!((it.debtor, it.creditor, it.half_days), (of.host, Some(of.home), Some(2)));
    assert_eq!((it.deployment, event.name()), (Some(of.id), "obligation.created"));
}

/// So many half-days of work for credit alone, given on each of these days by the school that owes to the one it owes to.
fn given(confirmed: &[(&str, i32)]) -> Given {
    let days = confirmed.iter().map(|(day, half_days)| (day.parse().unwrap(), *half_days)).collect();
    Given::of(&active(), &[], days)
}

fn met(it: &mut Obligation, with: &Given) -> Result<&'static str, Rejected> {
    it.meet((&head(2), &[]), None, (words(), Some(with)), start()).map(|event| event.name())
}

#[test]
fn work_meets_what_its_giver_owes_to_whom_it_was_given_for_nothing_but_credit_and_since_it_was_owed() {
    let open = Obligation { half_days: Some(2), ..create(owing(ObligationSource::Agreement), &head(1)).unwrap() };
    let enough = given(&[("2026-11-21", 1), ("2026-12-01", 1)]);
    let no = |it: Obligation, with: &Given| met(&mut it.clone(), with).unwrap_err();
    assert_eq!(no(Obligation { debtor: id(5), ..open.clone() }, &enough), Rule::NotFound.at("deployment"));
    assert_eq!(no(Obligation { creditor: Some(id(5)), ..open.clone() }, &enough).rule, Rule::NotAllowed);
    let mut elsewhere = enough.clone();
    elsewhere.host = id(5);
    assert_eq!(no(open.clone(), &elsewhere), Rule::GivenElsewhere.at("deployment"));
    let mut returned = enough.clone();
    returned.is_free = false;
    assert_eq!(no(open.clone(), &returned), Rule::GivenForReturn.at("deployment"));
    for (days, why) in [
        (&[][..], "nothing was given"),
        (&[("2026-12-01", 1)], "too little was given"),
        (&[("2026-11-20", 5), ("2026-12-01", 1)], "most of it was given before it was owed"),
    ] {
        assert_eq!(no(open.clone(), &given(days)), Rule::GivenTooLittle.at("deployment"), "{why}");
    }
    let mut it = open.clone();
    assert_eq!(met(&mut it, &enough), Ok("obligation.met"));
    assert_eq!(it.met_with, Some(active().id));
    let mut common = Obligation { creditor: None, ..open };
    let told = common.meet((&broker(), &[]), Some(id(10)), (words(), Some(&elsewhere)), start());
    assert!(told.is_ok(), "what is owed to all is given to any");
}

#[test]
fn no_half_day_meets_two_obligations() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let mut work = given(&[("2026-11-21", 1), ("2026-12-01", 2)]);
    assert!(work.take(id(1), start(), 1) && work.take(id(1), start().plus_days(5), 2));
    assert_eq!(
        met(&mut open.clone(), &work),
        Err(Rule::GivenTooLittle.at("deployment")),
        "what is not counted takes one"
    );
    let mut work = given(&[("2026-11-21", 1), ("2026-12-01", 2)]);
    assert!(work.take(id(1), start(), 2), "an early one leaves to a later one what was given later");
    assert!(!work.covers(id(1), start().plus_days(5), 2));
    assert!(work.take(id(1), start().plus_days(5), 1) && !work.covers(id(1), start(), 1));
}

#[test]
fn each_school_meets_what_it_owes_with_what_it_gave_itself() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    let owed = |debtor: u128| Obligation { debtor: id(debtor), ..open.clone() };
    let mut of = active();
    of.home = id(5);
    let former = FormerHome { deployment: of.id, school: id(1), until: "2026-11-30".parse().unwrap() };
    let work = |days: &[(&str, i32)]| {
        let days = days.iter().map(|(day, half_days)| (day.parse().unwrap(), *half_days)).collect();
        Given::of(&of, &[former], days)
    };
    let (before, after) = (work(&[("2026-11-30", 2)]), work(&[("2026-12-01", 2)]));
    let little = Err(Rule::GivenTooLittle.at("deployment"));
    assert_eq!((met(&mut owed(1), &before), met(&mut owed(5), &before)), (Ok("obligation.met"), little.clone()));
    assert_eq!((met(&mut owed(1), &after), met(&mut owed(5), &after)), (little, Ok("obligation.met")));
    assert_eq!(met(&mut owed(6), &after), Err(Rule::NotFound.at("deployment")), "another gave nothing of it");
    let mut both = work(&[("2026-11-30", 1), ("2026-12-01", 1)]);
    assert!(both.take(id(5), start(), 1) && both.take(id(1), start(), 1), "what one used, the other did not");
    assert!(!both.covers(id(1), start(), 1) && !both.covers(id(5), start(), 1));
}

#[test]
fn what_its_work_no_longer_covers_is_owed_again_where_it_stood() {
    let open = create(owing(ObligationSource::Agreement), &head(1)).unwrap();
    for (status, due_at, overdue_at) in [
        (ObligationStatus::Open, None, None),
        (ObligationStatus::Due, Some(start()), None),
        (ObligationStatus::Overdue, Some(start()), Some(start())),
    ] {
        let before = Obligation { status, due_at, overdue_at, ..open.clone() };
        let mut it = before.clone();
        assert_eq!(it.reopen(), Err(Rule::StepNotOpen.into()), "it is owed as it is");
        met(&mut it, &given(&[("2026-11-21", 1)])).unwrap();
        assert_eq!(it.reopen().map(|event| event.name()), Ok("obligation.reopened"));
        assert_eq!(it, before);
    }
    let mut told = open;
    let _ = told.meet((&head(2), &[]), None, (words(), None), start()).unwrap();
    assert_eq!(told.reopen(), Err(Rule::StepNotOpen.into()), "what was met otherwise rests on no visit");
}
