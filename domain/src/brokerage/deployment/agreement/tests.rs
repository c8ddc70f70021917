//! Who is a party to an agreement, what undoes a signature, and until when there is anything to sign.

use super::*;
use crate::access::Role;
use crate::brokerage::deployment::tests::{active, countersign, planned, terms};
use crate::brokerage::proposal::tests::{at, broker, head, id, start};
use crate::brokerage::terms::tests::draft;
use crate::brokerage::{ConflictDeclaration, PayerKind, SettlementDraft, ShareDraft, TermsDraft};
use crate::exchange::{SettlementKind, SupportKind};

fn declare(it: &mut Deployment, by: &Actor, interests: &[InterestKind]) {
    ConflictDeclaration::declare(id(70), it, (interests, &[]), None, by, start()).map(drop).unwrap();
}

/// Planned, declared, and signed by the head of the school that gives.
fn signed_by_one(terms: Terms) -> Deployment {
    let mut it = planned();
    let _ = it.draft(terms, &head(1), start()).unwrap();
    declare(&mut it, &head(1), &[]);
    declare(&mut it, &head(2), &[]);
    let _ = it.agree(&head(1), start()).unwrap();
    it
}

/// Ten thousand pounds a day, all of it the alliance's to pay, and nothing for its work.
fn dear() -> Terms {
    let settlement = SettlementDraft {
        kind: Some(SettlementKind::DayRate),
        day_rate: Some(1_000_000),
        brokerage: Some(0),
        shares: vec![ShareDraft { by: PayerKind::Alliance, name: None, pool: None, part: 10_000 }],
        ..SettlementDraft::default()
    };
    Terms::parse(&TermsDraft { settlement, ..draft() }, start().day()).unwrap()
}

fn until(day: &str) -> Terms {
    let (starts_on, ends_on) = (Some(start().day()), Some(day.parse().unwrap()));
    let mut draft = TermsDraft { starts_on, ends_on, ..draft() };
    draft.action_plan.truncate(1);
    draft.action_plan[0].due_on = start().day();
    Terms::parse(&draft, start().day()).unwrap()
}

#[test]
fn two_heads_alone_do_not_spend_what_is_the_alliances() {
    let mut it = signed_by_one(dear());
    assert_eq!(it.agree(&head(2), start()), Err(Rule::AllianceUnsigned.into()));
    assert_eq!((it.status, it.host_agreed_at), (DeploymentStatus::Planned, None));
    for actor in [head(1), head(2), at(Role::Coordinator, 1, 7), broker(11, 6)] {
        assert_eq!(it.agree_for_alliance(&actor, false, start()), Err(Rule::NotAllowed.into()), "{actor:?}");
    }
    let event = it.agree_for_alliance(&broker(10, 5), false, start()).unwrap();
    assert_eq!(event.name(), "deployment.alliance_signed");
    assert_eq!(it.alliance_agreed_by, Some(id(5)));
    assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.agreed");
    assert_eq!(it.agree_for_alliance(&broker(10, 5), false, start()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn the_alliance_signs_what_stands_and_other_terms_anew() {
    let unwritten = planned().agree_for_alliance(&broker(10, 5), false, start());
    assert_eq!(unwritten, Err(Rule::TermsMissing.into()));
    let mut it = signed_by_one(terms());
    countersign(&mut it);
    let _ = it.draft(terms(), &head(2), start()).unwrap();
    assert!(it.alliance_agreed_at.is_some(), "the same terms change nothing");
    let _ = it.draft(dear(), &head(2), start()).unwrap();
    assert_eq!((it.alliance_agreed_at, it.alliance_agreed_by, it.drafted_at), (None, None, Some(start())));
    let _ = it.agree(&head(1), start()).unwrap();
    assert_eq!(it.agree(&head(2), start()), Err(Rule::AllianceUnsigned.into()));
}

#[test]
fn whoever_signs_for_the_alliance_stands_on_neither_side() {
    let mut it = signed_by_one(terms());
    let no = Err(Rule::AllianceSignerInvolved.into());
    assert_eq!(it.agree_for_alliance(&broker(10, 5), true, start()), no, "has a post there");
    assert_eq!(it.agree_for_alliance(&broker(10, 101), false, start()), no, "signed for the school that gives");
    let _ = it.agree_for_alliance(&broker(10, 5), false, start()).unwrap();
    assert_eq!(it.agree(&at(Role::Head, 2, 5), start()).map(drop), Err(Rule::AllianceSignerInvolved.into()));
    assert_eq!(it.agree(&head(2), start()).unwrap().name(), "deployment.agreed");
}

#[test]
fn a_peer_visit_needs_no_broker_unless_somebody_pays() {
    let of = |kind, terms| {
        Deployment { kind, arranged: true, half_days: 2, terms: Some(terms), ..planned() }.needs_alliance()
    };
    assert!(!of(SupportKind::PeerVisit, terms()));
    assert!(of(SupportKind::PeerVisit, dear()));
    let settlement = SettlementDraft { cover: Some(20_000), ..draft().settlement };
    let covered = Terms::parse(&TermsDraft { settlement, ..draft() }, start().day()).unwrap();
    assert!(of(SupportKind::PeerVisit, covered), "cover is money too");
    assert!(of(SupportKind::Support, terms()));
}

#[test]
fn an_interest_that_is_taken_back_is_looked_at_all_the_same() {
    let mut it = signed_by_one(terms());
    declare(&mut it, &head(1), &[InterestKind::Kinship]);
    let _ = it.agree(&head(1), start()).unwrap();
    countersign(&mut it);
    declare(&mut it, &head(1), &[]);
    let signed = [it.home_agreed_at, it.host_agreed_at, it.alliance_agreed_at];
    assert_eq!((signed, it.needs_approval()), ([None; 3], true));
    let _ = it.agree(&head(1), start()).unwrap();
    countersign(&mut it);
    assert_eq!(it.agree(&head(2), start()), Err(Rule::SecondApprovalMissing.into()));
    let _ = it.approve(&broker(10, 6), false, start()).unwrap();
    declare(&mut it, &head(2), &[]);
    assert_eq!(it.approved_by, Some(id(6)), "the other side never had one");
    let _ = it.agree(&head(2), start()).unwrap();
    assert_eq!(it.status, DeploymentStatus::Agreed);
}

#[test]
fn terms_that_are_over_are_signed_by_nobody() {
    let mut it = signed_by_one(until("2026-11-23"));
    let (last, over) = (start().plus_days(2), start().plus_days(3));
    assert_eq!(it.clone().agree(&head(1), over), Err(Rule::DatePassed.at("endsOn")));
    assert_eq!(it.agree_for_alliance(&broker(10, 5), false, over), Err(Rule::DatePassed.at("endsOn")));
    let _ = it.agree_for_alliance(&broker(10, 5), false, last).unwrap();
    assert_eq!(it.clone().agree(&head(2), over), Err(Rule::DatePassed.at("endsOn")));
    assert_eq!(it.agree(&head(2), last).unwrap().name(), "deployment.agreed");
}

#[test]
fn work_begins_on_the_first_day_of_its_terms_and_not_before() {
    let later = Terms::parse(&draft(), start().day()).unwrap();
    let mut it = Deployment { status: DeploymentStatus::Agreed, terms: Some(later), started_at: None, ..active() };
    assert_eq!(it.start(&head(2), start().plus_days(1)), Err(Rule::WorkAhead.into()));
    assert_eq!(it.status, DeploymentStatus::Agreed);
    assert_eq!(it.start(&head(2), start().plus_days(2)).unwrap().name(), "deployment.started");
}

#[test]
fn what_the_register_shows_is_declared_and_no_signature_stands_over_its_omission() {
    let mut it = planned();
    let known = [InterestKind::SameTrust];
    let mut declare = |interests: &[InterestKind]| {
        ConflictDeclaration::declare(id(70), &mut it, (interests, &known), None, &head(1), start()).map(drop)
    };
    assert_eq!(declare(&[]), Err(Rule::InterestOmitted.at("interests")));
    assert_eq!(declare(&[InterestKind::Kinship]), Err(Rule::InterestOmitted.at("interests")));
    assert_eq!(declare(&known), Ok(()));
    assert!(it.needs_approval());
    assert_eq!(it.check_declared(&head(1), &known), Ok(()));
    it.home_interest = Some(false);
    assert_eq!(it.check_declared(&head(1), &known), Err(Rule::InterestOmitted.into()));
    assert_eq!(it.check_declared(&head(1), &[]), Ok(()));
    assert_eq!(it.check_declared(&head(9), &known), Err(Rule::NotYoursToAgree.into()));
}
