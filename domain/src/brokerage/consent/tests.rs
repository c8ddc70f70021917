//! Who consents for whom, until when a consent is taken back, and what ends it.

use super::*;
use crate::access::Role;
use crate::brokerage::deployment::tests::{active, planned};
use crate::brokerage::proposal::tests::{at, broker, head, id, start};
use crate::brokerage::terms::tests::draft;
use crate::brokerage::{CoachingPlan, Preparation, SettlementDraft};
use crate::directory::AlliancePolicy;
use crate::exchange::{SettlementKind, SupportKind};

fn give(kind: ConsentKind, said: &[Consent], by: &Actor) -> Result<Consent, Rejected> {
    Consent::give(id(80), &planned(), kind, said, by, start()).map(|(it, _)| it)
}

fn withhold(kind: ConsentKind, said: &[Consent], by: &Actor) -> Result<Consent, Rejected> {
    let reason = Remark::new("Not this term").unwrap();
    Consent::withhold(id(81), &planned(), (kind, reason), said, by, start()).map(|(it, _)| it)
}

#[test]
fn each_speaks_for_whom_they_speak_and_for_the_own_school() {
    use ConsentKind::*;
    let governor = at(Role::Governor, 1, 20);
    let officer = at(Role::TrustOfficer, 2, 21);
    assert_eq!(give(ChairOfGovernors, &[], &governor).map(|it| it.side), Ok(Side::Home));
    assert_eq!(give(Trust, &[], &officer).map(|it| it.side), Ok(Side::Host));
    assert_eq!(give(Head, &[], &head(1)).map(|it| it.side), Ok(Side::Home));
    let wrong = [
        (ChairOfGovernors, head(1)),
        (ChairOfGovernors, officer.clone()),
        (Trust, governor.clone()),
        (Head, governor),
        (ChairOfGovernors, at(Role::Governor, 3, 22)),
        (Head, broker(10, 5)),
    ];
    for (kind, by) in wrong {
        assert_eq!(give(kind, &[], &by), Err(Rule::NotYoursToConsent.into()), "{kind:?} {by:?}");
        assert_eq!(withhold(kind, &[], &by), Err(Rule::NotYoursToConsent.into()), "{kind:?} {by:?}");
    }
}

#[test]
fn a_consent_is_taken_back_until_work_begins_and_stays_the_same_one() {
    let kind = ConsentKind::ChairOfGovernors;
    let governor = at(Role::Governor, 1, 20);
    let given = give(kind, &[], &governor).unwrap();
    assert_eq!(give(kind, std::slice::from_ref(&given), &governor), Err(Rule::ConsentUnchanged.into()));
    let back = withhold(kind, std::slice::from_ref(&given), &governor).unwrap();
    assert_eq!((back.id, back.status), (given.id, ConsentStatus::Withheld));
    assert!(give(kind, &[back], &governor).is_ok());
    let late = Consent::give(id(80), &active(), kind, &[], &governor, start());
    assert_eq!(late.map(drop), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_move_ends_what_the_giver_consented_to_and_whoever_follows_may_consent_to_work_under_way() {
    let kind = ConsentKind::ChairOfGovernors;
    let governor = at(Role::Governor, 1, 20);
    let mut given = give(kind, &[], &governor).unwrap();
    let mut received = give(kind, &[], &at(Role::Governor, 2, 21)).unwrap();
    assert_eq!(received.end_of_leaver(), None, "the school that receives is where it was");
    assert_eq!(given.end_of_leaver().map(|event| event.name()), Some("consent.ended"));
    assert_eq!((given.status, given.end_of_leaver()), (ConsentStatus::Ended, None));
    let no = Consent::require_all(&[(Side::Home, kind)], std::slice::from_ref(&given)).unwrap_err();
    assert_eq!(no.rule, Rule::ConsentMissing);
    let again = |said: &[Consent]| Consent::give(id(80), &active(), kind, said, &governor, start()).map(drop);
    assert_eq!(again(std::slice::from_ref(&given)), Ok(()));
    assert_eq!(again(&[]), Err(Rule::StepNotOpen.into()), "nothing ended there");
    let reason = Remark::new("Not this term").unwrap();
    let back = Consent::withhold(id(81), &active(), (kind, reason), &[given], &governor, start());
    assert_eq!(back.map(drop), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_consent_ends_with_the_terms_to_which_it_was_given() {
    let kind = ConsentKind::ChairOfGovernors;
    let mut of = planned();
    let mut before_any = give(kind, &[], &at(Role::Governor, 1, 20)).unwrap();
    let mut given = before_any.clone();
    let terms = |pence| {
        let settlement = SettlementDraft {
            kind: Some(SettlementKind::DayRate),
            day_rate: Some(pence),
            ..SettlementDraft::default()
        };
        Terms::parse(&crate::brokerage::TermsDraft { settlement, ..draft() }, start().day()).unwrap()
    };
    let blank = of.clone();
    let _ = of.draft(terms(35_000), &head(1), start()).unwrap();
    assert_eq!(before_any.end_of_change(&blank, &of).map(|event| event.name()), Some("consent.outdated"));
    let before = of.clone();
    let _ = of.draft(terms(35_000), &head(2), start()).unwrap();
    assert_eq!(given.end_of_change(&before, &of), None, "the same terms are consented to");
    let _ = of.draft(terms(1_000_000), &head(2), start()).unwrap();
    assert!(given.end_of_change(&before, &of).is_some());
    assert_eq!(given.status, ConsentStatus::Ended);
    assert_eq!(given.end_of_change(&before, &of), None, "it ends once");
    let no = Consent::require_all(&[(Side::Home, kind)], std::slice::from_ref(&given)).unwrap_err();
    assert_eq!(no.rule, Rule::ConsentMissing);
    assert!(give(kind, &[given], &at(Role::Governor, 1, 20)).is_ok(), "they may consent to the new ones");
}

#[test]
fn a_consent_is_given_to_what_the_kind_of_work_asks_as_well() {
    let plan = |goal| Preparation::Coaching(CoachingPlan::parse("Questioning", goal).unwrap());
    let mut of = Deployment { kind: SupportKind::Coaching, ..planned() };
    let _ = of.prepare(plan("Fewer closed questions"), &head(2), start()).unwrap();
    let mut given = give(ConsentKind::ChairOfGovernors, &[], &at(Role::Governor, 1, 20)).unwrap();
    let before = of.clone();
    let _ = of.prepare(plan("Fewer closed questions"), &head(2), start()).unwrap();
    assert_eq!(given.end_of_change(&before, &of), None, "the same words are consented to");
    let _ = of.prepare(plan("Longer pauses"), &head(2), start()).unwrap();
    assert_eq!(given.end_of_change(&before, &of).map(|event| event.name()), Some("consent.outdated"));
    assert_eq!(given.status, ConsentStatus::Ended);
}

#[test]
fn a_release_asks_the_school_that_gives_and_payment_the_one_that_receives() {
    use ConsentKind::*;
    let mut policy = AlliancePolicy::national(id(10), 7).terms;
    policy.release_consents = vec![ChairOfGovernors, Trust];
    policy.paid_consents = vec![ChairOfGovernors];
    let terms = |settlement| {
        let typed = crate::brokerage::TermsDraft { settlement, ..draft() };
        Terms::parse(&typed, start().day()).unwrap()
    };
    let free = SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() };
    let paid =
        SettlementDraft { kind: Some(SettlementKind::DayRate), day_rate: Some(35_000), ..SettlementDraft::default() };
    let asked = |of, trust: bool| consents_asked(&policy, Some(&terms(of)), |_| trust);
    let (release, trust, payment) =
        ((Side::Home, ChairOfGovernors), (Side::Home, Trust), (Side::Host, ChairOfGovernors));
    assert_eq!(asked(free.clone(), true), [release, trust]);
    assert_eq!(asked(free, false), [release], "there is no trust to ask");
    assert_eq!(asked(paid, false), [release, payment]);
    let given = give(ChairOfGovernors, &[], &at(Role::Governor, 1, 20)).unwrap();
    assert_eq!(Consent::require_all(&[release], std::slice::from_ref(&given)), Ok(()));
    let no = Consent::require_all(&[release, payment], std::slice::from_ref(&given)).unwrap_err();
    assert_eq!((no.rule, no.message().contains("school that receives")), (Rule::ConsentMissing, true));
    let back = withhold(ChairOfGovernors, &[given], &at(Role::Governor, 1, 20)).unwrap();
    assert_eq!(Consent::require_all(&[release], &[back]).map_err(|no| no.rule), Err(Rule::ConsentMissing));
}
