//! What can be done about choices in the plan of a brokerage round.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Round, RoundChoiceKind};
use domain::exchange::{Offer, SupportRequest};

use super::round::RoundPayload;
use crate::app::brokerage::round::{self, Choosing};
use crate::graphql::adapter::Gid;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;

/// Two of a round that are to come together in any case, or on no account.
#[derive(InputObject)]
pub struct RoundPairInput {
    /// The round.
    pub round: Gid<Round>,
    /// The request.
    pub request: Gid<SupportRequest>,
    /// An offer of whoever is meant: the choice holds for all of their offers, and the plan takes the one that suits best.
    pub offer: Gid<Offer>,
    /// Why, if you wish to say so.
    pub reason: Option<String>,
    /// The version of the round that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A choice that is lifted.
#[derive(InputObject)]
pub struct LiftRoundChoiceInput {
    /// The round.
    pub round: Gid<Round>,
    /// The request.
    pub request: Gid<SupportRequest>,
    /// An offer of whoever was meant.
    pub offer: Gid<Offer>,
    /// The version of the round that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl From<RoundPairInput> for Choosing {
    fn from(it: RoundPairInput) -> Self {
        Self {
            round: it.round.0,
            request: it.request.0,
            offer: it.offer.0,
            reason: it.reason,
            expected: it.expected_version,
        }
    }
}

/// What can be done about choices in the plan of a brokerage round.
#[derive(Default)]
pub struct RoundChoiceMutation;

#[Object]
impl RoundChoiceMutation {
    /// Has the plan of a round give a request somebody in any case, if you broker the request: the plan is made anew around the two,
    /// with exactly what that loses.
    async fn pin_round_pair(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round and the two.")] input: RoundPairInput,
    ) -> Result<RoundPayload> {
        RoundPayload::of(round::choose(ctx.app(), ctx.caller()?, &input.into(), RoundChoiceKind::Pinned).await)
    }

    /// Has the plan of a round give a request somebody on no account, if you broker the request: the plan is made anew without the
    /// two, with exactly what that loses.
    async fn forbid_round_pair(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round and the two.")] input: RoundPairInput,
    ) -> Result<RoundPayload> {
        RoundPayload::of(round::choose(ctx.app(), ctx.caller()?, &input.into(), RoundChoiceKind::Forbidden).await)
    }

    /// Lifts a choice in the plan of a round, if you broker the request: the plan is made anew without it.
    async fn lift_round_choice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round and the two.")] input: LiftRoundChoiceInput,
    ) -> Result<RoundPayload> {
        let it = Choosing {
            round: input.round.0,
            request: input.request.0,
            offer: input.offer.0,
            reason: None,
            expected: input.expected_version,
        };
        RoundPayload::of(round::lift(ctx.app(), ctx.caller()?, &it).await)
    }
}
