//! Who says that work goes on after its specialist has moved, and whose it is from then on.

use super::*;
use crate::access::Role;
use crate::brokerage::deployment::tests::{active, planned};
use crate::brokerage::proposal::tests::{at, broker, head, id, start};

/// The school to which the specialist moved, and its head.
const NEW: u128 = 5;

fn there() -> Whereabouts {
    Whereabouts { school: Some(id(NEW)), involved: false, own_placement: false }
}

fn taken_on(of: &Deployment) -> Departure {
    let (mut it, _) = Departure::note(of, start());
    let event = it.take_on(of, Some(id(NEW)), &head(NEW), start()).unwrap();
    assert_eq!(event.name(), "deployment.taken_on");
    it
}

#[test]
fn the_broker_alone_says_once_that_the_work_goes_on() {
    let mut of = active();
    let (it, event) = Departure::note(&of, start());
    assert_eq!((event.name(), it.from, it.decided_at), ("deployment.specialist_left", of.home, None));
    let mut it = taken_on(&of);
    for other in [head(1), head(NEW), broker(11, 5)] {
        assert_eq!(it.keep(&mut of, &there(), &other, start()), Err(Rule::NotAllowed.into()));
    }
    assert!(it.keep(&mut of, &there(), &broker(10, 5), start()).is_ok());
    assert_eq!(it.keep(&mut of, &there(), &broker(10, 5), start()), Err(Rule::StepNotOpen.into()));
    let mut ended = active();
    let mut it = taken_on(&ended);
    ended.status = DeploymentStatus::Completed;
    assert_eq!(it.keep(&mut ended, &there(), &broker(10, 5), start()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn nothing_goes_on_without_the_word_of_the_head_for_whom_they_work_now() {
    let mut of = active();
    let (mut it, _) = Departure::note(&of, start());
    let asked = |it: &mut Departure, of: &mut Deployment, at| {
        it.keep(of, &Whereabouts { school: at, ..there() }, &broker(10, 5), start()).map(drop)
    };
    assert_eq!(asked(&mut it, &mut of, Some(id(NEW))), Err(Rule::NewHomeNotAsked.into()));
    assert_eq!(asked(&mut it, &mut of, None), Err(Rule::NewHomeNotAsked.into()));
    for other in [head(1), head(2), at(Role::Coordinator, NEW, 30), broker(10, 5)] {
        assert_eq!(it.take_on(&of, Some(id(NEW)), &other, start()), Err(Rule::NotAllowed.into()), "{other:?}");
    }
    assert_eq!(it.take_on(&of, None, &head(NEW), start()), Err(Rule::NotAllowed.into()), "nobody lends them");
    assert_eq!(it.take_on(&of, Some(of.host), &head(2), start()), Err(Rule::NewHomeReceives.into()));
    let mut it = taken_on(&of);
    assert_eq!(it.take_on(&of, Some(id(NEW)), &head(NEW), start()), Err(Rule::StepNotOpen.into()));
    assert_eq!(asked(&mut it, &mut of, Some(id(6))), Err(Rule::NewHomeNotAsked.into()), "they have moved on since");
    let involved = Whereabouts { involved: true, ..there() };
    assert_eq!(it.keep(&mut of, &involved, &broker(10, 5), start()), Err(Rule::NewHomeInvolved.into()));
    assert_eq!(asked(&mut it, &mut of, Some(id(NEW))), Ok(()));
}

#[test]
fn the_new_school_gives_from_the_next_day_on_and_what_was_before_stays_the_former_ones() {
    let mut of = active();
    let (before, first) = (of.clone(), of.home);
    let (_, former) = taken_on(&of).keep(&mut of, &there(), &broker(10, 5), start()).unwrap();
    let former = [former.unwrap()];
    assert_eq!((of.home, former[0].school), (id(NEW), first));
    let today = start().day();
    assert_eq!(of.on(today, &former).home, first);
    assert_eq!(of.on(today.succ_opt().unwrap(), &former), of);
    assert_eq!((of.home_agreed_at, of.host_agreed_at), (before.home_agreed_at, before.host_agreed_at));
    // Whoever comes back to the same school moves nothing.
    let mut same = active();
    let (mut it, _) = Departure::note(&same, start());
    let home = same.home;
    let back = Whereabouts { school: Some(home), ..there() };
    let _ = it.take_on(&same, Some(home), &head(1), start()).unwrap();
    assert_eq!(it.keep(&mut same, &back, &broker(10, 5), start()).unwrap().1, None);
    assert_eq!(same, active());
}

#[test]
fn what_is_only_planned_is_declared_and_signed_anew() {
    let mut of = planned();
    (of.home_interest, of.host_interest) = (Some(false), Some(false));
    (of.home_agreed_at, of.host_agreed_at, of.approved_by) = (Some(start()), Some(start()), Some(id(31)));
    let own = Whereabouts { own_placement: true, ..there() };
    let _ = taken_on(&of).keep(&mut of, &own, &broker(10, 5), start()).unwrap();
    assert_eq!((of.home_interest, of.host_interest), (None, Some(false)));
    assert_eq!((of.home_agreed_at, of.host_agreed_at, of.approved_by), (None, None, None));
    assert!(of.needs_approval(), "the broker who proposed it has a post at the new school");
}
