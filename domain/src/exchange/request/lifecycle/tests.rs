//! Who raises, changes and takes back a request, and how long.

use uuid::Uuid;

use super::*;
use crate::access::{Role, tests::acting_at, tests::acting_for};
use crate::directory::taxonomy_of_tests as taxonomy;
use crate::exchange::Urgency;
use crate::exchange::request::draft::tests::{day, form};

pub(crate) fn ash() -> Id<School> {
    Id::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn elm() -> Id<School> {
    Id::from_uuid(Uuid::from_u128(9))
}

pub(crate) fn alliance() -> Id<Alliance> {
    Id::from_uuid(Uuid::from_u128(7))
}

pub(crate) fn head() -> Actor {
    acting_at(Role::Head, ash())
}

pub(crate) fn broker() -> Actor {
    acting_for(Role::Broker, alliance())
}

fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-21T10:00:00Z")
}

pub(crate) fn brokered() -> Brokered {
    Brokered { alliances: vec![alliance()], policy: ResponsePolicy::first(), asker: Default::default() }
}

fn wanted() -> RequestDraft {
    form().check(&taxonomy::small(), day("2026-11-21")).unwrap()
}

pub(crate) fn drafted() -> SupportRequest {
    let id = Id::from_uuid(Uuid::from_u128(2));
    SupportRequest::draft(&head(), id, (ash(), SchoolStatus::Open), wanted(), now()).unwrap().0
}

pub(crate) fn submitted() -> SupportRequest {
    let mut request = drafted();
    let _ = request.submit(&head(), brokered(), now()).unwrap();
    request
}

pub(crate) fn in_status(status: RequestStatus) -> SupportRequest {
    SupportRequest { status, ..submitted() }
}

#[test]
fn only_the_schools_own_head_raises_a_request_and_its_coordinator_drafts_one() {
    let id = drafted().id;
    let school = (ash(), SchoolStatus::Open);
    let raise = |by: &Actor| SupportRequest::raise(by, id, school, brokered(), wanted(), now());
    let draft = |by: &Actor| SupportRequest::draft(by, id, school, wanted(), now());
    let (request, event) = raise(&head()).unwrap();
    assert_eq!((request.status, event.name()), (RequestStatus::Submitted, "request.submitted"));
    let no = Rejected::from(Rule::RequestNotYours);
    let helper = acting_at(Role::Coordinator, ash());
    assert!(draft(&helper).is_ok());
    assert_eq!(raise(&helper).unwrap_err(), no);
    assert_eq!(drafted().submit(&helper, brokered(), now()).unwrap_err(), no);
    for by in
        [acting_at(Role::Head, elm()), broker(), acting_at(Role::Specialist, ash()), Actor::Stranger, Actor::Service]
    {
        assert_eq!(raise(&by).unwrap_err(), no, "{by:?}");
        assert_eq!(draft(&by).unwrap_err(), no, "{by:?}");
    }
}

#[test]
fn a_closed_school_asks_for_nothing() {
    let refused = SupportRequest::draft(&head(), drafted().id, (ash(), SchoolStatus::Closed), wanted(), now());
    assert_eq!(refused.unwrap_err(), Rule::SchoolNotOpen.into());
}

#[test]
fn a_draft_whose_window_is_over_is_not_submitted() {
    let late = drafted().submit(&head(), brokered(), at("2027-03-27T08:00:00Z")).unwrap_err();
    assert_eq!(late, Rule::DatePassed.at("until"));
}

#[test]
fn it_changes_until_a_broker_has_confirmed_the_need() {
    let helper = acting_at(Role::Coordinator, ash());
    assert!(drafted().revise(&helper, wanted(), ResponsePolicy::first()).is_ok());
    assert!(submitted().revise(&head(), wanted(), ResponsePolicy::first()).is_ok());
    assert_eq!(
        submitted().revise(&helper, wanted(), ResponsePolicy::first()).unwrap_err(),
        Rule::RequestNotYours.into()
    );
    let late = in_status(RequestStatus::Triaged).revise(&head(), wanted(), ResponsePolicy::first()).unwrap_err();
    assert_eq!(late, Rule::StepNotOpen.into());
}

#[test]
fn a_request_that_becomes_urgent_is_due_sooner() {
    let policy = ResponsePolicy::first();
    let mut request = submitted();
    let urgent = RequestDraft { urgency: Urgency::Urgent, ..wanted() };
    let _ = request.revise(&head(), urgent, policy).unwrap();
    assert_eq!(request.response.unwrap().by, now().plus_days(1));
}

#[test]
fn the_school_takes_it_back_until_it_is_placed() {
    use RequestStatus::*;
    for status in [Draft, Submitted, Triaged, Matching, Proposed, Unmet] {
        assert!(in_status(status).withdraw(&head(), WithdrawalReason::NotStated).is_ok(), "{status:?}");
    }
    for status in [Placed, Closed, Withdrawn] {
        assert!(in_status(status).withdraw(&head(), WithdrawalReason::NotStated).is_err(), "{status:?}");
    }
    assert_eq!(submitted().withdraw(&broker(), WithdrawalReason::NotStated), Err(Rule::RequestNotYours.into()));
}
