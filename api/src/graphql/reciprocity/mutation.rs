//! What can be done with an obligation.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::Deployment;
use domain::directory::School;
use domain::reciprocity::{Obligation, ObligationKind, ObligationSource};

use super::ObligationObject;
use crate::app::reciprocity::obligation::{self, Form};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, HalfDays};
use crate::payload;

payload! {
    /// The answer to an act upon an obligation.
    pub ObligationPayload {
        /// The obligation as it stands now.
        obligation: ObligationObject
    } from Obligation;
}

/// What a school takes on.
#[derive(InputObject)]
pub struct CreateObligationInput {
    /// The school that owes it: your own, or for the conditions of a grant or a bursary one of your alliance's.
    pub debtor: Gid<School>,
    /// The school to which it is owed; left out, it is owed to all schools.
    pub creditor: Option<Gid<School>>,
    /// What is owed.
    pub kind: Choice<ObligationKind>,
    /// How much; needed for GIVE_BACK.
    pub half_days: Option<HalfDays>,
    /// The day by which.
    pub due_on: Day,
    /// What it comes from. What is agreed with a deployment stands in its terms instead.
    pub source: Choice<ObligationSource>,
    /// What is owed, in words.
    pub note: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which obligation is met, and by what.
#[derive(InputObject)]
pub struct MeetObligationInput {
    /// The obligation.
    pub obligation: Gid<Obligation>,
    /// What met it, in words.
    pub how: String,
    /// The deployment in which the school gave it, if it was one: confirmed half-days since it was owed, for nothing but credit,
    /// that met nothing else.
    pub deployment: Option<Gid<Deployment>>,
    /// The version that you have read; an obligation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which obligation is waived, and why.
#[derive(InputObject)]
pub struct WaiveObligationInput {
    /// The obligation.
    pub obligation: Gid<Obligation>,
    /// Why.
    pub reason: String,
    /// The version that you have read; an obligation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which obligation passes on, and to which school.
#[derive(InputObject)]
pub struct DecideObligationInput {
    /// The obligation.
    pub obligation: Gid<Obligation>,
    /// One of the schools that took the place of the closed one.
    pub successor: Gid<School>,
    /// The version that you have read; an obligation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with an obligation.
#[derive(Default)]
pub struct ReciprocityMutation;

#[Object]
impl ReciprocityMutation {
    /// Takes an obligation on for your school, or writes down what a grant or a bursary asks of a school of your alliance.
    async fn create_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who owes what to whom, and by when.")] input: CreateObligationInput,
    ) -> Result<ObligationPayload> {
        let form = Form {
            debtor: input.debtor.0,
            creditor: input.creditor.map(|it| it.0),
            kind: input.kind.0,
            half_days: input.half_days.map(|it| it.0),
            due_on: input.due_on.0,
            source: input.source.0,
            note: input.note,
        };
        ObligationPayload::of(obligation::create(ctx.app(), ctx.caller()?, &form).await)
    }

    /// Says what met an obligation: for the school to which it is owed, or as a broker.
    async fn meet_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The obligation, and what met it.")] input: MeetObligationInput,
    ) -> Result<ObligationPayload> {
        let (id, expected) = (input.obligation.0, input.expected_version);
        let by = (input.how.as_str(), input.deployment.map(|it| it.0));
        ObligationPayload::of(obligation::meet(ctx.app(), ctx.caller()?, id, by, expected).await)
    }

    /// Waives an obligation, saying why: for the school to which it is owed, or as a broker.
    async fn waive_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The obligation that is waived, and why.")] input: WaiveObligationInput,
    ) -> Result<ObligationPayload> {
        let (id, expected) = (input.obligation.0, input.expected_version);
        ObligationPayload::of(obligation::waive(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }

    /// Decides to which of several schools that took a closed one's place its obligation passes.
    async fn decide_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The obligation, and the school to which it passes.")] input: DecideObligationInput,
    ) -> Result<ObligationPayload> {
        let (id, chosen, expected) = (input.obligation.0, input.successor.0, input.expected_version);
        ObligationPayload::of(obligation::decide(ctx.app(), ctx.caller()?, id, chosen, expected).await)
    }
}
