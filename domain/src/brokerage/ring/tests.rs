//! The rules of a ring, and that nothing is placed without every school.

use super::*;
use crate::access::Role;
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::brokerage::{ProposalStatus, Side};
use crate::exchange::SupportKind;

/// School `home` gives four half-days to school `host`, which asked for them.
fn leg(home: u128, host: u128) -> RingLeg {
    RingLeg {
        ring: id(80),
        place: 0,
        request: id(200 + host),
        offer: id(300 + home),
        home: id(home),
        host: id(host),
        specialist: Some(id(400 + home)),
        run: None,
        kind: SupportKind::Support,
        half_days: 4,
        anonymous: false,
        parts: Vec::new(),
        answer: None,
        answered_at: None,
        answered_by: None,
        reason: None,
        proposal: None,
    }
}

/// Schools 1, 2 and 3: each gives to the next.
pub fn proposing() -> RingProposing {
    RingProposing {
        id: id(80),
        alliance: id(10),
        legs: vec![leg(1, 2), leg(3, 1), leg(2, 3)],
        own_school: false,
        respond_by: start().plus_days(7),
    }
}

fn proposed() -> (ExchangeRing, Vec<RingLeg>) {
    let (ring, legs, _) = ExchangeRing::propose(proposing(), &broker(10, 5), start()).unwrap();
    (ring, legs)
}

/// The same ring, to which these schools have consented.
fn consenting(schools: &[u128]) -> (ExchangeRing, Vec<RingLeg>) {
    let (mut ring, mut legs) = proposed();
    for school in schools {
        let _ = ring.consent(&mut legs, &head(*school), start()).unwrap();
    }
    (ring, legs)
}

fn refused(it: RingProposing, by: &Actor) -> Vec<Rejected> {
    ExchangeRing::propose(it, by, start()).unwrap_err().into_vec()
}

#[test]
fn only_a_broker_of_the_alliance_proposes_and_none_with_a_post_at_one_of_the_schools() {
    for actor in [head(1), broker(11, 6), Actor::Stranger] {
        assert_eq!(refused(proposing(), &actor), [Rule::NotAllowed.into()], "{actor:?}");
    }
    let own = RingProposing { own_school: true, ..proposing() };
    assert_eq!(refused(own, &broker(10, 5)), [Rule::RingOwnSchool.at("legs")]);
}

#[test]
fn the_legs_of_a_ring_follow_each_other_and_each_school_gives_and_gets_once() {
    let (_, legs) = proposed();
    let order: Vec<_> = legs.iter().map(|leg| (leg.place, leg.home, leg.host)).collect();
    assert_eq!(order, [(1, id(1), id(2)), (2, id(2), id(3)), (3, id(3), id(1))]);
    let five = (1..=5).map(|at| leg(at, at % 5 + 1)).collect();
    let open = vec![leg(1, 2), leg(2, 3)];
    let two = vec![leg(1, 2), leg(2, 1), leg(3, 4), leg(4, 3)];
    let twice = vec![leg(1, 2), leg(2, 1), leg(1, 3), leg(3, 1)];
    for legs in [five, open, two, twice, vec![leg(1, 2)], vec![]] {
        let no = refused(RingProposing { legs, ..proposing() }, &broker(10, 5));
        assert_eq!(no, [Rule::RingNotClosed.at("legs")]);
    }
    let pair = RingProposing { legs: vec![leg(1, 2), leg(2, 1)], ..proposing() };
    assert_eq!(ExchangeRing::propose(pair, &broker(10, 5), start()).unwrap().0.schools, 2);
}

#[test]
fn a_leg_passes_what_a_proposal_would_have_to_pass_and_each_fault_is_told_once() {
    let mut it = RingProposing { respond_by: start(), ..proposing() };
    it.legs[0].half_days = 0;
    assert_eq!(refused(it, &broker(10, 5)), [Rule::NumberOutOfRange.at("halfDays"), Rule::DatePassed.at("respondBy")]);
}

#[test]
fn a_ring_is_agreed_when_the_last_of_its_schools_consents_and_not_before() {
    let (mut ring, mut legs) = proposed();
    let mut consent = |by: &Actor| ring.consent(&mut legs, by, start()).map(|event| event.name());
    assert_eq!(consent(&head(2)), Ok("ring.consented"));
    assert_eq!(consent(&head(2)), Err(Rule::AlreadyAnswered.into()));
    assert_eq!(consent(&head(1)), Ok("ring.consented"));
    for actor in [head(4), broker(10, 5), at(Role::Coordinator, 3, 7), Actor::Stranger, Actor::Service] {
        assert_eq!(consent(&actor), Err(Rule::NotYoursToAccept.into()), "{actor:?}");
    }
    assert_eq!(consent(&at(Role::Head, 3, 101)), Err(Rule::OneHeadForBoth.into()), "the head of school 1 as well");
    assert_eq!(consent(&head(3)), Ok("ring.agreed"));
    assert_eq!(consent(&head(3)), Err(Rule::RingNotOpen.into()));
    assert_eq!((ring.status, ring.consents), (RingStatus::Agreed, 3));
}

#[test]
fn an_agreed_ring_becomes_a_proposal_for_each_leg_that_both_schools_have_accepted() {
    let (open, mut legs) = consenting(&[1, 2]);
    assert!(open.confirm(&mut legs, 0, id(50), start()).is_err(), "one is missing");
    let (ring, mut legs) = consenting(&[1, 2, 3]);
    let (it, event) = ring.confirm(&mut legs, 0, id(50), start()).unwrap();
    assert_eq!(event, Event::ProposalConfirmed { proposal: id(50), side: Side::Host });
    assert_eq!((it.status, it.home, it.host, it.sent_by), (ProposalStatus::Confirmed, id(1), id(2), id(5)));
    assert_eq!((it.home_accepted_by, it.host_accepted_by), (Some(id(101)), Some(id(102))));
    assert_eq!(legs[0].proposal, Some(id(50)));
}

#[test]
fn one_no_dissolves_it_also_of_a_school_that_had_consented() {
    for consented in [&[][..], &[2]] {
        let (mut ring, mut legs) = consenting(consented);
        let event = ring.decline(&mut legs, &head(2), DeclineReason::Timing, start()).unwrap();
        assert_eq!(event, Event::RingDissolved { ring: id(80), end: RingEnd::Declined });
        assert_eq!((ring.status, ring.consents), (RingStatus::Dissolved, 0));
        assert_eq!((legs[1].answer, legs[1].reason), (Some(RingAnswer::Declined), Some(DeclineReason::Timing)));
        assert_eq!(ring.consent(&mut legs, &head(1), start()), Err(Rule::RingNotOpen.into()));
    }
}

#[test]
fn it_lapses_after_its_day_and_only_its_alliance_takes_it_back() {
    let (mut ring, mut legs) = proposed();
    assert_eq!(ring.lapse(ring.respond_by), Err(Rule::StepNotOpen.into()));
    let late = ring.respond_by.plus_seconds(1);
    assert_eq!(ring.consent(&mut legs, &head(1), late), Err(Rule::ProposalOverdue.into()));
    assert_eq!(ring.clone().lapse(late).unwrap().name(), "ring.dissolved");
    for actor in [broker(11, 6), head(1)] {
        assert_eq!(ring.withdraw(&actor, DeclineReason::Fit, start()), Err(Rule::NotAllowed.into()));
    }
    let told = Event::RingDissolved { ring: id(80), end: RingEnd::Withdrawn };
    assert_eq!(ring.withdraw(&broker(10, 6), DeclineReason::Fit, start()), Ok(told));
    assert_eq!(ring.fall(RingEnd::RequestGone, start()), Err(Rule::RingNotOpen.into()));
}
