//! What can be done with a ring of schools.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{DeclineReason, ExchangeRing};
use domain::exchange::{Offer, SupportRequest};

use crate::app::brokerage::ring::{self, Form, LegForm};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::RingObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Moment;
use crate::payload;

payload! {
    /// The answer to a step of a ring of schools.
    pub RingPayload {
        /// The ring as it stands now.
        ring: RingObject
    } from ExchangeRing;
}

/// What a broker fills in to propose a ring of schools.
#[derive(InputObject)]
pub struct ProposeRingInput {
    /// What each school would give, in any order: two to four schools, each of which gives once and gets once.
    pub legs: Vec<RingLegInput>,
    /// Until when all schools may answer; the alliance's usual time if left out.
    pub respond_by: Option<Moment>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What one school would give to another.
#[derive(InputObject)]
pub struct RingLegInput {
    /// The request to meet.
    pub request: Gid<SupportRequest>,
    /// The offer to meet it with.
    pub offer: Gid<Offer>,
    /// The version of the request that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
}

/// Which ring of schools is meant.
#[derive(InputObject)]
pub struct RingInput {
    /// The ring.
    pub ring: Gid<ExchangeRing>,
    /// The version that you have read; a ring that has changed since is not touched. It changes with each consent.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which ring of schools is declined or taken back, and why.
#[derive(InputObject)]
pub struct RingReasonInput {
    /// The ring.
    pub ring: Gid<ExchangeRing>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(DeclineReason::NotStated)")]
    pub reason: Choice<DeclineReason>,
    /// The version that you have read; a ring that has changed since is not touched. It changes with each consent.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a ring of schools.
#[derive(Default)]
pub struct RingMutation;

#[Object]
impl RingMutation {
    /// Proposes a ring to all of its schools at once, as a broker who has a post at none of them, and holds the time of each until all
    /// have answered.
    async fn propose_ring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What each school would give, and until when they may answer.")] input: ProposeRingInput,
    ) -> Result<RingPayload> {
        let leg =
            |it: RingLegInput| LegForm { request: it.request.0, offer: it.offer.0, expected: it.expected_version };
        let form =
            Form { legs: input.legs.into_iter().map(leg).collect(), respond_by: input.respond_by.map(|it| it.0) };
        RingPayload::of(ring::propose(ctx.app(), ctx.caller()?, &form).await)
    }

    /// Consents to a ring for your school: to what it gives and to what it gets. When all schools have consented, a deployment is
    /// planned for each.
    async fn consent_to_ring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ring to which your school consents.")] input: RingInput,
    ) -> Result<RingPayload> {
        let (id, expected) = (input.ring.0, input.expected_version);
        RingPayload::of(ring::consent(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Declines a ring for your school, also after it has consented. The ring comes to nothing, and no other school is told which one
    /// it was.
    async fn decline_ring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ring that your school declines, and why.")] input: RingReasonInput,
    ) -> Result<RingPayload> {
        let (id, expected) = (input.ring.0, input.expected_version);
        RingPayload::of(ring::decline(ctx.app(), ctx.caller()?, id, input.reason.0, expected).await)
    }

    /// Takes a ring back before all schools have consented, as a broker of its alliance.
    async fn withdraw_ring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ring that is taken back, and why.")] input: RingReasonInput,
    ) -> Result<RingPayload> {
        let (id, expected) = (input.ring.0, input.expected_version);
        RingPayload::of(ring::withdraw(ctx.app(), ctx.caller()?, id, input.reason.0, expected).await)
    }
}
