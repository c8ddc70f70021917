//! What can be done about safeguarding assurances: given and withdrawn.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{AssuranceForm, AssuranceScope, SafeguardingAssurance};
use domain::directory::Specialist;

use crate::app::brokerage::assurance;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::AssuranceObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// The answer to an act upon a safeguarding assurance.
    pub AssurancePayload {
        /// The assurance as it stands now.
        assurance: AssuranceObject
    } from SafeguardingAssurance;
}

/// For whom your school gives its word, and for what.
#[derive(InputObject)]
pub struct RecordAssuranceInput {
    /// The specialist for whom; leave it out where it is for whomever your school sends.
    pub specialist: Option<Gid<Specialist>>,
    /// When your school checked last.
    pub checked_on: Day,
    /// For which work.
    pub scope: Choice<AssuranceScope>,
    /// Where your school's letter is found, if there is one. Never the number of a certificate.
    pub letter_ref: Option<String>,
    /// The last day on which it holds, three years ahead at most.
    pub valid_until: Day,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which assurance is withdrawn, and why.
#[derive(InputObject)]
pub struct WithdrawAssuranceInput {
    /// The assurance.
    pub assurance: Gid<SafeguardingAssurance>,
    /// Why, in words that blame nobody.
    pub reason: String,
    /// The version that you have read; an assurance that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about safeguarding assurances.
#[derive(Default)]
pub struct AssuranceMutation;

#[Object]
impl AssuranceMutation {
    /// Gives your school's word that somebody whom it employs was checked for work at schools: as its head, or as a governor
    /// for the head. Nothing is agreed that can be done in person only, and no visit in person counts, without it.
    async fn record_assurance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For whom, for which work, and until when.")] input: RecordAssuranceInput,
    ) -> Result<AssurancePayload> {
        let form = AssuranceForm {
            checked_on: input.checked_on.0,
            scope: input.scope.0,
            letter: input.letter_ref,
            valid_until: input.valid_until.0,
        };
        let who = input.specialist.map(|id| id.0);
        AssurancePayload::of(assurance::give(ctx.app(), ctx.caller()?, who, &form).await)
    }

    /// Takes a safeguarding assurance of your school back, saying why. From this day on no visit in person rests on it; the
    /// schools and brokers of open deployments are told.
    async fn withdraw_assurance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The assurance, and why it is taken back.")] input: WithdrawAssuranceInput,
    ) -> Result<AssurancePayload> {
        let (id, expected) = (input.assurance.0, input.expected_version);
        AssurancePayload::of(assurance::withdraw(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
