//! The invitation of a school to an alliance, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::directory::{self, AllianceInvitationStatus, Retraction};
use persistence::directory::alliance_invitation;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School};
use crate::graphql::loaders::{by_id, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Moment;

/// An alliance's invitation of a school. Only the school's own head answers it.
pub struct AllianceInvitation(directory::AllianceInvitation);

impl From<directory::AllianceInvitation> for AllianceInvitation {
    fn from(it: directory::AllianceInvitation) -> Self {
        Self(it)
    }
}

impl TypeName for AllianceInvitation {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "AllianceInvitation".into()
    }
}

by_id! {
    /// The invitation of a school with this id.
    AllianceInvitationBy(directory::AllianceInvitation) is directory::AllianceInvitation,
        read by alliance_invitation::of_ids, known by |it| it.id;
}

/// An alliance's invitation of a school. Only the school's own head answers it.
#[Object]
impl AllianceInvitation {
    /// The invitation's id.
    async fn id(&self) -> Gid<directory::AllianceInvitation> {
        Gid(self.0.id)
    }

    /// The alliance that asks.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The school that is asked to join.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<AllianceInvitationStatus> {
        Choice(self.0.status)
    }

    /// When the school was asked.
    async fn invited_at(&self) -> Moment {
        Moment(self.0.invited_at)
    }

    /// Until when it may be answered.
    async fn respond_by(&self) -> Moment {
        Moment(self.0.respond_by)
    }

    /// When it was answered, lapsed, or was taken back.
    async fn answered_at(&self) -> Option<Moment> {
        self.0.answered_at.map(Moment)
    }

    /// Why the alliance took it back, if it did.
    async fn withdrawal_reason(&self) -> Option<Choice<Retraction>> {
        self.0.withdraw_reason.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about invitations of schools.
#[derive(Default)]
pub struct AllianceInvitationQuery;

#[Object]
impl AllianceInvitationQuery {
    /// The invitations to join an alliance that concern your school or your alliance, newest first.
    async fn alliance_invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<AllianceInvitationStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<AllianceInvitation>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(alliance_invitation::LIST)?;
            let status = status.map(|it| it.0);
            let page = alliance_invitation::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }
}
