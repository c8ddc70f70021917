//! What can be done with a deployment.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, InterestKind, StopReason, TermsDraft};

use crate::app::brokerage::{agreement, departure, deployment};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::terms::TermsInput;
use crate::graphql::brokerage::{DeploymentObject, OverrideInput, overrides};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// The answer to an act upon a deployment.
    pub DeploymentPayload {
        /// The deployment as it stands now.
        deployment: DeploymentObject
    } from Deployment;
}

/// The terms of a deployment.
#[derive(InputObject)]
pub struct DraftTermsInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The terms, whole; they take the place of earlier ones.
    pub terms: TermsInput,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What your school declares of its interests.
#[derive(InputObject)]
pub struct DeclareConflictInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The interests; an empty list says that there are none.
    pub interests: Vec<Choice<InterestKind>>,
    /// What there is to say about them; needed for OTHER.
    pub note: Option<String>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment you sign, and with which terms.
#[derive(InputObject)]
pub struct AgreeDeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The terms that you sign, if they are not those that stand; the other head and the alliance then sign anew.
    pub terms: Option<TermsInput>,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a deployment that has changed since is not signed.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment you sign for the alliance, and with which terms.
#[derive(InputObject)]
pub struct AgreeForAllianceInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The terms that you sign, if they are not those that stand; both heads then sign anew.
    pub terms: Option<TermsInput>,
    /// The version that you have read; a deployment that has changed since is not signed.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment is meant.
#[derive(InputObject)]
pub struct DeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment is done.
#[derive(InputObject)]
pub struct CompleteDeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which deployment is stopped, and why.
#[derive(InputObject)]
pub struct StopDeploymentInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// Why, as a neutral code.
    pub code: Choice<StopReason>,
    /// Why, in words that blame nobody.
    pub reason: String,
    /// The version that you have read; a deployment that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a deployment.
#[derive(Default)]
pub struct DeploymentMutation;

#[Object]
impl DeploymentMutation {
    /// Writes the terms of a planned deployment. Whoever signed other terms signs again, and whoever consented to them is asked
    /// again.
    async fn draft_terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what both heads and the alliance would sign.")] input: DraftTermsInput,
    ) -> Result<DeploymentPayload> {
        let (id, terms) = (input.deployment.0, TermsDraft::from(input.terms));
        DeploymentPayload::of(
            agreement::draft(ctx.app(), ctx.caller()?, id, &terms, Some(input.expected_version)).await,
        )
    }

    /// Declares your school's interests in a planned deployment, or that there are none. Both schools do before they sign. An
    /// interest that you take back still needs a second broker's approval.
    async fn declare_conflict(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The deployment, and the interests that your school has in it; an empty list says that there are none."
        )]
        input: DeclareConflictInput,
    ) -> Result<DeploymentPayload> {
        let interests: Vec<_> = input.interests.into_iter().map(|it| it.0).collect();
        let (id, note, expected) = (input.deployment.0, input.note.as_deref(), input.expected_version);
        let declared = agreement::declare(ctx.app(), ctx.caller()?, id, &interests, note, expected);
        DeploymentPayload::of(declared.await)
    }

    /// Approves, as a second broker, a deployment in which somebody has an interest, or for which nobody pays. Whoever wrote
    /// that payment is waived does not approve it.
    async fn approve_own_placement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that you approve.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(agreement::approve(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Signs a planned deployment for your school, as you have read it. When both heads have signed, it is agreed and its
    /// half-days are promised; a broker signs for the alliance before the second of them.
    async fn agree_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that you sign, and the terms if you write them with it.")]
        input: AgreeDeploymentInput,
    ) -> Result<DeploymentPayload> {
        let terms = input.terms.map(TermsDraft::from);
        let (id, expected) = (input.deployment.0, Some(input.expected_version));
        let reasons = overrides(input.overrides);
        DeploymentPayload::of(
            agreement::agree(ctx.app(), ctx.caller()?, id, terms.as_ref(), (&reasons, expected)).await,
        )
    }

    /// Signs a planned deployment for the alliance, as a broker of it without a post at either school. Whether its money, its fee
    /// and its name may stand in the terms is the alliance's to say. The second head signs after it.
    async fn agree_for_alliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that you sign for the alliance, and the terms if you write them with it.")]
        input: AgreeForAllianceInput,
    ) -> Result<DeploymentPayload> {
        let terms = input.terms.map(TermsDraft::from);
        let (id, expected) = (input.deployment.0, input.expected_version);
        let signed = agreement::agree_for_alliance(ctx.app(), ctx.caller()?, id, terms.as_ref(), expected);
        DeploymentPayload::of(signed.await)
    }

    /// Takes on, as the head of the school where its specialist works now, a deployment that another school gave. The broker then
    /// says whether it goes on; from the next day your school gives it.
    async fn take_on_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that your school takes on.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(departure::take_on(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Says, as a broker of the alliance, that a deployment goes on although its specialist has left the school that gives, once
    /// the head of the school where they work now has taken it on. That school gives it from the next day. To end it instead,
    /// stop it.
    async fn keep_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that goes on.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(departure::keep(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Begins the work of an agreed deployment, on the first day of its terms or later.
    async fn start_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment whose work begins.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(deployment::start(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Holds a deployment for a while.
    async fn pause_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that is held.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(deployment::pause(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Goes on with a deployment that was held.
    async fn resume_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that goes on.")] input: DeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(deployment::resume(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Ends a deployment as done. What was promised and not given is given up. A stage of its template of which no visit stands any
    /// more warns: say why it is left out.
    async fn complete_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that is done.")] input: CompleteDeploymentInput,
    ) -> Result<DeploymentPayload> {
        let overrides = overrides(input.overrides);
        let how = (overrides.as_slice(), input.expected_version);
        DeploymentPayload::of(deployment::complete(ctx.app(), ctx.caller()?, input.deployment.0, how).await)
    }

    /// Ends a deployment before its time, saying why. The request returns to the search.
    async fn stop_deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment that ends before its time, and why.")] input: StopDeploymentInput,
    ) -> Result<DeploymentPayload> {
        let (id, expected) = (input.deployment.0, input.expected_version);
        DeploymentPayload::of(
            deployment::stop(ctx.app(), ctx.caller()?, id, (input.code.0, &input.reason), expected).await,
        )
    }
}
