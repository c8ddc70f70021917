//! How brokerage rounds and the requests in them are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::Role;
use crate::brokerage::testing::{
    at, broker, head, id, round_choice, round_opening, round_outcome, round_report, start,
};
use crate::brokerage::{
    Overtaken, Round, RoundAnswer, RoundChoiceKind, RoundFailure, RoundLine, RoundOpening, RoundPlace, RoundUnplaced,
};
use crate::exchange::CapacityHolder;
use crate::text::Remark;
use crate::{Event, Rule};

/// A brokerage round.
pub(super) fn round() -> Lifecycle {
    let (now, late) = (start(), start().plus_days(30));
    let reason = Remark::new("Too early").unwrap();
    let of_alliance = Round::open(round_opening(), &broker(10, 5), now).unwrap();
    let operator = at(Role::Operator, 0, 40);
    let of_nation = Round::open(RoundOpening { alliance: None, ..round_opening() }, &operator, now).unwrap();
    Explorer::asking([
        ("broker", broker(10, 5)),
        ("broker of another alliance", broker(11, 6)),
        ("head", head(2)),
        ("operator, for the nation", operator),
    ])
    .step(move |it: &mut Round, by| it.freeze(3, by, now).ok())
    .step(move |it, by| it.cancel(reason.clone(), by, now).ok())
    .step(move |it, by| it.close(by, now).ok())
    .step(|it, by| {
        let own = by.acting().and_then(|acting| acting.alliance);
        it.choose(&round_choice(), (round_outcome(), round_report()), own, by).ok()
    })
    .step(|it, by| {
        let own = by.acting().and_then(|acting| acting.alliance);
        it.lift(&round_choice(), (round_outcome(), round_report()), own, by).ok()
    })
    .alone(|it| it.begin(&crate::access::Actor::Service).ok()?)
    .alone(move |it| it.fail(RoundFailure::NobodyInReach, now).ok())
    .alone(move |it| {
        let mut after = it.clone();
        after.read_market().ok()?;
        let (Overtaken::Again(event) | Overtaken::Failed(event)) = after.overtake(now).ok()?;
        *it = after;
        Some(event)
    })
    .alone(move |it| it.plan(round_outcome(), round_report(), now).ok())
    .alone(move |it| it.lapse(late).ok())
    .step(move |it, by| it.announce(10, by, now).ok().map(|(_, event)| event))
    .step(move |it, by| it.take_up(by, now).ok().map(|(_, event)| event))
    .alone(|it| it.repair(1).ok())
    .alone(move |it| it.finish(now).ok())
    .explore("Brokerage round", [of_alliance, of_nation], |it| it.status)
}

/// A request in a brokerage round.
pub(super) fn line() -> Lifecycle {
    let place = || RoundPlace {
        offer: id(30),
        holder: CapacityHolder::Specialist(id(40)),
        home: id(1),
        parts: Vec::new(),
        worth: 0,
        price: 0,
    };
    let planned = |it: &RoundLine| Event::RoundPlanned { round: it.round, placed: 1, use_by: start() };
    let chosen =
        |it: &RoundLine| Event::RoundChosen { round: it.round, request: it.request, kind: RoundChoiceKind::Forbidden };
    let sent = |it: &RoundLine| Event::ProposalSent {
        proposal: id(50),
        request: it.request,
        half_days: 6,
        respond_by: start(),
    };
    let repaired = |it: &RoundLine| Event::RoundRepaired { round: it.round, placed: 1 };
    let taken = RoundLine::taken(id(70), id(20));
    let frozen = Event::RoundFrozen { round: taken.round, requests: 1 };
    Explorer::asking([])
        .alone(move |it: &mut RoundLine| it.settle(Some(place())).ok().map(|()| planned(it)))
        .alone(move |it| it.settle(None).ok().map(|()| planned(it)))
        .alone(move |it| it.settle_anew(Some(place())).ok().map(|()| chosen(it)))
        .alone(move |it| it.settle_anew(None).ok().map(|()| chosen(it)))
        .alone(move |it| first(it)?.propose(id(50)).ok().map(|()| sent(it)))
        .alone(|it| it.answer(RoundAnswer::Accepted).ok())
        .alone(|it| it.answer(RoundAnswer::Declined).ok())
        .alone(|it| first(it)?.refuse(Rule::CapacityShort).ok())
        .alone(move |it| it.repair(Some(place())).ok().map(|_| repaired(it)))
        .alone(|it| it.repair(None).ok()?)
        .alone(|it| it.give_up(RoundUnplaced::OutOfTime).ok())
        .alone(|it| it.leave().ok())
        .explore("Request in a brokerage round", [(taken, frozen)], |it| it.status)
}

/// A request that was not tried yet: each further time is as the first.
fn first(it: &mut RoundLine) -> Option<&mut RoundLine> {
    (it.tries == 0).then_some(it)
}
