//! Questions about who is asking.

use async_graphql::{Context, Object, SimpleObject};
use domain::access::Role;
use domain::identity::{Membership, Person};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;

/// Whoever is asking.
#[derive(SimpleObject)]
pub struct Viewer {
    /// The person's id.
    pub person_id: Gid<Person>,
    /// The membership in which they act now.
    pub acting_membership_id: Option<Gid<Membership>>,
    /// The role in which they act now.
    pub role: Option<Choice<Role>>,
}

/// Questions about who is asking.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Whoever is asking; nothing when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        let actor = &ctx.anybody().actor;
        Some(Viewer {
            person_id: Gid(actor.person()?),
            acting_membership_id: actor.acting().map(|acting| Gid(acting.membership)),
            role: actor.role().map(Choice),
        })
    }
}
