//! What can be done with a change of the matching policy.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{PolicyChange, Scenario};

use crate::app::brokerage::policy_change;
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::PolicyChangeObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Moment;
use crate::payload;

payload! {
    /// The answer to a step of a change of the matching policy.
    pub PolicyChangePayload {
        /// The change as it stands now.
        change: PolicyChangeObject
    } from PolicyChange;
}

/// A change of the matching policy that is put forward.
#[derive(InputObject)]
pub struct ProposePolicyChangeInput {
    /// The scenario whose weights and numbers are put forward: of the nation, of the policy alone, and reckoned beside the newest
    /// version.
    pub scenario: Gid<Scenario>,
    /// Why. It is published with the version.
    pub reason: String,
    /// From when on it is to hold, within a year; from its approval where nothing is said.
    pub holds_from: Option<Moment>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A change of the matching policy that is approved.
#[derive(InputObject)]
pub struct ApprovePolicyChangeInput {
    /// The change.
    pub change: Gid<PolicyChange>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A change of the matching policy that is refused or taken back.
#[derive(InputObject)]
pub struct EndPolicyChangeInput {
    /// The change.
    pub change: Gid<PolicyChange>,
    /// Why.
    pub reason: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a change of the matching policy.
#[derive(Default)]
pub struct PolicyChangeMutation;

#[Object]
impl PolicyChangeMutation {
    /// Puts the weights of a scenario forward as the next version of the matching policy: as an analyst. A second person answers
    /// within thirty days.
    async fn propose_policy_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario that shows what it does, and why.")] input: ProposePolicyChangeInput,
    ) -> Result<PolicyChangePayload> {
        let (scenario, holds_from) = (input.scenario.0, input.holds_from.map(|it| it.0));
        let (app, caller) = (ctx.app(), ctx.caller()?);
        PolicyChangePayload::of(policy_change::propose(app, caller, scenario, &input.reason, holds_from).await)
    }

    /// Approves a change of the matching policy that somebody else put forward: as an analyst or an operator. From its day on it is
    /// the policy.
    async fn approve_policy_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: ApprovePolicyChangeInput,
    ) -> Result<PolicyChangePayload> {
        let (id, expected) = (input.change.0, input.expected_version);
        PolicyChangePayload::of(policy_change::approve(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Refuses a change of the matching policy that somebody else put forward: as an analyst or an operator. It is kept.
    async fn refuse_policy_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change, and why.")] input: EndPolicyChangeInput,
    ) -> Result<PolicyChangePayload> {
        let (id, expected) = (input.change.0, input.expected_version);
        PolicyChangePayload::of(policy_change::refuse(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }

    /// Takes back a change of the matching policy that you put forward. It is kept.
    async fn withdraw_policy_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change, and why.")] input: EndPolicyChangeInput,
    ) -> Result<PolicyChangePayload> {
        let (id, expected) = (input.change.0, input.expected_version);
        PolicyChangePayload::of(policy_change::withdraw(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
