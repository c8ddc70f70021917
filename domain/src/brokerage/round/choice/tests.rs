//! What brokers choose, and what is settled by it.

use super::*;
use crate::access::Role;
use crate::brokerage::RoundPlace;
use crate::brokerage::round::tests::{outcome, planned, report};
use crate::brokerage::testing::{at, broker, head, id, start};

fn holder(number: u128) -> CapacityHolder {
    CapacityHolder::Specialist(id(number))
}

fn place(of: u128) -> RoundPlace {
    RoundPlace { offer: id(of), holder: holder(of), home: id(1), parts: Vec::new(), worth: 0, price: 0 }
}

fn line(request: u128, status: RoundLineStatus, of: Option<u128>) -> RoundLine {
    RoundLine { status, place: of.map(place), ..RoundLine::taken(id(70), id(request)) }
}

fn choice(request: u128, of: u128, kind: RoundChoiceKind) -> RoundChoice {
    RoundChoice {
        round: id(70),
        number: 1,
        request: id(request),
        offer: id(of),
        holder: holder(of),
        home: id(1),
        kind,
        loss: 0,
        chosen_by: id(5),
        chosen_at: start(),
        reason: None,
    }
}

/// A choice of a broker of the round of alliance 10.
pub fn chosen() -> RoundChoice {
    choice(1, 11, RoundChoiceKind::Pinned)
}

#[test]
fn what_was_proposed_stays_and_what_left_is_out_and_the_rest_is_as_brokers_chose() {
    use RoundChoiceKind::{Forbidden, Pinned};
    use RoundLineStatus::{Left, Placed, Proposed, Unplaced};
    let lines = [
        line(1, Placed, Some(11)),
        line(2, Unplaced, None),
        line(3, Proposed, Some(13)),
        line(4, Proposed, Some(14)),
        line(5, Left, Some(15)),
        line(6, Placed, Some(16)),
    ];
    let waiting = (1..=5).map(id).collect();
    let followed = BTreeSet::from([id(3)]);
    let choices = [
        choice(1, 11, Forbidden),
        choice(2, 19, Pinned),
        choice(3, 19, Pinned),
        choice(4, 14, Pinned),
        choice(5, 15, Forbidden),
    ];
    let it = Settled::of_round(&lines, &waiting, &followed, &choices);
    assert_eq!(it.pinned, [(id(2), holder(19)), (id(3), holder(13))].into());
    assert_eq!(it.forbidden, [(id(1), holder(11))].into());
    assert_eq!(it.without, [id(4), id(5), id(6)].into(), "the last waits for nobody any more");
    assert_eq!(Settled::read(&it.bytes()), Some(it.clone()));
    let mut bytes = it.bytes();
    bytes.pop();
    assert_eq!((Settled::read(&bytes), Settled::read(b"LATMTRR1")), (None, None));
}

#[test]
fn nobody_chooses_twice_or_against_another_choice() {
    use RoundChoiceKind::{Forbidden, Pinned};
    let it = Settled { without: [id(9)].into(), ..Settled::default() };
    let pinned = it.clone().with(id(1), holder(11), Pinned).unwrap();
    let both = pinned.clone().with(id(1), holder(12), Forbidden).unwrap();
    let no = |it: &Settled, request: u128, of: u128, kind| {
        let no = it.clone().with(id(request), holder(of), kind).unwrap_err();
        (no.rule, no.field.unwrap_or_default().into_owned())
    };
    let at = |rule, field: &str| (rule, field.to_owned());
    assert_eq!(no(&both, 1, 11, Pinned), at(Rule::RoundChoiceRepeated, "offer"));
    assert_eq!(no(&both, 1, 12, Forbidden), at(Rule::RoundChoiceRepeated, "offer"));
    assert_eq!(no(&both, 1, 13, Pinned), at(Rule::RoundPairImpossible, "offer"), "lifted first");
    assert_eq!(no(&both, 1, 11, Forbidden), at(Rule::RoundPairImpossible, "offer"));
    assert_eq!(no(&both, 9, 11, Pinned), at(Rule::StepNotOpen, "request"));
    assert_eq!(both.less(id(1), holder(12), Forbidden), pinned);
    assert_eq!(pinned.less(id(1), holder(11), Pinned), it);
}

#[test]
fn a_broker_chooses_for_requests_of_the_own_alliance_while_the_plan_stands() {
    let chosen = chosen();
    let made = |it: &mut Round, of: Option<u128>, by: &Actor| {
        let event = it.choose(&chosen, (outcome(), report()), of.map(id), by)?;
        assert_eq!(event.name(), "round.chosen");
        it.lift(&chosen, (outcome(), report()), of.map(id), by).map(|event| event.name())
    };
    assert_eq!(made(&mut planned(), Some(10), &broker(10, 6)), Ok("round.choice_lifted"));
    let mut of_nation = Round { alliance: None, ..planned() };
    assert_eq!(made(&mut of_nation, Some(11), &broker(11, 6)), Ok("round.choice_lifted"));
    let no = Err(Rule::NotAllowed.into());
    assert_eq!(made(&mut planned(), Some(11), &broker(11, 6)), no, "a round of another alliance");
    assert_eq!(made(&mut of_nation, Some(11), &broker(10, 6)), no, "a request of another alliance");
    for by in [at(Role::Operator, 0, 40), head(2), Actor::Stranger] {
        assert_eq!(made(&mut planned(), Some(10), &by), no, "{by:?}");
        assert_eq!(made(&mut of_nation, None, &by), no, "{by:?}");
    }
    let mut closed = planned();
    let _ = closed.close(&broker(10, 6), start()).unwrap();
    assert_eq!(made(&mut closed, Some(10), &broker(10, 6)), Err(Rule::StepNotOpen.into()));
    assert!(planned().is_told_whole_to(&broker(10, 6)) && !planned().is_told_whole_to(&broker(11, 6)));
    assert!(!of_nation.is_told_whole_to(&at(Role::Operator, 0, 40)), "it is nobody's own");
}

#[test]
fn a_plan_that_is_made_anew_places_whoever_still_waits() {
    let mut it = line(1, RoundLineStatus::Placed, Some(11));
    it.settle_anew(None).unwrap();
    assert_eq!((it.status, it.place.clone()), (RoundLineStatus::Unplaced, None));
    it.settle_anew(Some(place(12))).unwrap();
    assert_eq!((it.status, it.place.clone()), (RoundLineStatus::Placed, Some(place(12))));
    it.propose(id(4)).unwrap();
    assert_eq!(it.settle_anew(None), Err(Rule::StepNotOpen.into()));
}
