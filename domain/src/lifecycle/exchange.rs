//! How offers and requests are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::{Actor, Role, tests::acting_at, tests::acting_for};
use crate::brokerage::MatchStage;
use crate::directory::{Alliance, School, SchoolStatus};
use crate::exchange::offer_tests as offers;
use crate::exchange::request_tests as requests;
use crate::exchange::{
    Offer, OfferStatus, OfferWithdrawal, RequestDraft, ResponsePolicy, SupportKind, SupportRequest, UnmetReason,
    WithdrawalReason,
};
use crate::{Event, Id, Rejected};

fn people(school: Id<School>, alliance: Id<Alliance>) -> [(&'static str, Actor); 4] {
    [
        ("head", acting_at(Role::Head, school)),
        ("coordinator", acting_at(Role::Coordinator, school)),
        ("specialist", acting_at(Role::Specialist, school)),
        ("broker", acting_for(Role::Broker, alliance)),
    ]
}

/// An offer.
pub(super) fn offer() -> Lifecycle {
    let (school, now) = ((offers::ash(), SchoolStatus::Open), requests::now());
    let (drafted, terms) = (offers::drafted(), offers::drafted().terms);
    let begun = Offer::draft(&acting_at(Role::Head, school.0), drafted.id, school, None, drafted.terms, now).unwrap();
    Explorer::asking(people(school.0, requests::alliance()))
        .step(move |it: &mut Offer, by| it.revise(by, None, terms.clone(), now).ok())
        .step(move |it, by| it.publish(by, SchoolStatus::Open, now).ok())
        .step(|it, by| it.pause(by).ok())
        .step(move |it, by| it.resume(by, SchoolStatus::Open, now).ok())
        .step(move |it, by| it.confirm(by, SchoolStatus::Open, now).ok())
        .step(|it, by| it.withdraw(by, OfferWithdrawal::Replaced).ok())
        // One statement does this to all offers that nobody has confirmed, so no function of one offer does.
        .alone(|it| {
            it.is_found().then(|| {
                it.status = OfferStatus::Stale;
                Event::OfferWentStale { offer: it.id, school: it.school }
            })
        })
        .explore("Offer", [begun], |it| it.status)
}

/// A support request.
pub(super) fn request() -> Lifecycle {
    let (head, now, policy) = (requests::head(), requests::now(), ResponsePolicy::first());
    let SupportRequest { id, school, draft, .. } = requests::drafted();
    let school = (school, SchoolStatus::Open);
    let peer = RequestDraft { kind: SupportKind::PeerVisit, ..draft.clone() };
    let begun = [
        SupportRequest::draft(&head, id, school, draft.clone(), now).unwrap(),
        SupportRequest::raise(&head, id, school, requests::brokered(), draft.clone(), now).unwrap(),
        SupportRequest::ask_peer(&head, id, school, (requests::elm(), requests::alliance()), peer, now).unwrap(),
    ];
    Explorer::asking(people(school.0, requests::alliance()))
        .step(move |it: &mut SupportRequest, by| it.revise(by, draft.clone(), policy).ok())
        .step(move |it, by| it.submit(by, requests::brokered(), now).ok())
        .step(move |it, by| it.triage(by, None, now).ok())
        .step(|it, by| it.matched(by, MatchStage::National).ok())
        .alone(|it| it.propose_to(requests::elm()).ok())
        .alone(move |it| once(it, |it| it.reopen_matching(now)))
        .alone(move |it| once(it, |it| it.place(now)))
        .step(|it, by| it.close(by).ok())
        .step(|it, by| it.mark_unmet(by, UnmetReason::NoCapacity).ok())
        .step(move |it, by| once(it, |it| it.reopen(by, now)))
        .step(|it, by| it.withdraw(by, WithdrawalReason::NotStated).ok())
        .alone(move |it| it.note_overdue(now.plus_days(90)).into_iter().next())
        .explore("Support request", begun, |it| it.status)
}

/// Takes a step of which a request keeps each instant, and keeps the first alone: each round is like the one before, and there
/// is no end to them.
fn once(it: &mut SupportRequest, step: impl Fn(&mut SupportRequest) -> Result<Event, Rejected>) -> Option<Event> {
    let event = step(it).ok();
    it.returned.truncate(1);
    it.placed.truncate(1);
    event
}
