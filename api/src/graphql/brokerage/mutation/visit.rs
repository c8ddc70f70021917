//! What can be done with a visit.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, DisputeOutcome, DisputeReason, Visit, VisitCancellation};
use domain::exchange::Mode;

use crate::app::brokerage::dispute;
use crate::app::brokerage::visit::{self, Record};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{OverrideInput, VisitObject, overrides};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, HalfDays};
use crate::payload;

payload! {
    /// The answer to an act upon a visit.
    pub VisitPayload {
        /// The visit as it stands now.
        visit: VisitObject
    } from Visit;
}

/// What is written down of a visit.
#[derive(InputObject)]
pub struct RecordVisitInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day of the visit.
    pub visited_on: Day,
    /// In person, remote, or both.
    pub mode: Choice<Mode>,
    /// How much was given: one or two half-days for one person.
    pub half_days: HalfDays,
    /// What was done. Name no pupil.
    pub note: String,
    /// The stage to which it belongs, by its place from 1; needed where the deployment follows a template.
    pub stage: Option<i32>,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What the record of a visit should say.
#[derive(InputObject)]
pub struct CorrectVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// The day of the visit.
    pub visited_on: Day,
    /// In person, remote, or both.
    pub mode: Choice<Mode>,
    /// How much was given.
    pub half_days: HalfDays,
    /// What was done. Name no pupil.
    pub note: String,
    /// The stage to which it belongs, by its place from 1; needed where the deployment follows a template.
    pub stage: Option<i32>,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a visit that has changed since is not touched.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Of which visit the record is taken back, and why.
#[derive(InputObject)]
pub struct CancelVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(VisitCancellation::NotStated)")]
    pub reason: Choice<VisitCancellation>,
    /// The version that you have read; a visit that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which visit took place as it is written.
#[derive(InputObject)]
pub struct ConfirmVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// Why it is confirmed although a rule warns, such as that a grant or a pooled budget has no money left for it; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a visit that was corrected since is not confirmed.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which confirmation is reversed, and why.
#[derive(InputObject)]
pub struct ReverseVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// Why.
    pub reason: String,
    /// The version that you have read; a visit that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which visit is disputed, and what of it.
#[derive(InputObject)]
pub struct DisputeVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// What was not as it is written.
    pub reason: Choice<DisputeReason>,
    /// The same in words. Name no pupil.
    pub words: String,
    /// The version that you have read; a visit that has changed since is not touched.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which dispute is settled, and how.
#[derive(InputObject)]
pub struct SettleVisitInput {
    /// The visit.
    pub visit: Gid<Visit>,
    /// Whether the visit stands as it is written, or its record is taken back.
    pub outcome: Choice<DisputeOutcome>,
    /// Why. Both schools read it.
    pub reason: String,
    /// Why it stands although a rule warns that your alliance would pay what a grant or a pooled budget has no more for; leave it
    /// out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a visit that has changed since is not touched.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a visit.
#[derive(Default)]
pub struct VisitMutation;

#[Object]
impl VisitMutation {
    /// Writes down a visit, for the school that gives.
    async fn record_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what was done on which day.")] input: RecordVisitInput,
    ) -> Result<VisitPayload> {
        let record = Record {
            visited_on: input.visited_on.0,
            mode: input.mode.0,
            half_days: input.half_days.0,
            note: input.note,
            stage: input.stage,
            overrides: overrides(input.overrides),
        };
        VisitPayload::of(visit::record(ctx.app(), ctx.caller()?, input.deployment.0, &record).await)
    }

    /// Puts the record of a visit right, before it is confirmed, where it is disputed, or after its confirmation was reversed.
    async fn correct_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit, and what its record should say.")] input: CorrectVisitInput,
    ) -> Result<VisitPayload> {
        let record = Record {
            visited_on: input.visited_on.0,
            mode: input.mode.0,
            half_days: input.half_days.0,
            note: input.note,
            stage: input.stage,
            overrides: overrides(input.overrides),
        };
        let (id, expected) = (input.visit.0, Some(input.expected_version));
        VisitPayload::of(visit::correct(ctx.app(), ctx.caller()?, id, &record, expected).await)
    }

    /// Confirms a visit as you have read it, for the school that received it. Its half-days move in the ledger.
    async fn confirm_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit that you confirm.")] input: ConfirmVisitInput,
    ) -> Result<VisitPayload> {
        let overrides = overrides(input.overrides);
        let how = (overrides.as_slice(), Some(input.expected_version));
        VisitPayload::of(visit::confirm(ctx.app(), ctx.caller()?, input.visit.0, how).await)
    }

    /// Says, for the school that received it, that a visit was not as it is written. The school that gave it corrects the record
    /// or takes it back, or a broker settles it.
    async fn dispute_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit, and what of its record was not so.")] input: DisputeVisitInput,
    ) -> Result<VisitPayload> {
        let (id, expected) = (input.visit.0, Some(input.expected_version));
        let told = (input.reason.0, input.words.as_str());
        VisitPayload::of(dispute::dispute(ctx.app(), ctx.caller()?, id, told, expected).await)
    }

    /// Settles a dispute, as a broker of the alliance who has no post at either school. What stands moves in the ledger as if it
    /// were confirmed. Where a grant or a pooled budget has no money left for it, you are warned: your alliance pays the rest if
    /// you say why.
    async fn settle_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit, how its dispute ends, and why.")] input: SettleVisitInput,
    ) -> Result<VisitPayload> {
        let overrides = overrides(input.overrides);
        let (told, how) = ((input.outcome.0, input.reason.as_str()), (&*overrides, Some(input.expected_version)));
        VisitPayload::of(dispute::settle(ctx.app(), ctx.caller()?, input.visit.0, told, how).await)
    }

    /// Takes the record of a visit back before it is confirmed.
    async fn cancel_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit whose record is taken back, and why.")] input: CancelVisitInput,
    ) -> Result<VisitPayload> {
        let (id, reason, expected) = (input.visit.0, input.reason.0, input.expected_version);
        VisitPayload::of(visit::cancel(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Reverses the confirmation of a visit, saying why. What it moved in the ledger moves back.
    async fn reverse_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit whose confirmation is reversed, and why.")] input: ReverseVisitInput,
    ) -> Result<VisitPayload> {
        let (id, expected) = (input.visit.0, input.expected_version);
        VisitPayload::of(visit::reverse(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
