//! How a deployment is led through its life.

use super::brokerage::parties;
use super::{Explorer, Lifecycle};
use crate::access::Actor;
use crate::brokerage::testing::{active, broker, head, id, planned, reason, start, terms};
use crate::brokerage::{
    ArisenInterest, ConflictDeclaration, Departure, Deployment, FollowUpWay, ImpactLevel, InterestKind, NoFollowUp,
    Rag, RatingDraft, Review, ReviewDecision, ReviewDraft, ReviewKind, Whereabouts,
};
use crate::{Event, Timestamp};

/// Long after everything that has a time.
fn late() -> Timestamp {
    start().plus_days(60)
}

fn draft(kind: ReviewKind, held: Timestamp) -> ReviewDraft {
    ReviewDraft {
        held_on: held.day(),
        answers: kind.questions().iter().map(|it| format!("{it:?}: yes")).collect(),
        ratings: vec![RatingDraft {
            outcome: 1,
            rag: Rag::Amber,
            level: (kind == ReviewKind::Final).then_some(ImpactLevel::School),
            details: "Six of nine read with ease.".into(),
        }],
    }
}

fn midterm(it: &mut Deployment, by: &Actor) -> Option<Event> {
    let (now, kind) = (start().plus_days(3), ReviewKind::Midterm);
    let decided = (ReviewDecision::Continue, None);
    Review::midterm(id(90), it, &draft(kind, now), decided, by, now).ok().map(|(_, event)| event)
}

fn follow_up(it: &mut Deployment, by: &Actor) -> Option<Event> {
    let kind = ReviewKind::FollowUp;
    Review::follow_up(id(91), it, (&draft(kind, late()), FollowUpWay::Own), by, late())
        .ok()
        .map(|(_, [_, event])| event)
}

fn look_back(it: &Deployment, by: &Actor, kind: ReviewKind) -> Option<Event> {
    Review::look_back(id(92), (kind, &[]), (it, true), &draft(kind, late()), by, late()).ok().map(|(_, event)| event)
}

fn declared(it: &mut Deployment, by: &Actor) -> Option<Event> {
    ConflictDeclaration::declare(id(70), it, (&[], &[]), None, by, start()).ok().map(|(_, event)| event)
}

/// A deployment.
pub(super) fn deployment() -> Lifecycle {
    let now = start();
    // One of them needs a second broker's approval.
    let begun = [false, true].map(|own_placement| Deployment { own_placement, ..planned() }).map(|it| {
        let event = Event::DeploymentPlanned { deployment: it.id, proposal: it.proposal, agree_by: it.agree_by };
        (it, event)
    });
    Explorer::asking(parties())
        .step(move |it: &mut Deployment, by| it.draft(terms(), by, now).ok())
        .step(declared)
        .step(move |it, by| it.approve(by, false, now).ok())
        .step(move |it, by| it.agree(by, now).ok())
        .step(move |it, by| it.agree_for_alliance(by, false, now).ok())
        .alone(|it| it.lapse(late()).ok())
        .step(move |it, by| it.start(by, now).ok())
        .step(move |it, by| it.pause(by, now).ok().map(|(_, event)| event))
        .step(|it, by| it.resume(by).ok())
        .step(midterm)
        .step(move |it, by| it.complete(by, now.plus_days(4)).ok())
        .step(move |it, by| it.stop(by, reason(), now.plus_days(4)).ok())
        .alone(|it| it.end_evaluation(2, late()).ok())
        .alone(|it| it.end_evaluation(0, late()).ok())
        .step(|it, by| it.schedule_follow_up(late().day(), by, late()).ok())
        .step(|it, by| look_back(it, by, ReviewKind::Final))
        .step(|it, by| look_back(it, by, ReviewKind::SelfEvaluation))
        .step(|it, by| it.sign_off(&[ReviewKind::Final, ReviewKind::SelfEvaluation], by, false, late()).ok())
        .step(follow_up)
        .step(|it, by| it.close(None, by, late()).ok())
        .step(|it, by| it.close(Some(NoFollowUp::NotNeeded), by, late()).ok())
        .explore("Deployment", begun, |it| it.status)
}

/// The departure of a specialist from open work.
pub(super) fn departure() -> Lifecycle {
    let (new, now) = (id(5), start());
    let there = Whereabouts { school: Some(new), involved: false, own_placement: false };
    let begun = active();
    let (noted, event) = Departure::note(&begun, now);
    let who = [("head of the new school", head(5)), ("head of the former", head(1)), ("broker", broker(10, 5))];
    Explorer::asking(who)
        .step(move |(it, of): &mut (Departure, Deployment), by| it.take_on(of, Some(new), by, now).ok())
        .step(move |(it, of), by| it.keep(of, &there, by, now).ok().map(|(event, _)| event))
        .explore("Departure of a specialist", [((noted, begun), event)], |(it, _)| it.status())
}

/// What arises after the agreement.
pub(super) fn arisen_interest() -> Lifecycle {
    type Arisen = (Deployment, Vec<ArisenInterest>);
    let (declare, now) = ((&[InterestKind::Kinship][..], None), start());
    let (first, event) = ArisenInterest::declare(&active(), &[], declare, &head(1), now).unwrap();
    let who = [("head of home", head(1)), ("broker who proposed", broker(10, 5)), ("second broker", broker(10, 6))];
    Explorer::asking(who)
        .step(move |(of, known): &mut Arisen, by| {
            ArisenInterest::let_go_on(of, known, (by, false), &reason().1, now).ok()
        })
        .alone(move |(_, known)| ArisenInterest::note_overdue(known, id(1), late()).ok())
        .alone(move |(of, known)| {
            let stopped = of.stop(&broker(10, 6), reason(), now).ok()?;
            for it in known.iter_mut() {
                it.end(now);
            }
            Some(stopped)
        })
        .explore("Interest that arises after the agreement", [((active(), vec![first]), event)], |(_, known)| {
            known[0].status
        })
}
