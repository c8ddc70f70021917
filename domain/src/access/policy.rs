//! The one place where permission is decided: a `match` over every action. A new action does not compile without its rule.

use crate::Id;
use crate::access::{Action, Actor, Role};
use crate::directory::Alliance;

/// Whether the actor may do it. The service itself does only what its workers' scripts say, so it may do everything.
pub(super) fn allows(actor: &Actor, action: Action) -> bool {
    use Action::*;

    if actor.is_service() {
        return true;
    }
    match action {
        EnterPerson {} | SuspendPerson {} | GrantRole {} => is_operator(actor),
        EndSessions { person } | EndNationalRole { person } => actor.person() == Some(person) || is_operator(actor),
        InviteToSchool { school } | RecordEmployment { school } => {
            actor.is_at(&[Role::Head], school) || is_operator(actor)
        }
        InviteFirstHead { school_alliance } | ConfirmHead { school_alliance } => {
            is_operator(actor) || is_broker_of(actor, school_alliance)
        }
        InviteToAlliance { alliance } => actor.is_for(&[Role::Broker], alliance) || is_operator(actor),
        EndSchoolMembership { school, person } => {
            actor.is_at(&[Role::Head], school) || actor.person() == Some(person) || is_operator(actor)
        }
        EndAllianceMembership { alliance, person } => {
            actor.is_for(&[Role::Broker], alliance) || actor.person() == Some(person) || is_operator(actor)
        }
        ReadSchoolMembers { school, school_alliance } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school)
                || is_broker_of(actor, school_alliance)
                || is_operator(actor)
        }
        ReadAllianceMembers { alliance } => {
            actor.is_for(&[Role::Broker, Role::QaAssessor], alliance) || is_operator(actor)
        }
    }
}

fn is_operator(actor: &Actor) -> bool {
    actor.role() == Some(Role::Operator)
}

/// Whether a broker of this alliance acts: the school's, when the broker's own is among them.
fn is_broker_of(actor: &Actor, alliance: Option<Id<Alliance>>) -> bool {
    alliance.is_some_and(|alliance| actor.is_for(&[Role::Broker], alliance))
}
