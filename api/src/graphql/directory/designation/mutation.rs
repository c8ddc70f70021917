//! What can be done about designations.

use async_graphql::{Context, Object, Result};
use domain::directory::Designation;

use super::DesignationObject;
use super::input::{
    ApplyForDesignationInput, AssessDesignationInput, DesignateInput, DesignationInput, DesignationReasonInput,
    RecordDesignationInput, ReferenceDesignationInput,
};
use crate::app::directory::designation;
use crate::graphql::context::Reach;
use crate::payload;

payload! {
    /// The answer to an act upon a designation.
    pub DesignationPayload {
        /// The designation as it stands now.
        designation: DesignationObject
    } from Designation;
}

/// What can be done about designations.
#[derive(Default)]
pub struct DesignationMutation;

#[Object]
impl DesignationMutation {
    /// Applies for a designation, for yourself: your school lists you as a specialist already. The head of your school is
    /// asked for a reference next.
    async fn apply_for_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scheme, the alliance, and what speaks for you.")] input: ApplyForDesignationInput,
    ) -> Result<DesignationPayload> {
        let alliance = input.alliance.0;
        DesignationPayload::of(designation::apply(ctx.app(), ctx.caller()?, alliance, input.into()).await)
    }

    /// Enters what a specialist holds of a scheme that is closed, as a broker of the alliance that looks after it.
    /// Of an open scheme nothing is entered: it is applied for.
    async fn record_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who holds it, since when, and who gave it.")] input: RecordDesignationInput,
    ) -> Result<DesignationPayload> {
        let (alliance, specialist) = (input.alliance.0, input.specialist.0);
        DesignationPayload::of(designation::record(ctx.app(), ctx.caller()?, alliance, specialist, input.into()).await)
    }

    /// Speaks for somebody of your school who applies, as its head, and consents to lend them. For a head who applies the chair
    /// of governors does; where none has a role here, a broker of the alliance enters what the chair writes, and another one
    /// designates.
    async fn reference_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which application, what is said, and the consent.")] input: ReferenceDesignationInput,
    ) -> Result<DesignationPayload> {
        let (id, said, expected) = (input.designation.0, (&*input.text, input.releases), input.expected_version);
        DesignationPayload::of(designation::refer(ctx.app(), ctx.caller()?, id, said, expected).await)
    }

    /// Judges an application by every criterion, as an assessor of the alliance; never one of your own school.
    async fn assess_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which application, and what was found of each criterion.")] input: AssessDesignationInput,
    ) -> Result<DesignationPayload> {
        let (id, expected) = (input.designation.0, input.expected_version);
        let findings = input.findings.into_iter().map(Into::into).collect();
        DesignationPayload::of(designation::assess(ctx.app(), ctx.caller()?, id, findings, expected).await)
    }

    /// Designates somebody who meets every criterion, for a time, as a broker of the alliance.
    async fn designate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which application, and for which time.")] input: DesignateInput,
    ) -> Result<DesignationPayload> {
        let (id, days) = (input.designation.0, (input.since.map(|day| day.0), input.until.0));
        let expected = input.expected_version;
        DesignationPayload::of(designation::designate(ctx.app(), ctx.caller()?, id, days, expected).await)
    }

    /// Decides against an application, as a broker of the alliance. The person may appeal once.
    async fn decline_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which application, and why.")] input: DesignationReasonInput,
    ) -> Result<DesignationPayload> {
        let DesignationReasonInput { designation: id, reason, expected_version, .. } = input;
        DesignationPayload::of(designation::decline(ctx.app(), ctx.caller()?, id.0, &reason, expected_version).await)
    }

    /// Appeals against a decision about yourself, once. Another assessor judges the application again.
    async fn appeal_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision, and why.")] input: DesignationReasonInput,
    ) -> Result<DesignationPayload> {
        let DesignationReasonInput { designation: id, reason, expected_version, .. } = input;
        DesignationPayload::of(designation::appeal(ctx.app(), ctx.caller()?, id.0, &reason, expected_version).await)
    }

    /// Holds a designation back for a while, as a broker of the alliance: it is not shown meanwhile.
    async fn suspend_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which designation, and why.")] input: DesignationReasonInput,
    ) -> Result<DesignationPayload> {
        let DesignationReasonInput { designation: id, reason, expected_version, .. } = input;
        DesignationPayload::of(designation::suspend(ctx.app(), ctx.caller()?, id.0, &reason, expected_version).await)
    }

    /// Lets a suspended designation hold again, for what is left of its time.
    async fn reinstate_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which designation.")] input: DesignationInput,
    ) -> Result<DesignationPayload> {
        let (id, expected) = (input.designation.0, input.expected_version);
        DesignationPayload::of(designation::reinstate(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Takes a designation back for good, as a broker of the alliance. You may lay down your own, and your application.
    async fn withdraw_designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which designation, and why.")] input: DesignationReasonInput,
    ) -> Result<DesignationPayload> {
        let DesignationReasonInput { designation: id, reason, expected_version, .. } = input;
        DesignationPayload::of(designation::withdraw(ctx.app(), ctx.caller()?, id.0, &reason, expected_version).await)
    }
}
