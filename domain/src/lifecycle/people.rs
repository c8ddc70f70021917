//! How the roles of people are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::Role;
use crate::brokerage::testing::{broker, head, id, start};
use crate::identity::{Membership, Place, membership_tests::acting};

/// A role of somebody at a place: that of a school's first head, which waits, and of the one after.
pub(super) fn membership() -> Lifecycle {
    let (at, now) = ((Place::School(id(1)), None), start());
    let begun = [false, true].map(|has| Membership::begin(id(70), id(7), Role::Head, at, has, now).unwrap());
    let who = [("head", head(1)), ("broker", broker(10, 5)), ("operator", acting(9, Role::Operator))];
    Explorer::asking(who)
        .step(move |it: &mut Membership, by| it.confirm(by, Some(id(10)), now).ok())
        .step(move |it, by| it.end(by, 1, now).ok())
        .explore("Role at a place", begun, |it| it.status)
}
