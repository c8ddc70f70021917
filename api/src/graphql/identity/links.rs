//! People, roles and invitations by id, read together for all siblings of a level.

use domain::identity::{Invitation, Membership, Person};
use persistence::identity::{invitation, membership, person};

use crate::graphql::loaders::by_id;

by_id! {
    /// The person with this id.
    PersonBy(Person) is Person, read by person::of_ids, known by |it| it.id;
    /// The role of somebody with this id.
    MembershipBy(Membership) is Membership, read by membership::of_ids, known by |it| it.id;
    /// The invitation with this id.
    InvitationBy(Invitation) is Invitation, read by invitation::of_ids, known by |it| it.id;
}
