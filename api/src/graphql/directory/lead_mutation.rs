//! What can be done about who leads an alliance.

use async_graphql::{Context, InputObject, Object, Result};
use domain::directory;

use crate::app::directory::alliance_lead;
use crate::graphql::adapter::Gid;
use crate::graphql::context::Reach;
use crate::graphql::directory::Alliance;
use crate::graphql::once::Once;
use crate::payload;

/// To which member your school offers to lead the alliance instead of it.
#[derive(InputObject)]
pub struct OfferAllianceLeadInput {
    /// The alliance that your school leads.
    pub alliance: Gid<directory::Alliance>,
    /// The member; left out, an offer that was not taken on is taken back.
    pub school: Option<Gid<directory::School>>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which alliance your school leads from now on.
#[derive(InputObject)]
pub struct TakeAllianceLeadInput {
    /// The alliance whose lead was offered to your school.
    pub alliance: Gid<directory::Alliance>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which member leads an alliance whose lead has closed.
#[derive(InputObject)]
pub struct AssignAllianceLeadInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// The member. Its head has agreed to that in writing.
    pub school: Gid<directory::School>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

payload! {
    /// The answer to an act upon who leads an alliance.
    pub AllianceLeadPayload {
        /// The alliance, with the school that leads it now.
        alliance: Alliance
    } from directory::Alliance;
}

/// What can be done about who leads an alliance.
#[derive(Default)]
pub struct AllianceLeadMutation;

#[Object]
impl AllianceLeadMutation {
    /// Offers another member to lead the alliance that your school leads, as its head. Nothing changes before that school's own
    /// head takes it on; until then you can take it back.
    async fn offer_alliance_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance, and the member to which it is offered.")] input: OfferAllianceLeadInput,
    ) -> Result<AllianceLeadPayload> {
        let (of, to) = ((input.alliance.0, input.expected_version), input.school.map(|it| it.0));
        AllianceLeadPayload::of(alliance_lead::offer(ctx.app(), ctx.caller()?, of, to).await)
    }

    /// Takes on to lead an alliance, as the head of the member to which that was offered. The school that led it stays a member,
    /// and may leave from then on.
    async fn take_alliance_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance that your school leads from now on.")] input: TakeAllianceLeadInput,
    ) -> Result<AllianceLeadPayload> {
        let of = (input.alliance.0, input.expected_version);
        AllianceLeadPayload::of(alliance_lead::take(ctx.app(), ctx.caller()?, of).await)
    }

    /// Names the member that leads an alliance from now on, as an operator, where the school that led it has closed.
    async fn assign_alliance_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance, and the member that leads it from now on.")] input: AssignAllianceLeadInput,
    ) -> Result<AllianceLeadPayload> {
        let (of, to) = ((input.alliance.0, input.expected_version), input.school.0);
        AllianceLeadPayload::of(alliance_lead::assign(ctx.app(), ctx.caller()?, of, to).await)
    }
}
