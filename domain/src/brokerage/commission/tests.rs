//! The rules of joint commissions, and that their parts always add up.

use proptest::prelude::*;

use super::*;
use crate::brokerage::testing::{active, broker, charged, head, id, start};
use crate::brokerage::{Settlement, SettlementDraft};
use crate::exchange::{SettlementKind, request_of_tests};

const PARTS: [(u128, i64, i32); 3] = [(2, 5_000, 2), (3, 3_333, 1), (4, 1_667, 1)];

/// What the schools of these tests are told that it may cost, in pence.
pub const MOST: i64 = 1_000_000;

fn asking(backers: &[(u128, i64, i32)]) -> Commissioning {
    let backers = backers.iter().map(|(school, part, half_days)| (id(*school), *part, *half_days)).collect();
    Commissioning { id: id(90), purpose: Remark::new("Phonics for the valley").unwrap(), backers, most: MOST }
}

fn request(status: RequestStatus) -> SupportRequest {
    SupportRequest { school: id(2), ..request_of_tests(status) }
}

pub fn asked() -> JointCommission {
    JointCommission::ask(asking(&PARTS), &request(RequestStatus::Matching), &head(2), start()).unwrap().0
}

pub fn backed() -> JointCommission {
    let mut it = asked();
    for school in [3, 4] {
        let _ = it.answer(id(school), None, &head(school), start()).unwrap();
    }
    it
}

/// Work that costs so much a day.
pub fn paid(day: i64) -> Deployment {
    let mut it = active();
    let draft =
        SettlementDraft { kind: Some(SettlementKind::DayRate), day_rate: Some(day), ..SettlementDraft::default() };
    it.terms.as_mut().unwrap().settlement = Settlement::parse(&draft).unwrap();
    it
}

fn no<T>(result: Result<T, Rejected>) -> Option<Rule> {
    result.err().map(|no| no.rule)
}

fn refused(backers: &[(u128, i64, i32)], by: &Actor) -> Vec<(Rule, String)> {
    let no = JointCommission::ask(asking(backers), &request(RequestStatus::Matching), by, start()).unwrap_err();
    no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

#[test]
fn the_head_of_the_school_that_asks_names_the_others_and_their_parts() {
    for by in [head(3), broker(10, 5), Actor::Stranger] {
        assert_eq!(refused(&PARTS, &by), [(Rule::NotAllowed, String::new())]);
    }
    let told = |backers: &[_]| refused(backers, &head(2));
    let at = |rule, field: &str| vec![(rule, field.to_owned())];
    assert_eq!(told(&[(2, 10_000, 4)]), at(Rule::NumberOutOfRange, "backers"));
    assert_eq!(told(&[(2, 5_000, 4), (3, 4_999, 0)]), at(Rule::SharesNotWhole, "backers"));
    assert_eq!(told(&[(2, 5_000, 4), (2, 5_000, 0)]), at(Rule::BackerTwice, "backers.1.school"));
    assert_eq!(told(&[(3, 5_000, 4), (4, 5_000, 0)]), at(Rule::CommissionWithoutLead, "backers"));
    assert_eq!(told(&[(2, 10_000, 4), (3, 0, 0)]), at(Rule::NumberOutOfRange, "backers.1.part"));
    assert_eq!(told(&[(2, 5_000, -1), (3, 5_000, 0)]), at(Rule::NumberOutOfRange, "backers.0.halfDays"));
    for most in [0, -1, ceiling::MOST_PENCE + 1] {
        let asking = Commissioning { most, ..asking(&PARTS) };
        let no = JointCommission::ask(asking, &request(RequestStatus::Matching), &head(2), start()).unwrap_err();
        assert_eq!(no.into_vec(), [Rule::NumberOutOfRange.at("most")], "{most}");
    }
    assert_eq!(asked().backers.iter().map(|it| it.ceiling).collect::<Vec<_>>(), [500_000, 333_300, 166_700].map(Some));
    for status in [RequestStatus::Draft, RequestStatus::Placed, RequestStatus::Closed, RequestStatus::Withdrawn] {
        let no = JointCommission::ask(asking(&PARTS), &request(status), &head(2), start()).unwrap_err();
        assert_eq!(no.into_vec()[0].rule, Rule::StepNotOpen, "{status:?}");
    }
}

#[test]
fn each_school_answers_for_itself_and_one_that_does_not_back_it_ends_it() {
    let mut it = asked();
    for by in [head(2), head(4), broker(10, 5)] {
        assert_eq!(no(it.answer(id(3), None, &by, start())), Some(Rule::NotAllowed));
    }
    assert_eq!(no(it.answer(id(2), None, &head(2), start())), Some(Rule::StepNotOpen), "the lead has said so");
    assert_eq!(it.answer(id(3), None, &head(3), start()).unwrap().len(), 1);
    assert_eq!(no(it.answer(id(3), Some(BackingDecline::Money), &head(3), start())), Some(Rule::StepNotOpen));
    assert_eq!(it.status, CommissionStatus::Asked);
    let mut declined = it.clone();
    assert_eq!(it.answer(id(4), None, &head(4), start()).unwrap().len(), 2);
    assert_eq!((it.status, it.backed_at), (CommissionStatus::Backed, Some(start())));
    let _ = declined.answer(id(4), Some(BackingDecline::Money), &head(4), start()).unwrap();
    assert_eq!(declined.status, CommissionStatus::Declined);
    assert_eq!(no(declined.bind(&paid(35_000), start())), Some(Rule::CommissionUnbacked));
}

#[test]
fn without_every_answer_in_time_it_ends_and_blames_nobody() {
    let mut it = asked();
    let (last, late) = (start().plus_days(14), start().plus_days(14).plus_seconds(1));
    assert_eq!((it.respond_by, no(it.lapse(last))), (Some(last), Some(Rule::StepNotOpen)));
    let _ = it.answer(id(3), None, &head(3), last).unwrap();
    assert_eq!(no(it.answer(id(4), None, &head(4), late)), Some(Rule::AnswerOverdue));
    assert!(it.clone().answer(id(4), Some(BackingDecline::Money), &head(4), late).is_ok(), "a no is never too late");
    assert_eq!(it.lapse(late).map(|event| event.name()), Ok("commission.lapsed"));
    let said: Vec<_> = it.backers.iter().map(|it| it.status).collect();
    assert_eq!(said, [BackerStatus::Backing, BackerStatus::Backing, BackerStatus::Lapsed]);
    assert_eq!((it.status, it.ended_at, it.reason.clone()), (CommissionStatus::Lapsed, Some(late), None));
    assert_eq!(no(it.lapse(late)), Some(Rule::StepNotOpen));
    assert_eq!(no(backed().lapse(late)), Some(Rule::StepNotOpen), "what all back stands");
}

#[test]
fn it_is_taken_back_by_its_lead_until_the_support_is_agreed() {
    let why = || Remark::new("Another way was found").unwrap();
    let mut it = backed();
    assert_eq!(no(it.end(why(), &head(3), start())), Some(Rule::NotAllowed));
    let mut bound = it.clone();
    let _ = it.end(why(), &head(2), start()).unwrap();
    assert_eq!(it.status, CommissionStatus::Ended);
    let _ = bound.bind(&paid(35_000), start()).unwrap();
    assert_eq!(no(bound.end(why(), &head(2), start())), Some(Rule::StepNotOpen));
}

#[test]
fn it_binds_to_support_that_is_paid_and_large_enough() {
    assert_eq!(no(asked().bind(&paid(35_000), start())), Some(Rule::CommissionUnbacked));
    assert_eq!(
        no(backed().bind(&active(), start())),
        Some(Rule::CommissionUnpaid),
        "credit counts for one school alone"
    );
    let short = Deployment { half_days: 3, ..paid(35_000) };
    assert_eq!(no(backed().bind(&short, start())), Some(Rule::CommissionBeyondAgreed));
    let own = Deployment { home: id(3), ..paid(35_000) };
    assert_eq!(no(backed().bind(&own, start())), Some(Rule::CommissionByGiver));
    let mut it = backed();
    let of = paid(35_000);
    let _ = it.bind(&of, start()).unwrap();
    assert_eq!((it.status, it.deployment), (CommissionStatus::Agreed, Some(of.id)));
}

#[test]
fn what_its_head_took_on_for_a_grant_the_lead_pays_alone() {
    let (of, it) = (paid(40_000), backed());
    let mut charge = charged(50, &of, 2, of.terms.as_ref().unwrap().settlement.bill(2, of.half_days));
    charge.take_on(charge.lacking(PayerKind::Host, 100, 0));
    let parts = it.parts(&of, &charge, &Booked::default());
    let told: Vec<_> = parts.iter().map(|it| (it.school, it.pence)).collect();
    assert_eq!(told, [(id(2), 20_100), (id(3), 13_332), (id(4), 6_668)]);
    assert_eq!(parts.iter().map(|it| it.pence).sum::<i64>(), charge.amounts.paid.of(PayerKind::Host));
}

proptest! {
    #[test]
    fn whatever_is_confirmed_and_reversed_the_parts_add_up(
        day in 1_i64..100_000,
        first in 1_i64..5_000,
        second in 1_i64..4_999,
        acts in prop::collection::vec((any::<bool>(), 1..4), 1..60),
    ) {
        let (of, mut it) = (paid(day), backed());
        for (backer, part) in it.backers.iter_mut().zip([first, second, WHOLE - first - second]) {
            backer.part = part;
        }
        let mut booked = Booked::default();
        let mut sums = vec![0; 3];
        let mut given = Vec::new();
        for (adds, half_days) in acts {
            let half_days = if adds { given.push(half_days); half_days } else { given.pop().map_or(0, |it: i32| -it) };
            let bill = |given| of.terms.as_ref().unwrap().settlement.bill(given, of.half_days);
            let amounts = bill(booked.half_days + half_days).less(bill(booked.half_days));
            let charge = charged(50, &of, half_days, amounts);
            let parts = it.parts(&of, &charge, &booked);
            prop_assert_eq!(parts.iter().map(|it| it.pence).sum::<i64>(), amounts.paid.of(PayerKind::Host));
            for (sum, part) in sums.iter_mut().zip(&parts) {
                *sum += part.pence;
            }
            booked.half_days += half_days;
            let weights = [first, second, WHOLE - first - second];
            prop_assert_eq!(&sums, &apportion(bill(booked.half_days).paid.of(PayerKind::Host), &weights));
        }
    }
}
