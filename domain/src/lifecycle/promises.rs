//! How invitations of schools, consents, grants, obligations and case studies are led through their lives.

use super::brokerage::parties;
use super::{Explorer, Lifecycle};
use crate::Event;
use crate::access::{Actor, Role, tests::acting_at, tests::acting_for};
use crate::brokerage::testing::{active, at, broker, granted, head, id, planned, reason, start};
use crate::brokerage::{
    AuditVisit, AuditVisitWay, CaseStudy, CaseStudyWithdrawal, Consent, Deployment, Grant, Terms, audit_visit_of_tests,
};
use crate::directory::{AllianceInvitation, ConsentKind, Retraction};
use crate::exchange::RequestStatus;
use crate::reciprocity::{GiveBack, Given, Obligation, ObligationKind, ObligationSource, ObligationStatus, Owing};
use crate::text::Remark;

/// An alliance's invitation of a school.
pub(super) fn invitation() -> Lifecycle {
    let now = start();
    let begun = AllianceInvitation::send(&broker(10, 5), id(9), (id(10), id(2)), false, None, now).unwrap();
    Explorer::asking([("head of the school", head(2)), ("broker", broker(10, 5))])
        .step(move |it: &mut AllianceInvitation, by| it.accept(by, now).ok())
        .step(move |it, by| it.withdraw(by, Retraction::AnotherWay, now).ok())
        .step(move |it, by| it.decline(by, now).ok())
        .alone(move |it| it.lapse(now.plus_days(60)).ok())
        .explore("Invitation to an alliance", [begun], |it| it.status)
}

fn moves(it: &mut Obligation, from: ObligationStatus, to: ObligationStatus) -> bool {
    let moves = it.status == from;
    if moves {
        it.status = to;
    }
    moves
}

/// Support for which four half-days are given back, as it was stopped.
fn stopped() -> Deployment {
    let mut it = active();
    let due_on = start().plus_days(200).day();
    let give_back = Some(GiveBack { kind: ObligationKind::GiveBack, half_days: Some(4), due_on });
    it.terms = it.terms.map(|terms| Terms { give_back, ..terms });
    let _ = it.stop(&head(2), reason(), start().plus_days(1)).unwrap();
    it
}

/// An obligation of a school to another.
pub(super) fn obligation() -> Lifecycle {
    use ObligationStatus::{Due, Open, Overdue};
    let now = start();
    let due_on = now.plus_days(200).day();
    let words = || Remark::new("It was published").unwrap();
    let owing = Owing {
        id: id(30),
        debtor: id(1),
        creditor: Some(id(2)),
        alliance: Some(id(10)),
        what: GiveBack { kind: ObligationKind::WriteUp, half_days: None, due_on },
        source: ObligationSource::Agreement,
        note: words(),
    };
    let begun = Obligation::create(owing, &head(1), None, now).unwrap();
    let (with_terms, event) = Obligation::agreed(id(31), &stopped(), now).unwrap();
    let with_terms = Obligation { debtor: id(1), creditor: Some(id(2)), ..with_terms };
    let of = |by: &Actor| by.acting().and_then(|acting| acting.alliance);
    let who = [("head who owes", head(1)), ("head to whom it is owed", head(2)), ("broker", broker(10, 5))];
    Explorer::asking(who)
        .step(move |it: &mut Obligation, by| it.meet((by, &[]), of(by), (words(), None), now).ok())
        .step(move |it, by| {
            let given = Given::of(&active(), &[], vec![(now.day(), 1)]);
            it.meet((by, &[]), of(by), (words(), Some(&given)), now).ok()
        })
        .step(move |it, by| it.waive((by, &[]), of(by), words(), now).ok())
        // A visit that had met it is reversed.
        .alone(|it| it.reopen().ok())
        // The support for which it was agreed ends; what came of it is confirmed, or reversed.
        .alone(move |it| it.reckon(&stopped(), 0, now.plus_days(2)))
        .alone(move |it| it.reckon(&stopped(), 2, now.plus_days(2)))
        // The two schools become one.
        .alone(move |it| it.fall_together([id(5); 2], now).ok())
        // One statement does this to all obligations whose day is near or has passed, so no function of one does.
        .alone(|it| moves(it, Open, Due).then_some(Event::ObligationDue { obligation: it.id, due_on: it.due_on }))
        .alone(|it| {
            let late = moves(it, Due, Overdue) || moves(it, Open, Overdue);
            late.then_some(Event::ObligationOverdue { obligation: it.id, due_on: it.due_on })
        })
        .explore("Obligation", [begun, (with_terms, event)], |it| it.status)
}

/// An audit visit to the school that asks.
pub(super) fn audit_visit() -> Lifecycle {
    let (begun, request) = audit_visit_of_tests();
    let (school, alliance, now) = (request.school, request.alliances[0], begun.asked_at);
    let event = Event::AuditVisitAsked { audit_visit: begun.id, request: begun.request, planned_on: begun.planned_on };
    let (other, mut gone) = (request.clone(), request.clone());
    gone.status = RequestStatus::Withdrawn;
    Explorer::asking([("head", acting_at(Role::Head, school)), ("broker", acting_for(Role::Broker, alliance))])
        .step(move |it: &mut AuditVisit, by| {
            it.hold(
                &mut request.clone(),
                (now.day(), AuditVisitWay::Remote, "Lessons differ from room to room."),
                by,
                now,
            )
            .ok()
        })
        .step(move |it, by| {
            let reason = Remark::new("The inspectors were there last week.").unwrap();
            it.waive(&mut other.clone(), reason, by, now).ok()
        })
        // Its request is taken back.
        .alone(move |it| it.fall(&mut gone.clone(), &acting_at(Role::Head, school), now).ok())
        .explore("Audit visit", [(begun, event)], |it| it.status)
}

/// What is said by somebody whose consent counts beside the signatures: the chair of governors of the school that gives.
pub(super) fn consent() -> Lifecycle {
    let now = start();
    let kind = ConsentKind::ChairOfGovernors;
    let give = move |said: &[Consent], by: &Actor| Consent::give(id(80), &planned(), kind, said, by, now).ok();
    let withhold = move |said: &[Consent], by: &Actor| {
        let why = Remark::new("Not this term").unwrap();
        Consent::withhold(id(80), &planned(), (kind, why), said, by, now).ok()
    };
    let said = |it: &mut Consent, anew: Option<(Consent, Event)>| {
        // What another school says is a consent of its own.
        let (anew, event) = anew.filter(|(anew, _)| anew.id == it.id && anew.side == it.side)?;
        *it = anew;
        Some(event)
    };
    let governor = || at(Role::Governor, 1, 20);
    let begun = [give(&[], &governor()).unwrap(), withhold(&[], &governor()).unwrap()];
    let who = [
        ("chair of governors", governor()),
        ("chair of governors of the other school", at(Role::Governor, 2, 21)),
        ("head", head(1)),
        ("broker", broker(10, 5)),
    ];
    Explorer::asking(who)
        .step(move |it: &mut Consent, by| said(it, give(std::slice::from_ref(it), by)))
        .step(move |it, by| said(it, withhold(std::slice::from_ref(it), by)))
        // The specialist has left the school that gives.
        .alone(Consent::end_of_leaver)
        .explore("Consent beside the signatures", begun, |it| it.status)
}

/// A year of a grant: the third of three, before which a review is passed.
pub(super) fn grant_year() -> Lifecycle {
    let (now, by) = (start(), broker(10, 5));
    let told = || Remark::new("The authority's letter").unwrap();
    let (mut begun, opened) = granted();
    for year in [1, 2] {
        let _ = begun.evidence(year, begun.to_match, told(), &by, now).unwrap();
        let _ = begun.release(year, false, &by, now).unwrap();
    }
    let whole = begun.to_match;
    let who = [("broker", by), ("broker of another alliance", broker(11, 12)), ("head of the school", head(1))];
    Explorer::asking(who)
        .step(move |it: &mut Grant, by| it.evidence(3, whole, told(), by, now).ok())
        .step(move |it, by| it.review(now.day(), true, by, now).ok())
        .step(move |it, by| it.release(3, false, by, now).ok())
        .explore("Year of a grant", [(begun, opened)], |it| it.years[2].status)
}

/// A case study of a deployment.
pub(super) fn case_study() -> Lifecycle {
    let now = start().plus_days(4);
    let done = move || {
        let mut it: Deployment = active();
        let _ = it.complete(&head(2), now).unwrap();
        it
    };
    let begun = CaseStudy::draft(id(95), (&done(), false), &[], &[], &head(2), now).unwrap();
    Explorer::asking(parties())
        .step(move |it: &mut CaseStudy, by| it.revise(&done(), ("Phonics", "What we did"), by).ok())
        .step(move |it, by| it.consent(&done(), by, now).ok())
        .step(move |it, by| it.withdraw(&done(), CaseStudyWithdrawal::Outdated, by).ok())
        .explore("Case study", [begun], CaseStudy::status)
}
