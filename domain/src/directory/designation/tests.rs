//! The rules of a designation, and that no path skips a state.

mod held;
mod moved;

use proptest::prelude::*;

use super::*;
use crate::Event;
use crate::access::Acting;
use crate::directory::taxonomy_of_tests::{id as term, small};
use crate::directory::{Specialist, SpecialistProfile, SpecialistStatus};
use crate::rule::Refusals;

/// The applicant is person 1 of school 1, the alliance 10; its broker is person 5, its assessors are persons 6 and 7.
fn id<N>(n: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn acting(role: Role, person: u128, school: Option<u128>, alliance: Option<u128>) -> Actor {
    let membership = id(person + 1000);
    Actor::Acting(Acting { person: id(person), membership, role, school: school.map(id), alliance: alliance.map(id) })
}

pub(crate) fn person() -> Actor {
    acting(Role::Specialist, 1, Some(1), None)
}

pub(crate) fn head() -> Actor {
    acting(Role::Head, 2, Some(1), None)
}

pub(crate) fn broker() -> Actor {
    acting(Role::Broker, 5, None, Some(10))
}

pub(crate) fn assessor(person: u128) -> Actor {
    acting(Role::QaAssessor, person, None, Some(10))
}

pub(crate) fn start() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn listed(post: Post) -> Specialist {
    let profile = SpecialistProfile {
        name: Name::new("Maya Example").unwrap(),
        post,
        specialisms: vec![term(11)],
        supports: vec![Post::MiddleLeader],
        travel_minutes: 45,
    };
    let (status, listed_at) = (SpecialistStatus::Listed, start());
    Specialist { id: id(30), person: id(1), home: id(1), profile, status, end_reason: None, listed_at, version: 1 }
}

pub(crate) fn criteria() -> Criteria {
    let point = |code: &str| Criterion { code: code.into(), text: "It is so.".into() };
    Criteria {
        scheme: DesignationScheme::Sle,
        version: 3,
        since: day("2020-09-01"),
        issuer: IssuerKind::Alliance,
        closed_on: None,
        posts: vec![Post::SeniorLeader, Post::MiddleLeader],
        supports: vec![Post::MiddleLeader, Post::Teacher],
        leadership_months: 24,
        points: vec![point("impact"), point("coaching")],
    }
}

pub(crate) fn form() -> DesignationForm {
    DesignationForm {
        scheme: DesignationScheme::Sle,
        specialisms: vec![term(11)],
        evidence: "Three years of results.".into(),
        leadership_months: 30,
    }
}

pub(crate) fn apply(
    by: &Actor,
    who: &Specialist,
    form: DesignationForm,
    of: &Criteria,
) -> Result<(Designation, Event), Refusals> {
    Designation::apply(by, id(50), who, id(10), form, (of, &small()), start())
}

fn applied() -> Designation {
    apply(&person(), &listed(Post::MiddleLeader), form(), &criteria()).unwrap().0
}

pub(crate) fn finding(criterion: &str, met: bool) -> FindingForm {
    FindingForm { criterion: criterion.into(), met, evidence: "Seen on a visit.".into() }
}

fn assess(it: &mut Designation, by: u128, met: bool, now: Timestamp) -> Result<Event, Refusals> {
    it.assess(&assessor(by), false, &criteria(), vec![finding("coaching", met), finding("impact", true)], now)
}

fn referenced() -> Designation {
    let mut it = applied();
    let _ = it.refer(&head(), AtHome::default(), ("She leads well.", true), start()).unwrap();
    it
}

fn assessed(met: bool) -> Designation {
    let mut it = referenced();
    let _ = assess(&mut it, 6, met, start()).unwrap();
    it
}

fn designated() -> Designation {
    let mut it = assessed(true);
    let _ = it.designate(&broker(), AtHome::default(), (None, day("2027-08-31")), start()).unwrap();
    it
}

fn reason() -> Remark {
    Remark::new("Too little evidence of impact").unwrap()
}

fn rules(no: Refusals) -> Vec<Rule> {
    no.into_vec().into_iter().map(|no| no.rule).collect()
}

#[test]
fn somebody_applies_for_themselves_and_every_fault_is_told_at_once() {
    let it = applied();
    assert_eq!((it.criteria, it.status), (Some(3), DesignationStatus::Applied));
    for by in [head(), broker(), assessor(6), Actor::Stranger] {
        let no = apply(&by, &listed(Post::MiddleLeader), form(), &criteria()).unwrap_err();
        assert_eq!(no, Rule::NotAllowed.into(), "{by:?}");
    }
    let closed = Criteria { closed_on: Some(start().day()), supports: vec![Post::Teacher], ..criteria() };
    let poor = DesignationForm { specialisms: vec![], evidence: " ".into(), leadership_months: 23, ..form() };
    let no = apply(&person(), &listed(Post::Headteacher), poor, &closed).unwrap_err();
    use Rule::*;
    assert_eq!(
        rules(no),
        [SchemeClosed, PostDoesNotFit, SupportNotSimilar, ChoiceMissing, TextEmpty, LeadershipTooShort]
    );
}

#[test]
fn the_head_of_the_home_school_speaks_and_consents_or_does_neither() {
    for by in [person(), broker(), acting(Role::Coordinator, 3, Some(1), None), acting(Role::Head, 4, Some(2), None)] {
        assert_eq!(
            applied().refer(&by, AtHome::default(), ("She leads well.", true), start()),
            Err(Rule::NotAllowed.into()),
            "{by:?}"
        );
    }
    let no = applied().refer(&head(), AtHome::default(), ("", false), start()).unwrap_err();
    assert_eq!(rules(no), [Rule::CapacityConsentMissing, Rule::TextEmpty]);
    let own = acting(Role::Head, 1, Some(1), None);
    assert_eq!(
        applied().refer(&own, AtHome::default(), ("I lead well.", true), start()),
        Err(Rule::OwnDesignation.into())
    );
    // For a head the chair of governors speaks, whose letter the alliance enters.
    let mut head_applies = Designation { post: Post::Headteacher, ..applied() };
    assert_eq!(
        head_applies.refer(&head(), AtHome::default(), ("She leads well.", true), start()),
        Err(Rule::NotAllowed.into())
    );
    assert!(
        head_applies.refer(&broker(), AtHome::default(), ("The chair writes: she leads well.", true), start()).is_ok()
    );
}

#[test]
fn an_assessor_judges_every_criterion_and_nothing_of_the_own_school() {
    let whole = || vec![finding("impact", true), finding("coaching", true)];
    let judge = |by: &Actor, involved, findings| referenced().assess(by, involved, &criteria(), findings, start());
    assert!(judge(&assessor(6), false, whole()).is_ok());
    for by in [head(), broker(), person(), acting(Role::QaAssessor, 6, None, Some(11))] {
        assert_eq!(judge(&by, false, whole()), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    assert_eq!(judge(&assessor(6), true, whole()), Err(Rule::AssessorInvolved.into()));
    assert_eq!(judge(&assessor(1), false, whole()), Err(Rule::OwnDesignation.into()));
    for findings in [
        vec![finding("impact", true)],
        vec![finding("impact", true), finding("impact", false)],
        vec![finding("impact", true), finding("coaching", true), finding("grade", true)],
    ] {
        assert_eq!(rules(judge(&assessor(6), false, findings).unwrap_err()), [Rule::CriteriaUnanswered]);
    }
    assert_eq!(assess(&mut applied(), 6, true, start()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn the_alliance_designates_for_a_time_whoever_meets_every_criterion() {
    let give = |it: &mut Designation, by: &Actor, since: Option<&str>, until| {
        it.designate(by, AtHome::default(), (since.map(day), day(until)), start()).map_err(|no| no.rule)
    };
    for by in [head(), person(), assessor(6)] {
        assert_eq!(give(&mut assessed(true), &by, None, "2027-08-31"), Err(Rule::NotAllowed), "{by:?}");
    }
    let own = acting(Role::Broker, 1, None, Some(10));
    assert_eq!(give(&mut assessed(true), &own, None, "2027-08-31"), Err(Rule::OwnDesignation));
    assert_eq!(give(&mut assessed(false), &broker(), None, "2027-08-31"), Err(Rule::CriteriaNotMet));
    assert_eq!(give(&mut assessed(true), &broker(), Some("2026-11-20"), "2027-08-31"), Err(Rule::DatePassed));
    assert_eq!(give(&mut assessed(true), &broker(), None, "2026-11-20"), Err(Rule::PeriodBackwards));
    assert_eq!(give(&mut assessed(true), &broker(), None, "2031-11-22"), Err(Rule::DesignationTooLong));
    assert_eq!(give(&mut assessed(true), &broker(), None, "2031-11-21").unwrap().name(), "designation.given");
}

#[test]
fn an_appeal_is_made_once_and_another_assessor_judges_it() {
    let mut it = assessed(false);
    let _ = it.decline(&broker(), AtHome::default(), reason(), start()).unwrap();
    assert_eq!(it.appeal(&head(), reason(), start()), Err(Rule::NotAllowed.into()));
    let _ = it.appeal(&person(), reason(), start()).unwrap();
    assert_eq!(assess(&mut it, 6, true, start()), Err(Rule::SameAssessor.into()));
    let _ = assess(&mut it, 7, true, start()).unwrap();
    let mut again = it.clone();
    let _ = again.decline(&broker(), AtHome::default(), reason(), start()).unwrap();
    assert_eq!(again.appeal(&person(), reason(), start()), Err(Rule::AppealedAlready.into()));
    assert!(it.designate(&broker(), AtHome::default(), (None, day("2027-08-31")), start()).is_ok());
}

#[test]
fn it_is_taken_back_by_the_alliance_or_laid_down_by_the_person() {
    assert_eq!(applied().withdraw(&broker(), AtHome::default(), reason(), start()), Err(Rule::StepNotOpen.into()));
    assert!(applied().withdraw(&person(), AtHome::default(), reason(), start()).is_ok());
    assert!(designated().withdraw(&broker(), AtHome::default(), reason(), start()).is_ok());
    for by in [head(), assessor(6)] {
        assert_eq!(designated().withdraw(&by, AtHome::default(), reason(), start()), Err(Rule::NotAllowed.into()));
        assert_eq!(designated().suspend(&by, AtHome::default(), reason()), Err(Rule::NotAllowed.into()));
    }
    let (mut it, late) = (designated(), start().plus_days(400));
    assert_eq!(it.lapse(start()), Err(Rule::StepNotOpen.into()));
    let _ = it.suspend(&broker(), AtHome::default(), reason()).unwrap();
    assert_eq!(it.reinstate(&broker(), AtHome::default(), late), Err(Rule::DatePassed.into()));
    assert!(it.lapse(late).is_ok());
    assert_eq!(it.ended_on(), Some(day("2027-08-31")));
}

#[test]
fn it_is_told_since_when_it_is_held_and_by_whom_it_was_issued() {
    let told = |ended| standing(day("2011-09-01"), ended, "the Avon Alliance");
    assert_eq!(told(None), "Held since 1 September 2011, issued by the Avon Alliance.");
    assert_eq!(
        told(Some(day("2020-08-31"))),
        "Held from 1 September 2011 to 31 August 2020, issued by the Avon Alliance."
    );
}

/// Which steps the lifecycle of DOMAIN C.2 knows.
fn follows(from: DesignationStatus, to: DesignationStatus) -> bool {
    use DesignationStatus::*;
    match (from, to) {
        (Applied, Referenced | Withdrawn) | (Referenced | Appealed, Assessed | Withdrawn) => true,
        (Assessed, Designated | NotDesignated | Withdrawn) | (NotDesignated, Appealed) => true,
        (Designated, Suspended | Lapsed | Withdrawn) | (Suspended, Designated | Lapsed | Withdrawn) => true,
        _ => from == to,
    }
}

proptest! {
    #[test]
    fn no_path_skips_a_state(steps in prop::collection::vec(0_u8..13, 0..40)) {
        let mut it = applied();
        let mut now = start();
        for step in steps {
            let before = it.clone();
            let done = match step {
                0 => it.refer(&head(), AtHome::default(), ("She leads well.", true), now).map(drop),
                1 | 2 => assess(&mut it, u128::from(step) + 5, true, now).map(drop),
                3 => assess(&mut it, 6, false, now).map(drop),
                4 => it.designate(&broker(), AtHome::default(), (None, now.plus_days(40).day()), now).map(drop).map_err(Into::into),
                5 => it.decline(&broker(), AtHome::default(), reason(), now).map(drop).map_err(Into::into),
                6 => it.appeal(&person(), reason(), now).map(drop).map_err(Into::into),
                7 => it.suspend(&broker(), AtHome::default(), reason()).map(drop).map_err(Into::into),
                8 => it.reinstate(&broker(), AtHome::default(), now).map(drop).map_err(Into::into),
                9 => it.withdraw(&broker(), AtHome::default(), reason(), now).map(drop),
                10 => it.withdraw(&person(), AtHome::default(), reason(), now).map(drop),
                _ => { now = now.plus_days(9); it.lapse(now).map(drop).map_err(Into::into) }
            };
            if done.is_err() { prop_assert_eq!(&before, &it); }
            prop_assert!(follows(before.status, it.status), "{:?} to {:?}", before.status, it.status);
            let given = it.since.is_some();
            prop_assert!(!given || it.reference.is_some() && it.assessments.last().is_some_and(Assessment::is_met));
            prop_assert!(it.assessments.len() <= 2 && it.is_open() == (it.ended_at.is_none()
                && it.status != DesignationStatus::NotDesignated));
            let steps = [Some(it.applied_at), it.reference.as_ref().map(|it| it.at), it.assessments.last().map(|it| it.at),
                it.decided_at, it.ended_at];
            prop_assert!(steps.iter().flatten().is_sorted());
        }
    }
}
