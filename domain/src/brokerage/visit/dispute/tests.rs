//! The rules of a dispute over a visit.

use super::*;
use crate::access::Role;
use crate::brokerage::deployment::tests::active;
use crate::brokerage::proposal::tests::{at, broker, head, id};
use crate::brokerage::visit::tests::{confirmed, later, none, reason, record, recorded};

fn disputed() -> Visit {
    let mut it = recorded();
    let _ = it.dispute(&active(), (DisputeReason::OtherLength, reason()), &head(2), later()).unwrap();
    it
}

fn settle(it: &mut Visit, outcome: DisputeOutcome, by: &Actor, involved: bool) -> Result<[&'static str; 2], Rejected> {
    let settled = it.settle(&active(), (outcome, reason()), id(90), (by, involved), later());
    settled.map(|events| events.map(|event| event.name()))
}

#[test]
fn the_head_of_the_host_disputes_what_waits_for_it_and_nobody_else_does() {
    let dispute = |it: &mut Visit, by: &Actor| it.dispute(&active(), (DisputeReason::NotHeld, reason()), by, later());
    for actor in [head(1), at(Role::Coordinator, 2, 7), at(Role::Specialist, 1, 8), broker(10, 5), Actor::Stranger] {
        assert_eq!(dispute(&mut recorded(), &actor), Err(Rule::NotAllowed.into()), "{actor:?}");
    }
    for mut it in [disputed(), confirmed()] {
        assert_eq!(dispute(&mut it, &head(2)), Err(Rule::StepNotOpen.into()), "{:?}", it.status);
    }
    let it = disputed();
    assert!(it.counts() && it.is_unconfirmed(), "its half-days are kept for it");
    assert_eq!(it.dispute.map(|it| (it.reason, it.settled)), Some((DisputeReason::OtherLength, None)));
}

#[test]
fn what_the_host_leaves_unanswered_for_a_week_is_put_to_the_broker_and_the_host_may_still_speak() {
    let late = recorded().recorded_at.plus_days(Visit::ANSWER_DAYS);
    let put = |it: &mut Visit, by: &Actor, now| it.put_to_broker(&active(), reason(), by, now);
    for by in [head(2), broker(10, 5), at(Role::Governor, 1, 7), Actor::Stranger] {
        assert_eq!(put(&mut recorded(), &by, late), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    let soon = Timestamp::new(late.utc() - chrono::TimeDelta::seconds(1));
    assert_eq!(put(&mut recorded(), &head(1), soon), Err(Rule::HostMayAnswer.into()));
    for mut it in [disputed(), confirmed()] {
        assert_eq!(put(&mut it, &head(1), late.plus_days(9)), Err(Rule::StepNotOpen.into()), "{:?}", it.status);
    }
    let silent = || {
        let mut it = recorded();
        let _ = put(&mut it, &head(1), late).unwrap();
        it
    };
    assert_eq!(put(&mut silent(), &head(1), late), Err(Rule::StepNotOpen.into()), "once");
    assert_eq!(settle(&mut silent(), DisputeOutcome::Stands, &broker(10, 5), true), Err(Rule::SettlerInvolved.into()));
    let settled = settle(&mut silent(), DisputeOutcome::Stands, &broker(10, 5), false);
    assert_eq!(settled, Ok(["visit.settled", "visit.confirmed"]));
    assert_eq!(silent().confirm(&active(), id(90), &head(2), late).map(|it| it.name()), Ok("visit.confirmed"));
    let mut spoken = silent();
    let said = spoken.dispute(&active(), (DisputeReason::OtherDay, reason()), &head(2), late);
    assert_eq!(said.map(|it| it.name()), Ok("visit.disputed"));
    assert_eq!(spoken.dispute.map(|it| it.reason), Some(DisputeReason::OtherDay));
    let silence = recorded().dispute(&active(), (DisputeReason::Unanswered, reason()), &head(2), late);
    assert_eq!(silence, Err(Rule::HostMayAnswer.at("reason")), "who speaks is not silent");
    let mut again = silent();
    let _ = again.correct(&active(), record(2), none(), &head(1), late).unwrap();
    assert_eq!(put(&mut again, &head(1), late.plus_days(6)), Err(Rule::HostMayAnswer.into()), "a week for what is new");
}

#[test]
fn a_dispute_ends_with_a_correction_a_confirmation_or_without_the_visit() {
    let mut it = disputed();
    let _ = it.correct(&active(), record(2), none(), &head(1), later()).unwrap();
    assert_eq!(it.status, VisitStatus::Recorded, "it waits for the host again");
    let mut it = disputed();
    let _ = it.cancel(&active(), VisitCancellation::NotHeld, &head(1)).unwrap();
    assert_eq!((it.counts(), it.cancel_reason), (false, Some(VisitCancellation::NotHeld)));
    let mut it = disputed();
    let _ = it.confirm(&active(), id(90), &head(2), later()).unwrap();
    assert_eq!(it.status, VisitStatus::Confirmed, "the host may think better of it");
    let no = disputed().confirm(&active(), id(90), &broker(10, 5), later());
    assert_eq!(no, Err(Rule::NotAllowed.into()), "a broker settles, and confirms for nobody");
}

#[test]
fn a_broker_settles_a_dispute_who_has_no_post_at_either_school() {
    use DisputeOutcome::{Falls, Stands};
    for by in [head(1), head(2), broker(11, 5), at(Role::Specialist, 1, 8)] {
        assert_eq!(settle(&mut disputed(), Stands, &by, false), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    let broker = broker(10, 5);
    assert_eq!(settle(&mut disputed(), Stands, &broker, true), Err(Rule::SettlerInvolved.into()));
    for mut it in [recorded(), confirmed()] {
        assert_eq!(settle(&mut it, Stands, &broker, false), Err(Rule::StepNotOpen.into()), "{:?}", it.status);
    }
    let mut stands = disputed();
    assert_eq!(settle(&mut stands, Stands, &broker, false), Ok(["visit.settled", "visit.confirmed"]));
    assert_eq!((stands.status, stands.confirmation), (VisitStatus::Confirmed, Some(id(90))));
    assert_eq!(stands.dispute.map(|it| (it.settled, it.settled_by)), Some((Some(reason()), broker.person())));
    let mut falls = disputed();
    assert_eq!(settle(&mut falls, Falls, &broker, false), Ok(["visit.settled", "visit.cancelled"]));
    assert_eq!((falls.counts(), falls.cancel_reason), (false, Some(VisitCancellation::Disputed)));
}
