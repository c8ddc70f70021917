//! What can be done with national programmes.

use async_graphql::{Context, InputObject, Object, Result};
use domain::directory::{self, ProgrammeForm};

use super::programme::ProgrammeObject;
use super::programme_form::ProgrammeRulesInput;
use crate::app::directory::programme;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// What came of adding a programme or rules of one, or of ending one.
    pub ProgrammePayload {
        /// The programme with its rules over time.
        programme: ProgrammeObject
    } from directory::Programme;
}

/// A national programme that is added, with its first rules.
#[derive(InputObject)]
pub struct AddProgrammeInput {
    /// Its short name, such as `learning-networks`: small letters and digits, in words that are joined by hyphens.
    pub code: String,
    /// Whose programme it is.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// What it is, in 600 characters.
    pub about: String,
    /// Its first rules. They may have begun already.
    pub rules: ProgrammeRulesInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// New rules of a national programme.
#[derive(InputObject)]
pub struct AddProgrammeRulesInput {
    /// The programme's short name.
    pub programme: String,
    /// The rules that follow those of before.
    pub rules: ProgrammeRulesInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A national programme that ends.
#[derive(InputObject)]
pub struct EndProgrammeInput {
    /// The programme's short name.
    pub programme: String,
    /// The last day: yesterday at the earliest, and no earlier than the first day of any grant by its rules.
    pub until: Day,
    /// Why, in at most 600 characters. Everybody reads it.
    pub reason: String,
    /// The number of its last rules that you have read; a programme that has got other rules since is not ended.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with national programmes.
#[derive(Default)]
pub struct ProgrammeMutation;

#[Object]
impl ProgrammeMutation {
    /// Adds a national programme with its first rules, as an operator. Alliances open grants of it from its first day on.
    async fn add_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme and its first rules.")] input: AddProgrammeInput,
    ) -> Result<ProgrammePayload> {
        let AddProgrammeInput { code, owner, name, about, rules, .. } = input;
        let form = ProgrammeForm { code, owner, name, about, first: rules.into() };
        ProgrammePayload::of(programme::add(ctx.app(), ctx.caller()?, &form).await)
    }

    /// Adds rules of a national programme that follow those of before, as an operator. Grants keep what they were opened by.
    async fn add_programme_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme and its new rules.")] input: AddProgrammeRulesInput,
    ) -> Result<ProgrammePayload> {
        let form = input.rules.into();
        ProgrammePayload::of(programme::add_rules(ctx.app(), ctx.caller()?, &input.programme, &form).await)
    }

    /// Sets the last day of a national programme whose rules have no end, as an operator, saying why. Grants that were opened go
    /// on.
    async fn end_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme, its last day, and why.")] input: EndProgrammeInput,
    ) -> Result<ProgrammePayload> {
        let ended = (input.until.0, input.reason.as_str());
        let expected = input.expected_version;
        ProgrammePayload::of(programme::end(ctx.app(), ctx.caller()?, &input.programme, ended, expected).await)
    }
}
