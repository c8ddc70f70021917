//! An invitation in the contract. Its secret is in the letter and nowhere else.

use async_graphql::{Context, Object};
use domain::access::Role;
use domain::identity::{self, InvitationRevocation, InvitationStatus};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::{Alliance, School};
use crate::graphql::scalar::Moment;

/// A request to somebody to take up a role.
pub struct Invitation(identity::Invitation);

impl From<identity::Invitation> for Invitation {
    fn from(it: identity::Invitation) -> Self {
        Self(it)
    }
}

/// A request to somebody to take up a role.
#[Object]
impl Invitation {
    /// The invitation's id.
    async fn id(&self) -> Gid<identity::Invitation> {
        Gid(self.0.id)
    }

    /// Counts the changes; give it back as `expectedVersion` when you take it back.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The address to which it went.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// The name of whoever is invited.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// The role that is offered.
    async fn role(&self) -> Choice<Role> {
        Choice(self.0.role)
    }

    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Choice<InvitationStatus> {
        Choice(self.0.status(ctx.app().clock.now()))
    }

    /// Until when the role would be held, if it is offered for a time.
    async fn until(&self) -> Option<Moment> {
        self.0.until.map(Moment)
    }

    /// Why it was taken back, if it was.
    async fn revocation_reason(&self) -> Option<Choice<InvitationRevocation>> {
        self.0.revoke_reason.map(Choice)
    }

    /// When it lapses.
    async fn expires_at(&self) -> Moment {
        Moment(self.0.expires_at)
    }

    /// The school that invites.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.place.school()?)
    }

    /// The alliance that invites.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.place.alliance()?).cloned().map(Alliance)
    }
}
