//! How people themselves, their invitations, roles, listings and designations of people are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::{Actor, Role};
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::directory::designation_tests as designations;
use crate::directory::{AtHome, Designation, ListingEnd, Post, SchoolStatus, Specialist};
use crate::identity::{
    DataExport, Erasure, ErasureWithdrawal, Invitation, InvitationRevocation, InvitationStatus, Membership,
    MembershipEnd, Person, PersonStatus, Place, SchoolTies, SuspensionReason, Ties, data_export_tests, erasure_tests,
    invitation_tests, membership_tests::acting,
};
use crate::text::{Email, Name, Remark};
use crate::{Event, Timestamp};

fn reason() -> Remark {
    Remark::new("Leads another school now").unwrap()
}

/// Somebody who uses Lateral.
pub(super) fn person() -> Lifecycle {
    let (name, email) = (Name::new("Ash Fenn").unwrap(), Email::new("ash@example.org").unwrap());
    Explorer::asking([("operator", acting(9, Role::Operator)), ("head", head(1))])
        .step(|it: &mut Person, by| it.suspend(by, SuspensionReason::MovedOn).ok())
        .step(|it, by| it.reinstate(by).ok())
        // Whoever is erased is forgotten in every table at once, by no function of the person.
        .alone(|it| {
            let erased = it.status != PersonStatus::Erased;
            it.status = PersonStatus::Erased;
            let (mut wish, _) = erasure_tests::asked();
            let day = data_export_tests::now().plus_days(8);
            erased.then(|| wish.carry_out(&acting(9, Role::Operator), &Ties::default(), day).unwrap())
        })
        .explore("Person", [Person::begin(id(7), name, email)], |it| it.status)
}

/// An invitation to somebody to take up a role, at an hour that passes.
pub(super) fn invitation() -> Lifecycle {
    let (begun, event) = invitation_tests::sent();
    let (person, _) = Person::begin(id(7), begun.name.clone(), begun.email.clone());
    let ties = SchoolTies { alliance: None, has_head: true };
    let sent = data_export_tests::now();
    let who = [
        ("whoever is invited", Actor::Person(person.id)),
        ("head", acting(1, Role::Head)),
        ("coordinator", acting(2, Role::Coordinator)),
    ];
    Explorer::asking(who)
        .step(move |(it, now): &mut (Invitation, Timestamp), by| {
            // The link and the address say who accepts, before anybody acts in a role.
            by.person().filter(|it| *it == person.id)?;
            it.accept(&person, *now).ok()
        })
        .step(move |(it, now), by| it.revoke(by, InvitationRevocation::NotStated, ties, *now).ok())
        .passing(move |(it, now)| {
            let passes = it.status(*now) == InvitationStatus::Open;
            *now = if passes { it.expires_at } else { *now };
            passes
        })
        .explore("Invitation of a person", [((begun, sent), event)], |(it, now)| it.status(*now))
}

/// A role of somebody at a place: that of a school's first head, which waits, and of the one after.
pub(super) fn membership() -> Lifecycle {
    let now = start();
    let later = now.plus_days(90);
    let at = (Place::School(id(1)), Some(later));
    let begun = [false, true].map(|has| Membership::begin(id(70), id(7), Role::Head, at, has, now).unwrap());
    let who = [("head", head(1)), ("broker", broker(10, 5)), ("operator", acting(9, Role::Operator))];
    Explorer::asking(who)
        .step(move |it: &mut Membership, by| it.confirm(by, Some(id(10)), now).ok())
        .step(move |it, by| it.end(by, MembershipEnd::Left, 1, now).ok())
        .alone(move |it| it.lapse(later).ok())
        .explore("Role at a place", begun, |it| it.status)
}

/// A specialist's listing.
pub(super) fn specialist() -> Lifecycle {
    let it = designations::listed(Post::MiddleLeader);
    let (profile, home) = (it.profile, (id(1), SchoolStatus::Open));
    let begun = Specialist::list(&head(1), it.id, id(8), home, profile.clone(), start()).unwrap();
    let who = [
        ("head", head(1)),
        ("head of the next school", head(2)),
        ("coordinator", at(Role::Coordinator, 1, 7)),
        ("specialist", at(Role::Specialist, 1, 8)),
        ("broker", broker(10, 5)),
    ];
    Explorer::asking(who)
        .step(|it: &mut Specialist, by| it.pause(by).ok())
        .step(|it, by| it.resume(by).ok())
        .step(|it, by| it.end(by, ListingEnd::MovedOn).ok())
        .step(move |it, by| it.move_to(by, (id(2), SchoolStatus::Open), profile.clone(), true).ok())
        .explore("Specialist", [begun], |it| it.status)
}

fn assess(it: &mut Designation, by: &Actor, met: bool, now: Timestamp) -> Option<Event> {
    let findings = vec![designations::finding("coaching", met), designations::finding("impact", true)];
    it.assess(by, false, &designations::criteria(), findings, now).ok()
}

/// A designation.
pub(super) fn designation() -> Lifecycle {
    let now = designations::start();
    let listed = designations::listed(Post::MiddleLeader);
    let begun = designations::apply(&designations::person(), &listed, designations::form(), &designations::criteria());
    let who = [
        ("the person", designations::person()),
        ("head of the home school", designations::head()),
        ("head of the next home", at(Role::Head, 2, 3)),
        ("assessor", designations::assessor(6)),
        ("second assessor", designations::assessor(7)),
        ("broker", designations::broker()),
    ];
    let until = now.plus_days(300).day();
    Explorer::asking(who)
        .step(move |it: &mut Designation, by| it.refer(by, AtHome::default(), ("She leads well.", true), now).ok())
        .step(move |it, by| assess(it, by, true, now))
        .step(move |it, by| assess(it, by, false, now))
        .step(move |it, by| it.designate(by, AtHome::default(), (None, until), now).ok())
        .step(move |it, by| it.decline(by, AtHome::default(), reason(), now).ok())
        .step(move |it, by| it.appeal(by, reason(), now).ok())
        .step(|it, by| it.suspend(by, AtHome::default(), reason()).ok())
        .step(move |it, by| it.reinstate(by, AtHome::default(), now).ok())
        .step(move |it, by| it.withdraw(by, AtHome::default(), reason(), now).ok())
        .alone(move |it| it.lapse(now.plus_days(301)).ok())
        .alone(move |it| {
            // What is decided follows too, of which no event tells.
            let mut moved = it.clone();
            let returned = moved.follow(id(2), Post::SeniorLeader, now)?;
            *it = moved;
            Some(returned)
        })
        .explore("Designation", [begun.unwrap()], |it| it.status)
}

/// What was prepared for somebody who asked what is kept about them.
pub(super) fn data_export() -> Lifecycle {
    let now = data_export_tests::now();
    Explorer::asking([])
        .alone(move |it: &mut DataExport| it.prepare(7, now).ok())
        .alone(move |it| it.expire(now.plus_days(8)).ok())
        .explore("What is kept about somebody", [data_export_tests::asked()], |it| it.status)
}

/// The wish to be erased.
pub(super) fn erasure() -> Lifecycle {
    let later = data_export_tests::now().plus_days(8);
    let who = [("the person", acting(7, Role::Specialist)), ("operator", acting(9, Role::Operator))];
    Explorer::asking(who)
        .step(move |it: &mut Erasure, by| it.withdraw(by, ErasureWithdrawal::Stays, later).ok())
        .step(move |it, by| it.carry_out(by, &Ties::default(), later).ok())
        .explore("Erasure", [erasure_tests::asked()], |it| it.status)
}
