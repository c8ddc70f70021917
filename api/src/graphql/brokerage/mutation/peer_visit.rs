//! Peer visits that two heads arrange between themselves.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{InterestKind, Proposal};
use domain::exchange::{ObjectiveForm, Offer};

use super::proposal::ProposalPayload;
use crate::app::brokerage::peer_visit::{self, Ask};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{OverrideInput, overrides};
use crate::graphql::context::Reach;
use crate::graphql::exchange::ObjectiveInput;
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, HalfDays};

/// What a colleague of another school is asked to come and look at.
#[derive(InputObject)]
pub struct AskForPeerVisitInput {
    /// The offer of a peer visit by the other school.
    pub offer: Gid<Offer>,
    /// What the colleague is asked to look at, in at most 140 characters.
    pub focus: String,
    /// Why, in at most 4,000 characters. Only the two schools and the alliance will read it.
    pub need: String,
    /// What shall become better.
    pub objective: ObjectiveInput,
    /// How much: one or two half-days.
    pub half_days: HalfDays,
    /// The first day that suits your school.
    pub starts_on: Day,
    /// The last day that suits your school.
    pub ends_on: Day,
    /// The interests that your school has in the other; an empty list says that there are none. With one, ask a broker.
    pub interests: Vec<Choice<InterestKind>>,
    /// What to say to the other school.
    pub message: Option<String>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which peer visit your school accepts.
#[derive(InputObject)]
pub struct AcceptPeerVisitInput {
    /// The proposal in which it was asked for.
    pub proposal: Gid<Proposal>,
    /// The interests that your school has in the other; an empty list says that there are none. With one, decline.
    pub interests: Vec<Choice<InterestKind>>,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a proposal that has changed since is not accepted.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What two heads can do without a broker.
#[derive(Default)]
pub struct PeerVisitMutation;

#[Object]
impl PeerVisitMutation {
    /// Asks another school for a colleague who comes and looks at one thing: without a broker, free, and counted like all
    /// support. Your school accepts it by asking; the head of the other school answers.
    async fn ask_for_peer_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer, and what the colleague is asked to look at.")] input: AskForPeerVisitInput,
    ) -> Result<ProposalPayload> {
        let ask = Ask {
            offer: input.offer.0,
            focus: input.focus,
            need: input.need,
            objective: ObjectiveForm::from(input.objective),
            half_days: input.half_days.0,
            from: input.starts_on.0,
            until: input.ends_on.0,
            interests: input.interests.into_iter().map(|it| it.0).collect(),
            message: input.message,
        };
        ProposalPayload::of(peer_visit::ask(ctx.app(), ctx.caller()?, ask).await)
    }

    /// Accepts a peer visit for your school: it is agreed by that, and its half-days are promised. To say no, decline the
    /// proposal.
    async fn accept_peer_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal, and the interests of your school.")] input: AcceptPeerVisitInput,
    ) -> Result<ProposalPayload> {
        let interests: Vec<_> = input.interests.into_iter().map(|it| it.0).collect();
        let (id, expected) = (input.proposal.0, input.expected_version);
        let reasons = overrides(input.overrides);
        ProposalPayload::of(peer_visit::accept(ctx.app(), ctx.caller()?, id, &interests, &reasons, expected).await)
    }
}
