//! The one place where permission is decided: a `match` over every action. A new action does not compile without its rule.

use crate::access::{Action, Actor, Role};

/// Whether the actor may do it. The service itself does only what its workers' scripts say, so it may do everything.
pub(super) fn allows(actor: &Actor, action: Action) -> bool {
    use Action::*;

    if actor.is_service() {
        return true;
    }
    match action {
        InviteToSchool { school } => actor.is_at(&[Role::Head], school) || is_operator(actor),
        InviteToAlliance { alliance } => actor.is_for(&[Role::Broker], alliance) || is_operator(actor),
        GrantNationalRole {} => is_operator(actor),
        ConfirmHead { school_alliance } => {
            is_operator(actor) || school_alliance.is_some_and(|alliance| actor.is_for(&[Role::Broker], alliance))
        }
        EndSchoolMembership { school, person } => {
            actor.is_at(&[Role::Head], school) || actor.person() == Some(person) || is_operator(actor)
        }
        EndAllianceMembership { alliance, person } => {
            actor.is_for(&[Role::Broker], alliance) || actor.person() == Some(person) || is_operator(actor)
        }
    }
}

fn is_operator(actor: &Actor) -> bool {
    actor.role() == Some(Role::Operator)
}
