//! How referrals, proposals and visits are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::{Actor, Role};
use crate::brokerage::testing::{active, assured, at, broker, confirmed, form, head, id, sending, sent, start};
use crate::brokerage::{
    DeclineReason, DisputeOutcome, DisputeReason, Logged, Proposal, Referral, ReferralDecline, SafeguardingAssurance,
    Sending, Visit, VisitCancellation, VisitRecord,
};
use crate::directory::Retraction;
use crate::exchange::{Mode, RequestStatus, SupportKind, request_of_tests};
use crate::text::{Note, Remark};
use crate::{Event, Timestamp};

/// The two schools and whoever works between them.
pub(super) fn parties() -> [(&'static str, Actor); 8] {
    [
        ("head of the home school", head(1)),
        ("head of the host", head(2)),
        ("coordinator of the home school", at(Role::Coordinator, 1, 7)),
        ("coordinator of the host", at(Role::Coordinator, 2, 9)),
        ("specialist", at(Role::Specialist, 1, 8)),
        ("broker", broker(10, 5)),
        ("second broker", broker(10, 6)),
        ("broker of another alliance", broker(11, 12)),
    ]
}

/// A referral.
pub(super) fn referral() -> Lifecycle {
    let now = start();
    let reason = Remark::new("Nobody near has the time").unwrap();
    let open = request_of_tests(RequestStatus::Matching);
    let begun = Referral::send(id(1), open.id, (id(10), Some(id(11))), reason, &broker(10, 5), now).unwrap();
    Explorer::asking([("broker who asks", broker(10, 5)), ("broker who is asked", broker(11, 6)), ("head", head(2))])
        .step(move |it: &mut Referral, by| it.accept(by, &open, now).ok())
        .step(move |it, by| it.decline(by, ReferralDecline::Capacity, now).ok())
        .step(move |it, by| it.withdraw(by, Retraction::AnotherWay, now).ok())
        .alone(move |it| it.end(now).ok())
        .alone(move |it| it.lapse(now.plus_days(60)).ok())
        .explore("Referral", [begun], |it| it.status)
}

/// A proposal.
pub(super) fn proposal() -> Lifecycle {
    let now = start();
    let sent = sent();
    let event = Event::ProposalSent {
        proposal: sent.id,
        request: sent.request,
        half_days: sent.half_days,
        respond_by: sent.respond_by,
    };
    let peer = Sending { asked: SupportKind::PeerVisit, kind: SupportKind::PeerVisit, half_days: 2, ..sending() };
    let asked = Proposal::ask_peer(peer, &[], &head(2), now).unwrap();
    Explorer::asking(parties())
        .step(move |it: &mut Proposal, by| it.accept(by, now).ok())
        .step(move |it, by| it.accept_peer(it.sent_by != id(5), &[], by, now).ok())
        .step(move |it, by| it.decline(by, DeclineReason::Timing, now).ok())
        .step(move |it, by| it.withdraw(by, DeclineReason::Fit, now).ok())
        .alone(move |it| it.fall(now).ok())
        .alone(move |it| it.expire(now.plus_days(60)).ok())
        .alone(move |it| it.supersede(&confirmed(), now).ok())
        .explore("Proposal", [(sent, event), asked], |it| it.status)
}

/// The step to which a broker's decision of a dispute leads.
fn settled(it: &mut Visit, outcome: DisputeOutcome, by: &Actor, now: Timestamp) -> Option<Event> {
    it.settle(&active(), (outcome, said()), id(91), (by, false), now).ok().map(|[_, event]| event)
}

fn said() -> Remark {
    Remark::new("It was a whole day").unwrap()
}

/// A visit.
pub(super) fn visit() -> Lifecycle {
    let later = start().plus_days(5);
    let record = || VisitRecord {
        visited_on: start().plus_days(3).day(),
        mode: Mode::InPerson,
        half_days: 1,
        note: Note::new("Watched two lessons, planned the next.").unwrap(),
        stage: None,
    };
    let begun = Visit::record(id(80), &active(), record(), Logged::default(), &head(1), later).unwrap();
    Explorer::asking(parties())
        .step(move |it: &mut Visit, by| it.correct(&active(), record(), Logged::default(), by, later).ok())
        .step(move |it, by| it.confirm(&active(), id(90), by, later).ok())
        .step(|it, by| it.reverse(&active(), said(), (by, false)).ok())
        .step(|it, by| it.cancel(&active(), VisitCancellation::NotHeld, by).ok())
        .step(move |it, by| it.dispute(&active(), (DisputeReason::OtherDay, said()), by, later).ok())
        .step(move |it, by| it.put_to_broker(&active(), said(), by, later.plus_days(Visit::ANSWER_DAYS)).ok())
        .step(move |it, by| settled(it, DisputeOutcome::Stands, by, later))
        .step(move |it, by| settled(it, DisputeOutcome::Falls, by, later))
        .explore("Visit", [begun], |it| it.status)
}

/// A safeguarding assurance.
pub(super) fn assurance() -> Lifecycle {
    let now = start();
    let begun = SafeguardingAssurance::give(id(95), assured(), &form(), &head(1), now).unwrap();
    let who = parties().into_iter().chain([("governor of the home school", at(Role::Governor, 1, 20))]);
    Explorer::asking(who)
        .step(move |it: &mut SafeguardingAssurance, by| {
            it.withdraw(Remark::new("A new check is under way").unwrap(), by, now).ok()
        })
        .alone(move |it| it.lapse(now.plus_days(800)).ok())
        .alone(move |it| it.end(now).ok())
        .explore("Safeguarding assurance", [begun], |it| it.status)
}
