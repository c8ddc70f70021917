//! What can be done with a proposal.

use async_graphql::{Context, InputObject, Object, Result};
use domain::HalfTerm;
use domain::brokerage::{DeclineReason, MatchRun, Proposal};
use domain::exchange::{Offer, SupportRequest};
use domain::rule::Rule;

use crate::app::brokerage::proposal::{self, Propose};
use crate::app::{Outcome, Refusal};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::ProposalObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::{HalfDays, Moment};
use crate::payload;

payload! {
    /// The answer to an act upon a proposal.
    pub ProposalPayload {
        /// The proposal as it stands now.
        proposal: ProposalObject
    } from Proposal;
}

/// What a broker fills in to propose an offer for a request.
#[derive(InputObject)]
pub struct ProposeSupportInput {
    /// The request to meet.
    pub request: Gid<SupportRequest>,
    /// The offer to meet it with.
    pub offer: Gid<Offer>,
    /// The kept run of the matching from which the offer was taken. If left out, the matching is run as far as the request
    /// has been searched, and what it finds is kept.
    pub run: Option<Gid<MatchRun>>,
    /// How much work; what the request asks for if left out.
    pub half_days: Option<HalfDays>,
    /// How the work is spread over half-terms; earliest first if left out.
    pub half_terms: Option<Vec<HalfTermShareInput>>,
    /// Until when both schools may answer; the alliance's usual time if left out.
    pub respond_by: Option<Moment>,
    /// What to say to both schools.
    pub message: Option<String>,
    /// The version of the request that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// So much time in one half-term.
#[derive(InputObject)]
pub struct HalfTermShareInput {
    /// The half-term: the year of its September, then 1 to 6, such as 20262.
    pub half_term: i32,
    /// How many half-days of it.
    pub half_days: HalfDays,
}

/// Which proposal is meant.
#[derive(InputObject)]
pub struct AcceptProposalInput {
    /// The proposal.
    pub proposal: Gid<Proposal>,
    /// The version that you have read; a proposal that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which proposal is meant, and why it is declined.
#[derive(InputObject)]
pub struct DeclineProposalInput {
    /// The proposal.
    pub proposal: Gid<Proposal>,
    /// Why, by a code that blames nobody.
    pub reason: Choice<DeclineReason>,
    /// The version that you have read; a proposal that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which proposal is taken back, and why.
#[derive(InputObject)]
pub struct WithdrawProposalInput {
    /// The proposal.
    pub proposal: Gid<Proposal>,
    /// Why, by a code that blames nobody. Both schools read it.
    #[graphql(default_with = "Choice(DeclineReason::NotStated)")]
    pub reason: Choice<DeclineReason>,
    /// The version that you have read; a proposal that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which proposal is meant.
#[derive(InputObject)]
pub struct ApprovePlacementInput {
    /// The proposal.
    pub proposal: Gid<Proposal>,
    /// The version that you have read; a proposal that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a proposal.
#[derive(Default)]
pub struct ProposalMutation;

#[Object]
impl ProposalMutation {
    /// Proposes an offer for a request, as a broker, and holds the time for it until both schools have answered.
    async fn propose_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request and the offer that should meet it, and on what terms.")]
        input: ProposeSupportInput,
    ) -> Result<ProposalPayload> {
        let wishes = match half_terms(input.half_terms.unwrap_or_default()) {
            Ok(wishes) => wishes,
            Err(refusal) => return ProposalPayload::of(Err(refusal)),
        };
        let it = Propose {
            request: input.request.0,
            offer: input.offer.0,
            run: input.run.map(|it| it.0),
            half_days: input.half_days.map(|it| it.0),
            half_terms: wishes,
            respond_by: input.respond_by.map(|it| it.0),
            message: input.message,
            expected: input.expected_version,
        };
        ProposalPayload::of(proposal::propose(ctx.app(), ctx.caller()?, it).await)
    }

    /// Accepts a proposal for your school. When both schools have accepted, a deployment is planned.
    async fn accept_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal that your school accepts.")] input: AcceptProposalInput,
    ) -> Result<ProposalPayload> {
        let expected = input.expected_version;
        ProposalPayload::of(proposal::accept(ctx.app(), ctx.caller()?, input.proposal.0, expected).await)
    }

    /// Declines a proposal for your school. Nobody holds it against you.
    async fn decline_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal that your school declines, and why.")] input: DeclineProposalInput,
    ) -> Result<ProposalPayload> {
        let (id, reason, expected) = (input.proposal.0, input.reason.0, input.expected_version);
        ProposalPayload::of(proposal::decline(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Approves, as a second broker of the alliance, a proposal that concerns the first one's own school.
    async fn approve_placement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal that you approve.")] input: ApprovePlacementInput,
    ) -> Result<ProposalPayload> {
        let expected = input.expected_version;
        ProposalPayload::of(proposal::approve(ctx.app(), ctx.caller()?, input.proposal.0, expected).await)
    }

    /// Takes a proposal back, as a broker, before both schools have accepted.
    async fn withdraw_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal that is taken back, and why.")] input: WithdrawProposalInput,
    ) -> Result<ProposalPayload> {
        let (id, reason, expected) = (input.proposal.0, input.reason.0, input.expected_version);
        ProposalPayload::of(proposal::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }
}

fn half_terms(shares: Vec<HalfTermShareInput>) -> Outcome<Vec<(HalfTerm, i32)>> {
    let read = |(n, share): (usize, HalfTermShareInput)| {
        let half_term = HalfTerm::read(share.half_term)
            .ok_or_else(|| Refusal::from(Rule::NumberOutOfRange.at(format!("halfTerms.{n}.halfTerm"))))?;
        Ok((half_term, share.half_days.0))
    };
    shares.into_iter().enumerate().map(read).collect()
}
