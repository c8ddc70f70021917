//! A policy holds what its parts allow, and no version takes another's place before its day.

use uuid::Uuid;

use super::*;
use crate::Word;
use crate::access::{Role, tests::acting_at, tests::acting_for};
use crate::brokerage::ServicePolicy;
use crate::time::WorkingDays;

fn id<N>(n: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn form() -> PolicyForm {
    PolicyForm {
        own_first: true,
        response_days: 5,
        levels: OwnLevels { candidate_hours: Some(24), ..OwnLevels::default() },
        figures: FiguresShown::Members,
        release_consents: vec![ConsentKind::Trust, ConsentKind::ChairOfGovernors],
        paid_consents: vec![],
        accepts_referrals: false,
        workstreams: vec!["Early reading".into()],
        from: None,
    }
}

/// Nationally, somebody is proposed within two days.
fn national() -> ServiceStandard {
    let numbers =
        [("candidate_hours", 48), ("meeting_days", 7), ("record_days", 5), ("alliance_hours", 24), ("pool_hours", 72)];
    let since = Timestamp::new("2026-11-01T00:00:00Z".parse().unwrap());
    ServiceStandard::new(vec![ServicePolicy::new(1, since, numbers).unwrap()], WorkingDays::default())
}

fn set(by: &Actor, latest: i32, form: PolicyForm) -> Result<AlliancePolicy, Refusals> {
    AlliancePolicy::set(by, id(1), latest, form, (&national(), now())).map(|(it, _)| it)
}

fn broker() -> Actor {
    acting_for(Role::Broker, id(1))
}

#[test]
fn only_a_broker_of_the_alliance_settles_its_policy() {
    for other in [acting_for(Role::Broker, id(2)), acting_for(Role::QaAssessor, id(1)), acting_at(Role::Head, id(3))] {
        assert_eq!(set(&other, 0, form()), Err(Rule::NotAllowed.into()), "{other:?}");
    }
    let it = set(&broker(), 0, form()).unwrap();
    assert_eq!((it.version, it.from, it.set_at), (1, Some(day("2026-11-21")), Some(now())));
    assert_eq!(it.terms.release_consents, [ConsentKind::ChairOfGovernors, ConsentKind::Trust]);
}

#[test]
fn the_figures_are_shown_to_whom_the_policy_says() {
    let shown = FiguresShown::ALL.iter().map(|figures| {
        let it = set(&broker(), 0, PolicyForm { figures: *figures, ..form() }).unwrap();
        (it.shows_figures(true), it.shows_figures(false))
    });
    assert_eq!(shown.collect::<Vec<_>>(), [(false, false), (true, false), (true, true)]);
}

#[test]
fn what_lies_outside_the_national_range_is_refused_with_every_other_fault() {
    let wrong = PolicyForm {
        response_days: 61,
        levels: OwnLevels { candidate_hours: Some(49), ..OwnLevels::default() },
        release_consents: vec![ConsentKind::Head, ConsentKind::Head],
        workstreams: vec!["Reading".into(), String::new(), " Reading".into()],
        from: Some(day("2026-11-20")),
        ..form()
    };
    let told: Vec<_> = set(&broker(), 0, wrong).unwrap_err().into_vec();
    let told: Vec<_> = told.iter().map(|no| (no.rule, no.field.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [
            (Rule::OutsideNationalRange, "responseDays"),
            (Rule::LongerThanNational, "candidateHours"),
            (Rule::ChoiceRepeated, "releaseConsents"),
            (Rule::TextEmpty, "workstreams.1"),
            (Rule::ChoiceRepeated, "workstreams.2"),
            (Rule::DatePassed, "from"),
        ]
    );
    let far = PolicyForm { from: Some(day("2027-02-22")), ..form() };
    assert_eq!(set(&broker(), 0, far), Err(Rule::DateTooFar.at("from").into()));
    let none = PolicyForm { response_days: 0, ..form() };
    assert_eq!(set(&broker(), 0, none).unwrap_err().into_vec()[0].rule, Rule::OutsideNationalRange);
}

#[test]
fn the_latest_version_that_has_begun_holds() {
    let later = PolicyForm { from: Some(day("2027-01-04")), ..form() };
    let all = [set(&broker(), 0, form()).unwrap(), set(&broker(), 1, later).unwrap()];
    let version = |on| AlliancePolicy::in_force(&all, day(on)).map(|it| it.version);
    assert_eq!((version("2026-11-20"), version("2027-01-03"), version("2027-01-04")), (None, Some(1), Some(2)));
    let instead = [&all[..], &[set(&broker(), 2, form()).unwrap()]].concat();
    assert_eq!(AlliancePolicy::in_force(&instead, day("2027-02-01")).map(|it| it.version), Some(3));
    let begins: Vec<_> = all.iter().map(AlliancePolicy::begins_at).collect();
    let later = Timestamp::new("2027-01-04T00:00:00Z".parse().unwrap());
    assert_eq!(begins, [Some(now()), Some(later)], "what began earlier on the same day keeps its time");
}

#[test]
fn own_members_come_first_until_the_search_is_widened() {
    let it = set(&broker(), 0, form()).unwrap();
    assert!(it.keeps_back(None, false) && it.keeps_back(Some(MatchStage::OwnGroup), false));
    assert!(!it.keeps_back(None, true) && !it.keeps_back(Some(MatchStage::Neighbours), false));
    assert!(!AlliancePolicy::national(id(1), 7).keeps_back(None, false));
}
