//! What can be done about support groups and the places in them.

use async_graphql::{Context, Object, Result};
use domain::communities::{SupportGroup, SupportGroupPlace};

use super::input::{
    BeginSupportGroupInput, CloseSupportGroupInput, FormSupportGroupInput, LeaveSupportGroupInput,
    OfferSupportPlaceInput, ReplaceFacilitatorInput, SupportPlaceInput,
};
use super::{SupportGroupObject, SupportPlaceObject};
use crate::app::communities::{support_group, support_place};
use crate::graphql::context::Reach;
use crate::payload;

payload! {
    /// The answer to an act upon a support group.
    pub SupportGroupPayload {
        /// The group as it stands now.
        support_group: SupportGroupObject
    } from SupportGroup;
    /// The answer to an act upon a place in a support group.
    pub SupportPlacePayload {
        /// The place as it stands now.
        support_group_place: SupportPlaceObject
    } from SupportGroupPlace;
}

/// What can be done about support groups and the places in them.
#[derive(Default)]
pub struct SupportGroupMutation;

#[Object]
impl SupportGroupMutation {
    /// Forms a support group of your alliance, as its broker, with the experienced head and the adviser who hold it.
    async fn form_support_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name, and the two who hold it.")] input: FormSupportGroupInput,
    ) -> Result<SupportGroupPayload> {
        let two = (input.head_facilitator.0, input.adviser.0);
        SupportGroupPayload::of(support_group::form(ctx.app(), ctx.caller()?, &input.name, two).await)
    }

    /// Lets a support group begin to meet. With fewer than six who have accepted, say why.
    async fn begin_support_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group that begins to meet.")] input: BeginSupportGroupInput,
    ) -> Result<SupportGroupPayload> {
        let (id, reason, expected) = (input.support_group.0, input.reason.as_deref(), input.expected_version);
        SupportGroupPayload::of(support_group::begin(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Puts somebody in the place of one of the two who hold a support group of your alliance, as its broker. Whoever held it
    /// before stays on record.
    async fn replace_facilitator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group, whose place it is, who takes it, and why.")] input: ReplaceFacilitatorInput,
    ) -> Result<SupportGroupPayload> {
        let (of, next) = ((input.support_group.0, input.expected_version), (input.side.0, input.facilitator.0));
        SupportGroupPayload::of(support_group::replace(ctx.app(), ctx.caller()?, of, next, input.reason.0).await)
    }

    /// Closes a support group; the places in it end with it.
    async fn close_support_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group that is closed, and why.")] input: CloseSupportGroupInput,
    ) -> Result<SupportGroupPayload> {
        let (id, why, expected) = (input.support_group.0, input.reason.0, input.expected_version);
        SupportGroupPayload::of(support_group::close(ctx.app(), ctx.caller()?, id, why, expected).await)
    }

    /// Offers a place in a support group to the head of a school of your alliance who begins. Beyond fifteen, say why; there
    /// are twenty at most.
    async fn offer_support_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group, and the school whose head begins.")] input: OfferSupportPlaceInput,
    ) -> Result<SupportPlacePayload> {
        let (of, reason) = ((input.support_group.0, input.school.0), input.reason.as_deref());
        let expected = input.expected_version;
        SupportPlacePayload::of(support_place::offer(ctx.app(), ctx.caller()?, of, reason, expected).await)
    }

    /// Accepts a place in a support group that is offered to you.
    async fn accept_support_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place that you accept.")] input: SupportPlaceInput,
    ) -> Result<SupportPlacePayload> {
        let (id, expected) = (input.support_group_place.0, input.expected_version);
        SupportPlacePayload::of(support_place::accept(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Declines a place in a support group that is offered to you. Nobody asks why.
    async fn decline_support_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place that you decline.")] input: SupportPlaceInput,
    ) -> Result<SupportPlacePayload> {
        let (id, expected) = (input.support_group_place.0, input.expected_version);
        SupportPlacePayload::of(support_place::decline(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Leaves a support group. Nobody asks why.
    async fn leave_support_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place that you give up.")] input: LeaveSupportGroupInput,
    ) -> Result<SupportPlacePayload> {
        let (id, reason, expected) = (input.support_group_place.0, input.reason.0, input.expected_version);
        SupportPlacePayload::of(support_place::leave(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }
}
