//! What can be done with an offer.

use async_graphql::{Context, Object, Result};
use domain::exchange;

use super::Offer;
use super::offer_input::{DraftOfferInput, OfferInput, ReviseOfferInput, WithdrawOfferInput};
use crate::app::exchange::offer;
use crate::graphql::brokerage::overrides;
use crate::graphql::context::Reach;
use crate::payload;

payload! {
    /// The answer to an act upon an offer.
    pub OfferPayload {
        /// The offer as it stands now.
        offer: Offer
    } from exchange::Offer;
}

/// What can be done with an offer.
#[derive(Default)]
pub struct OfferMutation;

#[Object]
impl OfferMutation {
    /// Drafts an offer of your school. Nobody else sees it until it is published.
    async fn draft_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new offer.")] input: DraftOfferInput,
    ) -> Result<OfferPayload> {
        let school = input.school.map(|id| id.0);
        OfferPayload::of(offer::draft(ctx.app(), ctx.caller()?, school, input.terms.into()).await)
    }

    /// Publishes a draft, as the school's head: from now on everybody finds it.
    async fn publish_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant.")] input: OfferInput,
    ) -> Result<OfferPayload> {
        let expected = input.expected_version;
        let overrides = overrides(input.overrides);
        OfferPayload::of(offer::publish(ctx.app(), ctx.caller()?, input.offer.0, expected, overrides).await)
    }

    /// Changes what an offer says.
    async fn revise_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant, and what it shall say.")] input: ReviseOfferInput,
    ) -> Result<OfferPayload> {
        let (id, expected) = (input.offer.0, Some(input.expected_version));
        let (terms, overrides) = (input.terms.into(), overrides(input.overrides));
        OfferPayload::of(offer::revise(ctx.app(), ctx.caller()?, id, expected, terms, overrides).await)
    }

    /// Holds an offer back for a while. Nothing that your school has given or stands for is lost by it.
    async fn pause_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant.")] input: OfferInput,
    ) -> Result<OfferPayload> {
        let expected = input.expected_version;
        OfferPayload::of(offer::pause(ctx.app(), ctx.caller()?, input.offer.0, expected).await)
    }

    /// Puts a paused offer out again.
    async fn resume_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant.")] input: OfferInput,
    ) -> Result<OfferPayload> {
        let expected = input.expected_version;
        OfferPayload::of(offer::resume(ctx.app(), ctx.caller()?, input.offer.0, expected).await)
    }

    /// Says that an offer still holds. Every half-term somebody at the school should.
    async fn confirm_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant.")] input: OfferInput,
    ) -> Result<OfferPayload> {
        let expected = input.expected_version;
        OfferPayload::of(offer::confirm(ctx.app(), ctx.caller()?, input.offer.0, expected).await)
    }

    /// Takes an offer back for good.
    async fn withdraw_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offer is meant, and why it is taken back.")] input: WithdrawOfferInput,
    ) -> Result<OfferPayload> {
        let (id, reason, expected) = (input.offer.0, input.reason.0, input.expected_version);
        OfferPayload::of(offer::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }
}
