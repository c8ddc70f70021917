//! How a school's place in an alliance is led through its life: as a member, and as the school that leads it.

use super::{Explorer, Lifecycle};
use crate::access::{Actor, Role};
use crate::brokerage::testing::{at, head, id, start};
use crate::directory::{
    Alliance, AllianceKind, AllianceLeave, AllianceMember, Founding, LeadCandidate, RestReason, School, SchoolStatus,
};
use crate::{Event, Id};

/// The school whose place it is, and another member.
const OWN: u128 = 2;
const OTHER: u128 = 3;

type Place = (Alliance, AllianceMember);

fn candidate(of: &Place, school: Id<School>) -> LeadCandidate<'static> {
    let is_member = of.1.school != school || of.1.since.is_some();
    let rests = of.1.school == school && of.1.rests();
    LeadCandidate { school, is_member, rests, standing: SchoolStatus::Open, leads: &[] }
}

fn founded(lead: u128) -> (Place, Event) {
    let founding = Founding { name: "North".into(), kind: AllianceKind::Hub, response_days: 7 };
    let led = (id(lead), SchoolStatus::Open);
    let (it, _, event) = Alliance::found(&Actor::Service, id(10), &founding, led, &[], start()).unwrap();
    let since = (lead == OWN).then(start);
    ((it, AllianceMember { alliance: id(10), school: id(OWN), since, rest: None }), event)
}

fn joined() -> (Place, Event) {
    let (mut place, _) = founded(OTHER);
    let event = place.1.join(&head(OWN), start()).unwrap();
    (place, event)
}

/// A school's place in an alliance.
pub(super) fn member() -> Lifecycle {
    let now = start();
    let who = [
        ("head of the school", head(OWN)),
        ("head of another member", head(OTHER)),
        ("coordinator of the school", at(Role::Coordinator, OWN, 30)),
    ];
    Explorer::asking(who)
        .step(move |(_, it): &mut Place, by| it.join(by, now).ok())
        .step(|(of, it), by| it.leave(by, of.lead, AllianceLeave::Capacity).ok())
        .step(move |(of, it), by| it.pause(by, of.lead, (RestReason::Capacity, Some(now.day())), now).ok())
        .step(|(_, it), by| it.resume(by).ok())
        .alone(move |(_, it)| it.run_out(now.plus_days(1)).ok())
        .step(|it, by| offer(it, by, OWN))
        .step(|it, by| offer(it, by, OTHER))
        .step(|it, by| it.0.keep_lead(by).ok())
        .step(|it, by| take(it, by, OWN))
        .step(|it, by| take(it, by, OTHER))
        .explore("School in an alliance", [founded(OWN), joined()], |(of, it)| it.status(of.lead))
}

fn offer(it: &mut Place, by: &Actor, to: u128) -> Option<Event> {
    let to = candidate(it, id(to));
    it.0.offer_lead(by, &to).ok()
}

fn take(it: &mut Place, by: &Actor, to: u128) -> Option<Event> {
    let to = candidate(it, id(to));
    it.0.take_lead(by, &to).ok()
}
