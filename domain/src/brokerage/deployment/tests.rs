//! The rules of a deployment, and that no path skips a state.

use proptest::prelude::*;

use super::*;
use crate::access::{Actor, Role};
use crate::brokerage::proposal::tests::{at, broker, confirmed, head, id, sent, start};
use crate::brokerage::terms::tests::draft;
use crate::brokerage::{ConflictDeclaration, InterestKind, SettlementDraft, TermsDraft};
use crate::exchange::SettlementKind;

fn planning() -> Planning {
    Planning { id: id(60), arranged: false, person: Some(id(8)), agree_by: start().plus_days(14) }
}

pub fn planned() -> Deployment {
    Deployment::plan(&planning(), &confirmed(), start()).unwrap().0
}

pub fn terms() -> Terms {
    let starts_on = Some(start().day());
    Terms::parse(&TermsDraft { starts_on, ..draft() }, start().day()).unwrap()
}

fn declare(it: &mut Deployment, by: &Actor, interests: &[InterestKind]) -> Result<(), Rejected> {
    ConflictDeclaration::declare(id(70), it, (interests, &[]), None, by, start()).map(drop)
}

/// Signs for the alliance.
pub fn countersign(it: &mut Deployment) {
    let _ = it.agree_for_alliance(&broker(10, 5), false, start()).unwrap();
}

/// Planned, with terms, both declarations and the alliance's signature.
fn ready() -> Deployment {
    let mut it = planned();
    let _ = it.draft(terms(), &at(Role::Coordinator, 1, 7), start()).unwrap();
    declare(&mut it, &head(1), &[]).unwrap();
    declare(&mut it, &head(2), &[]).unwrap();
    countersign(&mut it);
    it
}

fn agreed() -> Deployment {
    let mut it = ready();
    let _ = it.agree(&head(1), start()).unwrap();
    let _ = it.agree(&head(2), start()).unwrap();
    it
}

pub fn active() -> Deployment {
    let mut it = agreed();
    let _ = it.start(&head(2), start()).unwrap();
    it
}

pub fn reason() -> (StopReason, Remark) {
    (StopReason::NeedChanged, Remark::new("The need has changed").unwrap())
}

#[test]
fn only_a_confirmed_proposal_plans_a_deployment() {
    assert_eq!(Deployment::plan(&planning(), &sent(), start()).unwrap_err(), Rule::StepNotOpen.into());
}

#[test]
fn both_heads_agree_and_the_second_makes_the_promise() {
    let mut it = ready();
    assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.signed");
    assert_eq!((it.status, it.promised), (DeploymentStatus::Planned, 0));
    assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.signed");
    assert_eq!(it.agree(&head(1), start()).unwrap().name(), "deployment.agreed");
    assert_eq!((it.status, it.promised), (DeploymentStatus::Agreed, 6));
    assert_eq!(it.agree(&head(1), start()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn coordinators_draft_and_do_not_sign_and_a_broker_signs_for_nobody() {
    for actor in [at(Role::Coordinator, 1, 7), at(Role::Specialist, 1, 8), broker(10, 5), head(3), Actor::Service] {
        assert_eq!(ready().agree(&actor, start()), Err(Rule::NotYoursToAgree.into()), "{actor:?}");
        assert_eq!(declare(&mut ready(), &actor, &[]), Err(Rule::NotYoursToAgree.into()), "{actor:?}");
    }
    for actor in [at(Role::Specialist, 1, 8), broker(11, 6), head(3)] {
        assert_eq!(planned().draft(terms(), &actor, start()), Err(Rule::NotAllowed.into()), "{actor:?}");
    }
}

#[test]
fn nothing_is_agreed_without_terms_and_declarations() {
    let mut it = planned();
    assert_eq!(it.agree(&head(1), start()), Err(Rule::TermsMissing.into()));
    let _ = it.draft(terms(), &broker(10, 5), start()).unwrap();
    assert_eq!(it.agree(&head(1), start()), Err(Rule::DeclarationMissing.into()));
    declare(&mut it, &head(1), &[]).unwrap();
    let _ = it.agree(&head(1), start()).unwrap();
    assert_eq!(it.agree(&head(2), start()), Err(Rule::DeclarationMissing.into()));
}

#[test]
fn other_terms_undo_the_signatures_and_the_same_do_not() {
    let mut it = ready();
    let _ = it.agree(&head(1), start()).unwrap();
    let _ = it.draft(terms(), &head(2), start()).unwrap();
    assert!(it.home_agreed_at.is_some());
    let settlement =
        SettlementDraft { kind: Some(SettlementKind::DayRate), day_rate: Some(35_000), ..draft().settlement };
    let other = Terms::parse(&TermsDraft { settlement, ..draft() }, start().day()).unwrap();
    let _ = it.draft(other, &head(2), start()).unwrap();
    assert!(it.home_agreed_at.is_none());
}

/// Terms by which nobody pays, for this payer's sake.
pub fn waived(payer: &str) -> Terms {
    let settlement = SettlementDraft {
        kind: Some(SettlementKind::Waived),
        payer: Some(payer.into()),
        reason: Some("A first step".into()),
        ..SettlementDraft::default()
    };
    Terms::parse(&TermsDraft { settlement, ..draft() }, start().day()).unwrap()
}

#[test]
fn one_head_of_both_schools_does_not_sign_for_both() {
    let both = |school| at(Role::Head, school, 100);
    for (first, second) in [(1, 2), (2, 1)] {
        let mut it = ready();
        let _ = it.agree(&both(first), start()).unwrap();
        let before = it.clone();
        assert_eq!(it.agree(&both(second), start()), Err(Rule::OneHeadForBoth.into()));
        assert_eq!(it, before);
        assert_eq!(it.agree(&head(second), start()).unwrap().name(), "deployment.agreed");
        assert_ne!(it.home_agreed_by, it.host_agreed_by);
    }
}

#[test]
fn a_waiver_waits_for_a_broker_who_did_not_write_it() {
    let mut it = ready();
    let _ = it.draft(waived("Ash Lane"), &broker(10, 5), start()).unwrap();
    let _ = it.agree(&head(1), start()).unwrap();
    assert_eq!(it.agree(&head(2), start()), Err(Rule::WaiverUnapproved.into()));
    assert_eq!(it.approve(&broker(10, 5), false, start()), Err(Rule::SecondApproverInvolved.into()));
    assert_eq!(it.approve(&broker(10, 6), true, start()), Err(Rule::SecondApproverInvolved.into()));
    assert_eq!(it.approve(&Actor::Service, false, start()), Err(Rule::SecondApproverInvolved.into()));
    for actor in [broker(11, 6), head(1), head(2)] {
        assert_eq!(it.approve(&actor, false, start()), Err(Rule::NotAllowed.into()), "{actor:?}");
    }
    let _ = it.approve(&broker(10, 6), false, start()).unwrap();
    let _ = it.draft(waived("Ash Lane"), &head(2), start()).unwrap();
    assert_eq!((it.approved_by, it.drafted_by), (Some(id(6)), Some(id(5))), "the same terms change nothing");
    let mut other = it.clone();
    let _ = other.draft(waived("Elm Park"), &head(2), start()).unwrap();
    assert_eq!((other.approved_by, other.drafted_by), (None, Some(id(102))), "another waiver is approved anew");
    let _ = other.approve(&broker(10, 5), false, start()).unwrap();
    let _ = other.draft(terms(), &head(2), start()).unwrap();
    assert_eq!((other.approved_by, other.needs_approval()), (None, false));
    countersign(&mut it);
    assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.agreed");
}

#[test]
fn whoever_proposed_in_their_own_interest_does_not_approve_it_because_nobody_pays() {
    let mut it = Deployment { own_placement: true, approved_by: Some(id(6)), ..ready() };
    let _ = it.draft(waived("Ash Lane"), &head(1), start()).unwrap();
    assert_eq!(it.approved_by, None, "what was approved before the terms is not the waiver");
    assert_eq!(it.approve(&broker(10, 5), false, start()), Err(Rule::SecondApproverInvolved.into()));
    let _ = it.approve(&broker(10, 6), false, start()).unwrap();
}

#[test]
fn an_interest_or_the_brokers_own_school_waits_for_a_second_broker() {
    let own = Deployment { own_placement: true, ..ready() };
    let mut interested = ready();
    declare(&mut interested, &head(2), &[InterestKind::Kinship]).unwrap();
    countersign(&mut interested);
    for mut it in [own, interested] {
        let _ = it.agree(&head(1), start()).unwrap();
        assert_eq!(it.agree(&head(2), start()), Err(Rule::SecondApprovalMissing.into()));
        assert_eq!(it.approve(&broker(10, 5), false, start()), Err(Rule::SecondApproverInvolved.into()));
        assert_eq!(it.approve(&broker(10, 6), true, start()), Err(Rule::SecondApproverInvolved.into()));
        assert_eq!(it.approve(&broker(11, 6), false, start()), Err(Rule::NotAllowed.into()));
        let _ = it.approve(&broker(10, 6), false, start()).unwrap();
        assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.agreed");
    }
    assert_eq!(ready().approve(&broker(10, 6), false, start()), Err(Rule::SecondApprovalIdle.into()));
}

#[test]
fn a_new_interest_undoes_what_was_signed_without_knowing_of_it() {
    let mut it = Deployment { own_placement: true, ..ready() };
    let _ = it.agree(&head(1), start()).unwrap();
    let _ = it.approve(&broker(10, 6), false, start()).unwrap();
    declare(&mut it, &head(2), &[InterestKind::Financial]).unwrap();
    assert_eq!((it.home_agreed_at, it.approved_by), (None, None));
    assert_eq!(declare(&mut agreed(), &head(2), &[]), Err(Rule::StepNotOpen.into()));
}

#[test]
fn another_interest_is_explained() {
    assert_eq!(declare(&mut ready(), &head(1), &[InterestKind::Other]), Err(Rule::TextEmpty.at("note")));
}

#[test]
fn it_lapses_after_its_day_and_not_before() {
    let mut it = ready();
    assert_eq!(it.lapse(it.agree_by), Err(Rule::StepNotOpen.into()));
    let late = it.agree_by.plus_seconds(1);
    assert_eq!(it.agree(&head(1), late), Err(Rule::AgreementOverdue.into()));
    assert_eq!(it.lapse(late).unwrap().name(), "deployment.lapsed");
    assert_eq!(agreed().lapse(late), Err(Rule::StepNotOpen.into()));
}

#[test]
fn those_who_run_it_may_not_all_end_it() {
    let coordinator = at(Role::Coordinator, 2, 7);
    let mut it = agreed();
    let _ = it.start(&coordinator, start()).unwrap();
    assert_eq!(it.complete(&coordinator, start()), Err(Rule::NotAllowed.into()));
    assert_eq!(it.stop(&coordinator, reason(), start()), Err(Rule::NotAllowed.into()));
    for actor in [head(3), broker(11, 6), at(Role::Specialist, 1, 8)] {
        assert_eq!(it.pause(&actor, start()), Err(Rule::NotAllowed.into()));
        assert_eq!(it.resume(&actor), Err(Rule::NotAllowed.into()));
    }
    assert!(it.complete(&broker(10, 5), start()).is_ok());
}

#[test]
fn the_end_gives_up_the_rest_of_the_promise() {
    let mut it = active();
    assert_eq!(it.keep_promise(4), 4);
    assert!(it.renew_promise(2));
    assert_eq!(it.keep_promise(1), 1);
    let _ = it.stop(&head(1), reason(), start()).unwrap();
    assert_eq!(it.end_promise(), 3);
    assert_eq!(it.keep_promise(2), 0);
    assert!(!it.renew_promise(2));
    assert_eq!(it.promised, 0);
}

/// Which steps the lifecycle of DOMAIN C.2 knows.
fn follows(from: DeploymentStatus, to: DeploymentStatus) -> bool {
    use DeploymentStatus::*;
    match (from, to) {
        (Planned, Agreed | Lapsed | Stopped) | (Agreed, Active | Stopped) => true,
        (Active, Paused | Completed | Stopped) | (Paused, Active | Stopped) => true,
        _ => from == to,
    }
}

proptest! {
    #[test]
    fn no_path_skips_a_state(steps in prop::collection::vec(0_u8..13, 0..40)) {
        let mut it = planned();
        let mut now = start();
        for step in steps {
            let before = it.clone();
            let done = match step {
                0 => it.draft(terms(), &head(1), now).map(drop),
                1 => declare(&mut it, &head(1), &[]),
                2 => declare(&mut it, &head(2), &[InterestKind::SameTrust]),
                3 => it.approve(&broker(10, 6), false, now).map(drop),
                4 => it.agree(&head(1), now).map(drop),
                5 => it.agree(&head(2), now).map(drop),
                6 => it.start(&head(2), now).map(drop),
                7 => it.pause(&head(2), now).map(drop),
                8 => it.resume(&head(2)).map(drop),
                9 => it.complete(&head(2), now).map(drop),
                10 => it.stop(&head(1), reason(), now).map(drop),
                11 => it.agree_for_alliance(&broker(10, 6), false, now).map(drop),
                _ => { now = now.plus_days(3); it.lapse(now).map(drop) }
            };
            if done.is_err() { prop_assert_eq!(&before, &it); }
            prop_assert!(follows(before.status, it.status), "{:?} to {:?}", before.status, it.status);
            let agreed = it.agreed_at.is_some();
            let signed = [it.home_agreed_at, it.host_agreed_at, it.alliance_agreed_at];
            prop_assert!(!agreed || it.terms.is_some() && signed.iter().all(Option::is_some));
            prop_assert!(!agreed || !it.needs_approval() || it.approved_by.is_some());
        }
    }
}
