//! How mentorships, support groups and places in them are led through their lives.

use super::{Explorer, Lifecycle};
use crate::Word;
use crate::access::{Actor, Role};
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::communities::testing::{facilitator, first, formed, newcomer, pair, suggested};
use crate::communities::{Mentorship, MentorshipEnd, SupportGroup, SupportGroupEnd, SupportGroupPlace};
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
        .step(move |it, by| it.accept(by, &pair(), &first(), now).ok())
        .step(move |it, by| it.decline(by, now).ok())
        .step(move |it, by| it.pause(by, now).ok())
        .step(|it, by| it.resume(by).ok())
        .alone(move |it| it.run_out(now.plus_days(800)).ok());
    for why in MentorshipEnd::ALL {
        it = it.step(move |it, by| it.end(by, *why, now).ok());
    }
    it.explore("Mentorship", [suggested()], |it| it.status)
}

/// A support group.
pub(super) fn support_group() -> Lifecycle {
    let now = start();
    let two = (facilitator(61, Post::Headteacher), facilitator(62, Post::SeniorLeader));
    Explorer::asking([("head", head(2)), ("broker", broker(10, 5)), ("broker of another alliance", broker(11, 12))])
        .step(move |it: &mut SupportGroup, by| it.begin(by, (&two.0, &two.1), 8, None, now).ok())
        .step(move |it, by| it.close(by, SupportGroupEnd::Done, now).ok())
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
        .step(move |it, by| it.leave(by, now).ok())
        .alone(move |it| it.lapse(now.plus_days(60)).ok())
        .alone(move |it| it.close(now).ok())
        .explore("Place in a support group", [begun.unwrap()], |it| it.status)
}
