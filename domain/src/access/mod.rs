//! Who is asking, what may be done, and what may be seen.

mod action;
mod actor;
mod declare;
mod policy;
mod scope;

pub use action::{Action, FactOf};
pub use actor::{Acting, Actor, Role};
pub use scope::{ANALYSTS, NATIONAL_POOL, OPERATORS, Scope, assessors_of, governors_of, heads_of};

#[cfg(test)]
pub(crate) mod tests {
    //! Actors for the tests of every room.

    use uuid::Uuid;

    use super::{Acting, Actor, Role};
    use crate::Id;
    use crate::directory::{Alliance, School};

    /// Somebody in a role at a school.
    pub(crate) fn acting_at(role: Role, school: Id<School>) -> Actor {
        acting(role, Some(school), None)
    }

    /// Somebody in a role for an alliance.
    pub(crate) fn acting_for(role: Role, alliance: Id<Alliance>) -> Actor {
        acting(role, None, Some(alliance))
    }

    fn acting(role: Role, school: Option<Id<School>>, alliance: Option<Id<Alliance>>) -> Actor {
        let (person, membership) = (Id::from_uuid(Uuid::from_u128(101)), Id::from_uuid(Uuid::from_u128(102)));
        Actor::Acting(Acting { person, membership, role, school, alliance })
    }
}
