//! What is planned without a declaration, and what is funded.

use super::*;
use crate::brokerage::testing::start;
use crate::directory::{Post, SpecialistProfile, SpecialistStatus};
use crate::text::Name;

fn half_terms(codes: &[i32]) -> Vec<HalfTerm> {
    codes.iter().filter_map(|code| HalfTerm::read(*code)).collect()
}

fn maya() -> Specialist {
    let name = Name::new("Maya Example").unwrap();
    let profile =
        SpecialistProfile { name, post: Post::Teacher, specialisms: vec![], supports: vec![], travel_minutes: 45 };
    let (status, listed_at) = (SpecialistStatus::Listed, start());
    Specialist { id: id(40), person: id(4), home: id(1), profile, status, end_reason: None, listed_at, version: 1 }
}

#[test]
fn fifteen_days_are_five_half_days_of_every_half_term_and_no_half_day_is_lost() {
    let year = |half_days| {
        let of = |number| CapacityPolicy { version: 1, half_days }.share(HalfTerm::new(2026, number).unwrap());
        (1..=6).map(of).collect::<Vec<_>>()
    };
    assert_eq!(year(30), [5; 6]);
    assert_eq!(year(32), [6, 6, 5, 5, 5, 5]);
}

#[test]
fn funded_days_are_entered_by_a_broker_of_an_alliance_of_the_school_for_this_year_or_the_next() {
    let broker = crate::access::Actor::Acting(crate::access::Acting {
        person: id(5),
        membership: id(1005),
        role: Role::Broker,
        school: None,
        alliance: Some(id(10)),
    });
    let form = |year, half_days| GrantForm { year, half_days, funder: "The trust's fund".into() };
    let give =
        |by: &crate::access::Actor, member, form| CapacityGrant::give(by, &maya(), (id(10), member), &form, start());
    let (it, event) = give(&broker, true, form(2026, 20)).unwrap();
    assert_eq!((event.name(), it.half_days), ("capacity.granted", 20));
    assert_eq!(give(&head(1), true, form(2026, 20)).unwrap_err(), Rule::NotAllowed.into());
    let no = give(&broker, false, form(2028, 0)).unwrap_err().into_vec();
    let rules: Vec<_> = no.iter().map(|no| no.rule).collect();
    assert_eq!(rules, [Rule::NotAMember, Rule::NumberOutOfRange, Rule::NumberOutOfRange]);
    let spread = it.spread(&half_terms(&[20262, 20263, 20264]));
    assert_eq!(spread.iter().map(|(_, half_days)| *half_days).collect::<Vec<_>>(), [7, 7, 6]);
    assert!(it.spread(&[]).is_empty());
    let mut window = window(20262, 190, 0, 0);
    assert!(window.widen(7).is_ok());
    assert_eq!(window.widen(7), Err(Rule::NumberOutOfRange.at("halfDays")));
}
