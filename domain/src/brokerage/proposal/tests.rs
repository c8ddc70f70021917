//! The rules of a proposal, and that no path skips a state.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::access::{Acting, Role};

pub fn id<N>(n: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn acting(role: Role, person: u128, school: Option<u128>, alliance: Option<u128>) -> Actor {
    let membership = id(person + 1000);
    Actor::Acting(Acting { person: id(person), membership, role, school: school.map(id), alliance: alliance.map(id) })
}

pub fn at(role: Role, school: u128, person: u128) -> Actor {
    acting(role, person, Some(school), None)
}

pub fn broker(alliance: u128, person: u128) -> Actor {
    acting(Role::Broker, person, None, Some(alliance))
}

/// The home school is 1, the host 2, the alliance 10; the broker is person 5.
pub fn head(school: u128) -> Actor {
    at(Role::Head, school, 100 + school)
}

pub fn start() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

pub fn sending() -> Sending {
    Sending {
        barred_by_trust: false,
        id: id(50),
        request: id(20),
        offer: id(30),
        run: None,
        alliance: id(10),
        home: id(1),
        host: id(2),
        specialist: Some(id(40)),
        asked: SupportKind::Support,
        kind: SupportKind::Support,
        half_days: 6,
        message: None,
        anonymous: false,
        own_placement: false,
        respond_by: start().plus_days(7),
    }
}

pub fn sent() -> Proposal {
    Proposal::send(sending(), &broker(10, 5), start()).unwrap().0
}

pub fn confirmed() -> Proposal {
    let mut it = sent();
    let _ = it.accept(&head(1), start()).unwrap();
    let _ = it.accept(&head(2), start()).unwrap();
    it
}

#[test]
fn only_a_broker_of_the_alliance_proposes() {
    for actor in [head(1), head(2), broker(11, 6), Actor::Stranger] {
        let no = Proposal::send(sending(), &actor, start()).unwrap_err();
        assert_eq!(no, Rule::NotAllowed.into(), "{actor:?}");
    }
}

#[test]
fn a_proposal_is_checked_when_it_is_made() {
    let wrong = Sending { host: id(1), half_days: 0, respond_by: start(), ..sending() };
    let no = Proposal::send(wrong, &broker(10, 5), start()).unwrap_err().into_vec();
    let rules: Vec<_> = no.into_iter().map(|no| no.rule).collect();
    assert_eq!(rules, [Rule::ProposalToSelf, Rule::NumberOutOfRange, Rule::DatePassed]);
    let late = Sending { respond_by: start().plus_days(93), ..sending() };
    let no = Proposal::send(late, &broker(10, 5), start()).unwrap_err().into_vec();
    assert_eq!(no, [Rule::DateTooFar.at("respondBy")]);
}

#[test]
fn a_secondment_is_proposed_for_a_whole_school_year_and_other_work_for_less() {
    for (kind, most) in [(SupportKind::Secondment, 390), (SupportKind::Support, 200)] {
        let of = |half_days| {
            let it = Sending { asked: kind, kind, half_days, ..sending() };
            Proposal::send(it, &broker(10, 5), start()).map(|(it, _)| it.half_days)
        };
        assert_eq!(of(most), Ok(most));
        assert_eq!(of(most + 1), Err(Rule::NumberOutOfRange.at("halfDays").into()));
    }
}

#[test]
fn what_is_asked_for_is_met_by_an_offer_of_its_kind() {
    for (asked, kind) in
        [(SupportKind::Secondment, SupportKind::Support), (SupportKind::Support, SupportKind::Coaching)]
    {
        let no = Proposal::send(Sending { asked, kind, ..sending() }, &broker(10, 5), start()).unwrap_err();
        assert_eq!(no, Rule::KindDiffers.at("offer").into());
    }
    let (asked, kind) = (SupportKind::Coaching, SupportKind::Coaching);
    let it = Proposal::send(Sending { asked, kind, ..sending() }, &broker(10, 5), start()).unwrap().0;
    assert_eq!(it.kind, SupportKind::Coaching);
}

#[test]
fn both_schools_accept_in_either_order() {
    let mut it = sent();
    assert_eq!(it.accept(&head(1), start()).unwrap().name(), "proposal.accepted");
    assert_eq!(it.status, ProposalStatus::HomeAccepted);
    assert_eq!(it.accept(&head(1), start()), Err(Rule::AlreadyAnswered.into()));
    assert_eq!(it.accept(&head(2), start()).unwrap().name(), "proposal.confirmed");

    let mut it = sent();
    assert_eq!(it.accept(&head(2), start()).unwrap().name(), "proposal.accepted");
    assert_eq!(it.status, ProposalStatus::HostAccepted);
    assert_eq!(it.accept(&head(1), start()).unwrap().name(), "proposal.confirmed");
    assert_eq!(it.accept(&head(1), start()), Err(Rule::ProposalNotOpen.into()));
}

#[test]
fn one_head_of_both_schools_does_not_confirm_alone() {
    let both = |school| at(Role::Head, school, 100);
    for (first, second) in [(1, 2), (2, 1)] {
        let mut it = sent();
        let _ = it.accept(&both(first), start()).unwrap();
        let before = it.clone();
        assert_eq!(it.accept(&both(second), start()), Err(Rule::OneHeadForBoth.into()));
        assert_eq!(it, before);
        let _ = it.accept(&head(second), start()).unwrap();
        let who = [it.home_accepted_by, it.host_accepted_by];
        assert!(who.contains(&Some(id(100))) && who.contains(&Some(id(100 + second))), "{who:?}");
    }
}

#[test]
fn a_broker_who_proposes_the_own_school_waits_for_a_second_one() {
    let own = Sending { own_placement: true, ..sending() };
    let mut it = Proposal::send(own, &broker(10, 5), start()).unwrap().0;
    let asked = Event::ProposalApprovalAsked { proposal: it.id, respond_by: it.respond_by };
    assert_eq!((it.ask_approval(), sent().ask_approval()), (Some(asked), None));
    let _ = it.accept(&head(1), start()).unwrap();
    assert_eq!(it.accept(&head(2), start()), Err(Rule::SecondApprovalMissing.into()));
    for (by, involved, no) in [
        (broker(10, 5), false, Rule::SecondApproverInvolved),
        (broker(10, 6), true, Rule::SecondApproverInvolved),
        (broker(11, 6), false, Rule::NotAllowed),
        (head(2), false, Rule::NotAllowed),
    ] {
        assert_eq!(it.approve(&by, involved), Err(no.into()), "{by:?}");
    }
    assert_eq!(it.approve(&broker(10, 6), false).unwrap().name(), "proposal.approved");
    assert_eq!(it.approve(&broker(10, 7), false), Err(Rule::SecondApprovalIdle.into()));
    assert_eq!(it.ask_approval(), None);
    assert_eq!(it.accept(&head(2), start()).unwrap().name(), "proposal.confirmed");
    assert_eq!(it.approve(&broker(10, 6), false), Err(Rule::ProposalNotOpen.into()));
    assert_eq!(sent().approve(&broker(10, 6), false), Err(Rule::SecondApprovalIdle.into()));
}

#[test]
fn nobody_else_answers_for_a_school() {
    let coordinator = at(Role::Coordinator, 1, 7);
    let specialist = at(Role::Specialist, 1, 8);
    for actor in [broker(10, 5), coordinator, specialist, head(3), Actor::Stranger, Actor::Service] {
        assert_eq!(sent().accept(&actor, start()), Err(Rule::NotYoursToAccept.into()), "{actor:?}");
        let declined = sent().decline(&actor, DeclineReason::Fit, start());
        assert_eq!(declined, Err(Rule::NotYoursToAccept.into()), "{actor:?}");
    }
}

#[test]
fn either_school_declines_by_a_neutral_code() {
    let mut it = sent();
    let _ = it.accept(&head(1), start()).unwrap();
    let _ = it.decline(&head(2), DeclineReason::Timing, start()).unwrap();
    assert_eq!((it.declined_by, it.decline_reason), (Some(Side::Host), Some(DeclineReason::Timing)));
    assert_eq!(it.accept(&head(2), start()), Err(Rule::ProposalNotOpen.into()));
}

#[test]
fn it_expires_after_its_day_and_not_before() {
    let mut it = sent();
    assert_eq!(it.expire(it.respond_by), Err(Rule::StepNotOpen.into()));
    let late = it.respond_by.plus_seconds(1);
    assert_eq!(it.accept(&head(1), late), Err(Rule::ProposalOverdue.into()));
    assert_eq!(it.expire(late).unwrap().name(), "proposal.expired");
    assert_eq!(it.expire(late), Err(Rule::ProposalNotOpen.into()));
}

#[test]
fn only_a_confirmed_one_for_the_same_request_supersedes() {
    let mut it = sent();
    assert_eq!(it.supersede(&sent(), start()), Err(Rule::StepNotOpen.into()));
    let elsewhere = Proposal { request: id(21), ..confirmed() };
    assert_eq!(it.supersede(&elsewhere, start()), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.supersede(&confirmed(), start()).unwrap().name(), "proposal.superseded");
}

#[test]
fn only_its_alliance_withdraws_it() {
    let withdraw = |it: &mut Proposal, by: &Actor| it.withdraw(by, DeclineReason::Capacity, start());
    assert_eq!(withdraw(&mut sent(), &broker(11, 6)), Err(Rule::NotAllowed.into()));
    assert_eq!(withdraw(&mut sent(), &head(2)), Err(Rule::NotAllowed.into()));
    assert_eq!(withdraw(&mut confirmed(), &broker(10, 5)), Err(Rule::ProposalNotOpen.into()));
    let mut it = sent();
    let told = Event::ProposalWithdrawn { proposal: it.id, reason: DeclineReason::Capacity };
    assert_eq!(withdraw(&mut it, &broker(10, 6)), Ok(told));
    assert_eq!(it.decline_reason, Some(DeclineReason::Capacity));
    let (mut fallen, mut left) = (sent(), sent());
    assert!(fallen.fall(start()).is_ok() && left.leave(start()).is_ok());
    let why = [fallen, left].map(|it| it.decline_reason);
    assert_eq!(why, [Some(DeclineReason::NeedChanged), Some(DeclineReason::PeopleChanged)]);
}

#[test]
fn an_anonymous_host_is_named_once_it_accepts() {
    let mut it = Proposal { anonymous: true, ..sent() };
    let _ = it.accept(&head(1), start()).unwrap();
    assert!(!it.names_host());
    let _ = it.accept(&head(2), start()).unwrap();
    assert!(it.names_host());
    assert!(sent().names_host());
}

proptest! {
    #[test]
    fn no_path_confirms_without_both_and_nothing_follows_an_end(steps in prop::collection::vec(0_u8..9, 0..24)) {
        let mut it = sent();
        let mut now = start();
        let mut accepted = (false, false);
        for step in steps {
            let before = it.clone();
            let done = match step {
                0 => it.accept(&head(1), now).map(|_| accepted.0 = true),
                1 => it.accept(&head(2), now).map(|_| accepted.1 = true),
                2 => it.accept(&broker(10, 5), now).map(drop),
                3 => it.decline(&head(2), DeclineReason::NotStated, now).map(drop),
                4 => it.withdraw(&broker(10, 5), DeclineReason::Fit, now).map(drop),
                5 => it.expire(now).map(drop),
                6 => it.supersede(&confirmed(), now).map(drop),
                7 => it.fall(now).map(drop),
                _ => { now = now.plus_days(2); Ok(()) }
            };
            if step != 8 {
                prop_assert!(before.is_open() || done.is_err(), "{:?} moved on", before.status);
            }
            if done.is_err() { prop_assert_eq!(&before, &it); }
            prop_assert_eq!(it.status == ProposalStatus::Confirmed, accepted == (true, true));
            prop_assert_eq!(it.ended_at.is_none(), it.is_open());
        }
    }
}
