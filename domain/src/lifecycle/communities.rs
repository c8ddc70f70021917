//! How mentorships, support groups, places in them and practice as a coach are led through their lives.

use super::{Explorer, Lifecycle};
use crate::Word;
use crate::access::{Actor, Role};
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::communities::testing::{begun, facilitator, first, formed, newcomer, pair, suggested};
use crate::communities::{
    CoachingPractice, CoachingPracticeEnd, FacilitatorEnd, FacilitatorSide, Mentorship, MentorshipDecline,
    MentorshipEnd, Parting, SupportGroup, SupportGroupEnd, SupportGroupPlace, SupportPlaceLeave,
};
use crate::directory::Post;

/// The two heads and whoever stands around them.
fn heads() -> [(&'static str, Actor); 5] {
    [
        ("head who is mentored", head(2)),
        ("mentor", head(1)),
        ("coordinator of the mentor's school", at(Role::Coordinator, 1, 7)),
        ("broker", broker(10, 5)),
        ("broker of another alliance", broker(11, 12)),
    ]
}

/// A mentorship.
pub(super) fn mentorship() -> Lifecycle {
    let now = start();
    let mut it = Explorer::asking(heads())
        .step(move |it: &mut Mentorship, by| it.offer(by, &pair(), &first(), now).ok())
        .step(move |it, by| it.accept(by, &pair(), now).ok())
        .step(move |it, by| it.decline(by, MentorshipDecline::NoTime, now).ok())
        .step(move |it, by| it.pause(by, now).ok())
        .step(|it, by| it.resume(by).ok())
        .alone(move |it| it.run_out(now.plus_days(800)).ok());
    for from in Parting::ALL {
        it = it.alone(move |it| it.part(*from, now).ok().map(|(event, _)| event));
    }
    for why in MentorshipEnd::ALL {
        it = it.step(move |it, by| it.end(by, *why, now).ok());
    }
    it.explore("Mentorship", [suggested()], |it| it.status)
}

/// A support group.
pub(super) fn support_group() -> Lifecycle {
    let now = start();
    let two = (facilitator(61, Post::Headteacher), facilitator(62, Post::Adviser));
    let (side, next, why) = (FacilitatorSide::Head, facilitator(64, Post::Headteacher), FacilitatorEnd::MovedOn);
    Explorer::asking([("head", head(2)), ("broker", broker(10, 5)), ("broker of another alliance", broker(11, 12))])
        .step(move |it: &mut SupportGroup, by| it.begin(by, (&two.0, &two.1), 8, None, now).ok())
        .step(move |it, by| it.replace(by, (side, &next), why, 80, now).ok().map(|(_, event)| event))
        .step(move |it, by| it.close(by, SupportGroupEnd::Done, now).ok())
        .alone(move |it| it.miss(side, why, now).ok())
        .explore("Support group", [formed()], |it| it.status)
}

/// A place in a support group.
pub(super) fn support_place() -> Lifecycle {
    let now = start();
    let by = broker(10, 5);
    let begun = SupportGroupPlace::offer(&by, id(72), &formed().0, &newcomer(), (0, 3_000, None), &first(), now);
    Explorer::asking([("the head in person", head(2)), ("another head", head(1)), ("broker", by)])
        .step(move |it: &mut SupportGroupPlace, by| it.accept(by, now).ok())
        .step(move |it, by| it.decline(by, now).ok())
        .step(move |it, by| it.leave(by, SupportPlaceLeave::NoTime, now).ok())
        .alone(move |it| it.lapse(now.plus_days(60)).ok())
        .alone(move |it| it.close(now).ok())
        .explore("Place in a support group", [begun.unwrap()], |it| it.status)
}

/// Somebody's practice as a coach.
pub(super) fn coaching_practice() -> Lifecycle {
    let later = start().plus_days(200);
    Explorer::asking([
        ("head of the school", head(1)),
        ("coach", Actor::Person(id(33))),
        ("head of another school", head(2)),
    ])
    .step(move |it: &mut CoachingPractice, by| it.give_feedback(by, "Listens well.", later).ok())
    .step(move |it, by| it.end(by, CoachingPracticeEnd::NoTime, later).ok())
    .alone(move |it| it.part(later).ok())
    .explore("Practice as a coach", [begun()], |it| it.status)
}
