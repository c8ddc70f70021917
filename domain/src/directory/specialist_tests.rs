//! Who may be listed as a specialist, and when a designation shows.

use uuid::Uuid;

use crate::access::{Actor, Role, tests::acting_at};
use crate::directory::expertise::tests::{id, small};
use crate::directory::{Designation, Post, SchoolStatus, Specialist, SpecialistForm};
use crate::rule::Rule;
use crate::{Id, Timestamp};

fn form() -> SpecialistForm {
    SpecialistForm {
        name: "Maya Example".into(),
        post: Post::MiddleLeader,
        designation: Designation::Sle,
        designated_by: Some(Id::from_uuid(Uuid::from_u128(7))),
        designated_on: "2025-09-01".parse().ok(),
        designated_until: "2027-08-31".parse().ok(),
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
fn a_specialist_leader_is_a_middle_or_senior_leader_who_supports_similar_posts() {
    assert!(form().check(&small()).is_ok());
    let head = SpecialistForm { post: Post::Headteacher, ..form() };
    assert_eq!(faults(head), [(Rule::PostDoesNotFit, "post".into())]);
    let upwards = SpecialistForm { supports: vec![Post::Headteacher], ..form() };
    assert_eq!(faults(upwards), [(Rule::SupportNotSimilar, "supports".into())]);
    let nothing = SpecialistForm { specialisms: vec![], ..form() };
    assert_eq!(faults(nothing), [(Rule::ChoiceMissing, "specialisms".into())]);
}

#[test]
fn a_designation_needs_its_day_and_its_issuer() {
    let bare = SpecialistForm { designated_by: None, designated_on: None, designated_until: None, ..form() };
    assert_eq!(
        faults(bare),
        [(Rule::DesignationUndated, "designatedOn".into()), (Rule::DesignationWithoutIssuer, "designatedBy".into())]
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let poor = SpecialistForm { name: " ".into(), supports: vec![], travel_minutes: -1, ..form() };
    let told = faults(poor);
    assert_eq!(told.iter().map(|(_, field)| field.as_str()).collect::<Vec<_>>(), ["name", "supports", "travelMinutes"]);
}

#[test]
fn only_a_designation_that_holds_is_a_badge() {
    let profile = form().check(&small()).unwrap();
    for (day, badge) in [
        ("2025-08-31", None),
        ("2025-09-01", Some(Designation::Sle)),
        ("2027-08-31", Some(Designation::Sle)),
        ("2027-09-01", None),
    ] {
        assert_eq!(profile.badge(day.parse().unwrap()), badge, "{day}");
    }
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
