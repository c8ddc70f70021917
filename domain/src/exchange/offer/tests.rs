//! An offer's life, step by step.

use proptest::prelude::*;
use uuid::Uuid;

use super::draft::tests::form;
use super::{Offer, stale_since};
use crate::access::{Actor, Role, tests::acting_at};
use crate::directory::{School, SchoolStatus, taxonomy_of_tests as taxonomy};
use crate::exchange::{OfferStatus, OfferWithdrawal};
use crate::rule::{Rejected, Rule};
use crate::time::{Calendar, HalfTerm, Period};
use crate::{Id, Timestamp};

pub(crate) fn ash() -> Id<School> {
    Id::from_uuid(Uuid::from_u128(1))
}

fn head() -> Actor {
    acting_at(Role::Head, ash())
}

fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

pub(crate) fn drafted() -> Offer {
    let terms = form().check(&taxonomy::small()).unwrap();
    let id = Id::from_uuid(Uuid::from_u128(2));
    let now = at("2026-11-21T10:00:00Z");
    Offer::draft(&head(), id, (ash(), SchoolStatus::Open), None, terms, now).unwrap().0
}

fn in_status(status: OfferStatus) -> Offer {
    Offer { status, ..drafted() }
}

#[test]
fn the_head_signs_and_the_coordinator_drafts_and_confirms() {
    let (head, helper) = (head(), acting_at(Role::Coordinator, ash()));
    let now = at("2026-11-22T10:00:00Z");
    for (by, signs) in [(&head, true), (&helper, false)] {
        assert_eq!(drafted().publish(by, SchoolStatus::Open, now).is_ok(), signs);
        assert_eq!(in_status(OfferStatus::Published).pause(by).is_ok(), signs);
        assert_eq!(in_status(OfferStatus::Paused).resume(by, SchoolStatus::Open, now).is_ok(), signs);
        assert_eq!(drafted().withdraw(by, OfferWithdrawal::Capacity).is_ok(), signs);
        let terms = drafted().terms;
        assert!(drafted().revise(by, None, terms.clone(), now).is_ok());
        assert_eq!(in_status(OfferStatus::Published).revise(by, None, terms, now).is_ok(), signs);
        assert!(in_status(OfferStatus::Stale).confirm(by, SchoolStatus::Open, now).is_ok());
    }
}

#[test]
fn nobody_touches_another_schools_offer() {
    let now = at("2026-11-22T10:00:00Z");
    let elm = Id::from_uuid(Uuid::from_u128(9));
    for by in [acting_at(Role::Head, elm), acting_at(Role::Specialist, ash()), Actor::Stranger] {
        let no = Rejected::from(Rule::NotAllowed);
        let terms = drafted().terms;
        let id = drafted().id;
        assert_eq!(Offer::draft(&by, id, (ash(), SchoolStatus::Open), None, terms.clone(), now).unwrap_err(), no);
        assert_eq!(drafted().publish(&by, SchoolStatus::Open, now).unwrap_err(), no);
        assert_eq!(drafted().revise(&by, None, terms, now).unwrap_err(), no);
        assert_eq!(in_status(OfferStatus::Published).pause(&by).unwrap_err(), no);
        assert_eq!(in_status(OfferStatus::Published).confirm(&by, SchoolStatus::Open, now).unwrap_err(), no);
        assert_eq!(drafted().withdraw(&by, OfferWithdrawal::Capacity).unwrap_err(), no);
    }
}

#[test]
fn a_published_offer_is_fresh_and_a_stale_one_is_found_again_once_confirmed() {
    let mut offer = drafted();
    let (first, later) = (at("2026-11-22T10:00:00Z"), at("2027-02-01T10:00:00Z"));
    let event = offer.publish(&head(), SchoolStatus::Open, first).unwrap();
    assert_eq!(event.name(), "offer.published");
    assert_eq!((offer.published_at, offer.last_confirmed_at), (Some(first), Some(first)));
    offer.status = OfferStatus::Stale;
    assert!(!offer.is_found());
    let _ = offer.confirm(&head(), SchoolStatus::Open, later).unwrap();
    assert!(offer.is_found());
    assert_eq!((offer.published_at, offer.last_confirmed_at), (Some(first), Some(later)));
}

#[test]
fn a_closed_school_offers_nothing() {
    let no = Rejected::from(Rule::SchoolNotOpen);
    let now = at("2026-11-22T10:00:00Z");
    assert_eq!(drafted().publish(&head(), SchoolStatus::Closed, now).unwrap_err(), no);
    assert_eq!(in_status(OfferStatus::Paused).resume(&head(), SchoolStatus::Closed, now).unwrap_err(), no);
    assert!(drafted().publish(&head(), SchoolStatus::Closing, now).is_ok());
}

#[test]
fn a_named_specialist_is_the_schools_own() {
    let mut terms = drafted().terms;
    terms.specialist = Some(Id::from_uuid(Uuid::from_u128(5)));
    let now = at("2026-11-22T10:00:00Z");
    let no = Rule::SpecialistNotOfSchool.at("specialist");
    for home in [None, Some(Id::from_uuid(Uuid::from_u128(9)))] {
        assert_eq!(drafted().revise(&head(), home, terms.clone(), now).unwrap_err(), no);
    }
    assert!(drafted().revise(&head(), Some(ash()), terms, now).is_ok());
}

#[test]
fn an_offer_goes_stale_when_a_whole_half_term_passed_without_a_word() {
    let of = |code, from: &str, until: &str| {
        let days = Period::new(from.parse().unwrap(), until.parse().unwrap()).unwrap();
        (HalfTerm::read(code).unwrap(), days)
    };
    let calendar = Calendar::new(vec![
        of(20261, "2026-09-01", "2026-10-23"),
        of(20262, "2026-11-02", "2026-12-18"),
        of(20263, "2027-01-04", "2027-02-12"),
    ]);
    for (today, since) in [
        ("2026-12-18", None),
        ("2026-12-19", Some("2026-10-23")),
        ("2027-02-12", Some("2026-10-23")),
        ("2027-02-13", Some("2026-12-18")),
    ] {
        let since = since.map(|day| day.parse().unwrap());
        assert_eq!(stale_since(&calendar, today.parse().unwrap()), since, "{today}");
    }
}

proptest! {
    #[test]
    fn no_path_leads_out_of_withdrawn_or_back_to_draft(steps in proptest::collection::vec(0u8..6, 1..12)) {
        let mut offer = drafted();
        let now = at("2026-11-22T10:00:00Z");
        let mut left = false;
        for step in steps {
            let before = offer.status;
            let _ = match step {
                0 => offer.publish(&head(), SchoolStatus::Open, now),
                1 => offer.pause(&head()),
                2 => offer.resume(&head(), SchoolStatus::Open, now),
                3 => offer.confirm(&head(), SchoolStatus::Open, now),
                4 => offer.withdraw(&head(), OfferWithdrawal::NotStated),
                _ => { let terms = offer.terms.clone(); offer.revise(&head(), None, terms, now) }
            };
            if before == OfferStatus::Withdrawn {
                prop_assert_eq!(offer.status, OfferStatus::Withdrawn);
            }
            left |= offer.status != OfferStatus::Draft;
            prop_assert!(!left || offer.status != OfferStatus::Draft);
            prop_assert_eq!(offer.published_at.is_some(), offer.last_confirmed_at.is_some());
        }
    }
}
