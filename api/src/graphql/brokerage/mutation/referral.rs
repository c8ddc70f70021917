//! What can be done with a referral.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Referral, ReferralDecline};
use domain::directory::{Alliance, Retraction};
use domain::exchange::SupportRequest;

use crate::app::brokerage::referral;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::ReferralObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// The answer to an act upon a referral.
    pub ReferralPayload {
        /// The referral as it stands now.
        referral: ReferralObject
    } from Referral;
}

/// Which request is handed on, and to whom.
#[derive(InputObject)]
pub struct ReferRequestInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The alliance that is asked; left out, the request waits in the national pool for any alliance to take it on.
    pub alliance: Option<Gid<Alliance>>,
    /// Why it is handed on.
    pub reason: String,
    /// The version of the request that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which referral is taken on, and where the request belongs from then on.
#[derive(InputObject)]
pub struct AcceptReferralInput {
    /// The referral.
    pub referral: Gid<Referral>,
    /// To which of your alliance's work-streams the request belongs, by the name that its policy has for it.
    pub workstream: Option<String>,
    /// The version that you have read; a referral that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which referral is declined, and why.
#[derive(InputObject)]
pub struct DeclineReferralInput {
    /// The referral.
    pub referral: Gid<Referral>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(ReferralDecline::NotStated)")]
    pub reason: Choice<ReferralDecline>,
    /// The version that you have read; a referral that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which referral is taken back, and why.
#[derive(InputObject)]
pub struct WithdrawReferralInput {
    /// The referral.
    pub referral: Gid<Referral>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(Retraction::NotStated)")]
    pub reason: Choice<Retraction>,
    /// The version that you have read; a referral that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a referral.
#[derive(Default)]
pub struct ReferralMutation;

#[Object]
impl ReferralMutation {
    /// Hands a request to another alliance, or to the national pool. Until it is taken on, your alliance keeps it.
    async fn refer_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and the alliance that is asked to take it on.")] input: ReferRequestInput,
    ) -> Result<ReferralPayload> {
        let (id, to) = (input.request.0, input.alliance.map(|it| it.0));
        let expected = input.expected_version;
        ReferralPayload::of(referral::refer(ctx.app(), ctx.caller()?, id, to, &input.reason, expected).await)
    }

    /// Takes a referred request on for your alliance.
    async fn accept_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The referral that your alliance takes on, and where the request belongs.")]
        input: AcceptReferralInput,
    ) -> Result<ReferralPayload> {
        let (id, expected, workstream) = (input.referral.0, input.expected_version, input.workstream.as_deref());
        ReferralPayload::of(referral::accept(ctx.app(), ctx.caller()?, id, workstream, expected).await)
    }

    /// Leaves a referred request where it was.
    async fn decline_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The referral that your alliance leaves where it was, and why.")] input: DeclineReferralInput,
    ) -> Result<ReferralPayload> {
        let (id, reason, expected) = (input.referral.0, input.reason.0, input.expected_version);
        ReferralPayload::of(referral::decline(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Takes back that another alliance is asked to take a request on, as long as it has not answered. A request that waits in
    /// the national pool is taken out of it by declining it.
    async fn withdraw_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The referral that your alliance takes back, and why.")] input: WithdrawReferralInput,
    ) -> Result<ReferralPayload> {
        let (id, reason, expected) = (input.referral.0, input.reason.0, input.expected_version);
        ReferralPayload::of(referral::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }
}
