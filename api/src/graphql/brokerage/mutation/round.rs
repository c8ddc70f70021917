//! What can be done with a brokerage round.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::Round;
use domain::{HalfTerm, Rule};

use crate::app::brokerage::round::{self, Form};
use crate::app::{Outcome, Refusal};
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::RoundObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::HalfDays;
use crate::payload;

payload! {
    /// The answer to a step of a brokerage round.
    pub RoundPayload {
        /// The round as it stands now.
        round: RoundObject
    } from Round;
}

/// A brokerage round that is opened.
#[derive(InputObject)]
pub struct OpenRoundInput {
    /// What it is called.
    pub name: String,
    /// How much support each request in it is given: requests of exactly this size take part.
    pub half_days: HalfDays,
    /// The half-terms in which the support lies, such as 20263 for the third of the school year that ends in 2027. Requests take part
    /// that may be met in all of them.
    pub half_terms: Vec<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A brokerage round that goes on.
#[derive(InputObject)]
pub struct RoundInput {
    /// The round.
    pub round: Gid<Round>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A brokerage round that is called off.
#[derive(InputObject)]
pub struct CancelRoundInput {
    /// The round.
    pub round: Gid<Round>,
    /// Why.
    pub reason: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a brokerage round.
#[derive(Default)]
pub struct RoundMutation;

#[Object]
impl RoundMutation {
    /// Opens a brokerage round: as a broker for your alliance, as an operator for the nation.
    async fn open_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What each request in it is given, and when.")] input: OpenRoundInput,
    ) -> Result<RoundPayload> {
        let caller = ctx.caller()?;
        let form = |half_terms| Form { name: input.name, half_days: input.half_days.0, half_terms };
        let outcome = match half_terms(&input.half_terms).map(form) {
            Ok(form) => round::open(ctx.app(), caller, &form).await,
            Err(no) => Err(no),
        };
        RoundPayload::of(outcome)
    }

    /// Settles which requests are in a round: all that a broker has confirmed, that wait for somebody, suit its size and its
    /// half-terms and are in no other round; in the nation's those that were searched for as far as the nation. Then it is planned.
    async fn freeze_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RoundInput,
    ) -> Result<RoundPayload> {
        let (id, expected) = (input.round.0, input.expected_version);
        RoundPayload::of(round::freeze(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Announces a round that has its plan: each of its places is proposed to both schools, and where one says no, the next best who
    /// has time is looked for, for six weeks. An alliance's round is announced by one of its brokers, by whose authority its places are
    /// proposed; the nation's by an operator, and each alliance's brokers then take up their own.
    async fn announce_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RoundInput,
    ) -> Result<RoundPayload> {
        let (id, expected) = (input.round.0, input.expected_version);
        RoundPayload::of(round::announce(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Takes an announced round up for your alliance: from now on the places of the requests that it brokers are proposed by your
    /// authority. In the nation's round nothing is proposed of an alliance before; in an alliance's own it is for whoever carries on
    /// when the broker who announced it has left.
    async fn take_up_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RoundInput,
    ) -> Result<RoundPayload> {
        let (id, expected) = (input.round.0, input.expected_version);
        RoundPayload::of(round::take_up(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Calls a round off before it is closed. What its plan held is free again, and so are the requests in it; what was proposed stays
    /// with its schools, who may answer it.
    async fn cancel_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round, and why.")] input: CancelRoundInput,
    ) -> Result<RoundPayload> {
        let (id, expected) = (input.round.0, input.expected_version);
        RoundPayload::of(round::cancel(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }

    /// Closes a round whose plan was used as far as it is to be. What it still held is free again; what was proposed stays with its
    /// schools, who may answer it. An announced round closes by itself once every request in it has its answer.
    async fn close_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RoundInput,
    ) -> Result<RoundPayload> {
        let (id, expected) = (input.round.0, input.expected_version);
        RoundPayload::of(round::close(ctx.app(), ctx.caller()?, id, expected).await)
    }
}

/// The half-terms that were named, or which of them is none.
pub(super) fn half_terms(codes: &[i32]) -> Outcome<Vec<HalfTerm>> {
    let read = |(n, code): (usize, &i32)| {
        HalfTerm::read(*code).ok_or_else(|| Refusal::from(Rule::NumberOutOfRange.at(format!("halfTerms.{n}"))))
    };
    codes.iter().enumerate().map(read).collect()
}
