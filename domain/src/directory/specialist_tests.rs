//! Who may be listed as a specialist.

use uuid::Uuid;

use crate::access::{Actor, Role, tests::acting_at};
use crate::directory::expertise::tests::{id, small};
use crate::directory::{ListingEnd, Post, SchoolStatus, Specialist, SpecialistForm, SpecialistStatus};
use crate::rule::Rule;
use crate::{Event, Id, Timestamp};

fn form() -> SpecialistForm {
    SpecialistForm {
        name: "Maya Example".into(),
        post: Post::MiddleLeader,
        specialisms: vec![id(11)],
        supports: vec![Post::MiddleLeader],
        travel_minutes: 45,
    }
}

fn faults(form: SpecialistForm) -> Vec<(Rule, String)> {
    let noted = form.check(&small()).unwrap_err().into_vec();
    noted.into_iter().map(|no| (no.rule, no.field.unwrap().into_owned())).collect()
}

#[test]
fn every_fault_is_told_at_once() {
    assert!(form().check(&small()).is_ok());
    let poor = SpecialistForm { name: " ".into(), specialisms: vec![], supports: vec![], travel_minutes: -1, ..form() };
    let told = faults(poor);
    assert_eq!(
        told.iter().map(|(_, field)| field.as_str()).collect::<Vec<_>>(),
        ["name", "specialisms", "supports", "travelMinutes"]
    );
}

#[test]
fn only_the_head_of_the_home_school_lists_a_specialist() {
    let home = Id::from_uuid(Uuid::from_u128(1));
    let list = |by: &Actor, status| {
        let profile = form().check(&small()).unwrap();
        let (id, person) = (Id::from_uuid(Uuid::from_u128(2)), Id::from_uuid(Uuid::from_u128(3)));
        Specialist::list(by, id, person, (home, status), profile, Timestamp::new(Default::default()))
    };
    assert!(list(&acting_at(Role::Head, home), SchoolStatus::Open).is_ok());
    for by in [
        acting_at(Role::Coordinator, home),
        acting_at(Role::Specialist, home),
        acting_at(Role::Head, Id::from_uuid(Uuid::from_u128(9))),
        Actor::Stranger,
    ] {
        assert_eq!(list(&by, SchoolStatus::Open).unwrap_err(), Rule::NotAllowed.into(), "{by:?}");
    }
    let closed = list(&acting_at(Role::Head, home), SchoolStatus::Closed).unwrap_err();
    assert_eq!(closed, Rule::SchoolNotOpen.at("home").into());
}

#[test]
fn whoever_works_elsewhere_now_is_lent_by_the_school_that_took_them_on() {
    let [old, new] = [1, 9].map(|number| Id::from_uuid(Uuid::from_u128(number)));
    let profile = || form().check(&small()).unwrap();
    let (id, person) = (Id::from_uuid(Uuid::from_u128(2)), Id::from_uuid(Uuid::from_u128(3)));
    let (head, now) = (acting_at(Role::Head, old), Timestamp::new(Default::default()));
    let (mut it, _) = Specialist::list(&head, id, person, (old, SchoolStatus::Open), profile(), now).unwrap();
    let open = (new, SchoolStatus::Open);
    assert_eq!(it.move_to(&head, open, profile(), true), Err(Rule::NotAllowed.into()));
    assert_eq!(it.move_to(&head, (old, SchoolStatus::Open), profile(), true), Err(Rule::NotMoved.at("person")));
    let takes = acting_at(Role::Head, new);
    let closed = it.move_to(&takes, (new, SchoolStatus::Closed), profile(), true);
    assert_eq!(closed, Err(Rule::SchoolNotOpen.at("school")));
    assert_eq!(it.move_to(&takes, open, profile(), false), Err(Rule::NotTakenOn.at("person")));
    let told = it.end(&head, ListingEnd::Capacity).unwrap();
    assert_eq!(told, Event::ListingEnded { specialist: it.id, school: old, reason: ListingEnd::Capacity });
    assert_eq!(it.end_reason, Some(ListingEnd::Capacity));
    let event = it.move_to(&takes, open, profile(), true).unwrap();
    assert_eq!((event.name(), it.home, it.status), ("specialist.moved", new, SpecialistStatus::Listed));
    assert_eq!(it.end_reason, None, "they are lent again");
}

#[test]
fn a_specialist_is_held_back_by_the_head_or_in_person_and_is_lent_again() {
    let home = Id::from_uuid(Uuid::from_u128(1));
    let (id, person) = (Id::from_uuid(Uuid::from_u128(2)), Id::from_uuid(Uuid::from_u128(3)));
    let (head, now) = (acting_at(Role::Head, home), Timestamp::new(Default::default()));
    let profile = form().check(&small()).unwrap();
    let (mut it, _) = Specialist::list(&head, id, person, (home, SchoolStatus::Open), profile, now).unwrap();
    for by in [acting_at(Role::Coordinator, home), acting_at(Role::Head, Id::from_uuid(Uuid::from_u128(9)))] {
        assert_eq!(it.pause(&by), Err(Rule::NotAllowed.into()));
    }
    assert_eq!(it.resume(&head), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.pause(&head).unwrap().name(), "specialist.paused");
    assert_eq!(it.status, SpecialistStatus::Paused);
    assert_eq!(it.pause(&head), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.resume(&head).unwrap().name(), "specialist.resumed");
    let _ = it.pause(&head).unwrap();
    assert!(it.end(&head, ListingEnd::OwnWish).is_ok());
    assert_eq!(it.resume(&head), Err(Rule::StepNotOpen.into()));
}
