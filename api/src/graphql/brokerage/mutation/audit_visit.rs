//! What can be done about an audit visit.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{AuditVisit, AuditVisitWay};
use domain::exchange::SupportRequest;

use crate::app::brokerage::audit_visit;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::AuditVisitObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// The answer to what was done about an audit visit.
    pub AuditVisitPayload {
        /// The audit visit as it stands.
        audit_visit: AuditVisitObject
    } from AuditVisit;
}

/// Of which request an audit visit is asked for.
#[derive(InputObject)]
pub struct AskForAuditVisitInput {
    /// The request: one whose need you have confirmed, and for which nobody is looked for yet.
    pub request: Gid<SupportRequest>,
    /// The day for which it is planned, at most three months ahead.
    pub planned_on: Day,
    /// What somebody comes to see, in at most 600 characters.
    pub purpose: String,
    /// The version of the request that you have read; nothing is asked of one that has changed since.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What an audit visit found.
#[derive(InputObject)]
pub struct RecordAuditVisitInput {
    /// The audit visit.
    pub audit_visit: Gid<AuditVisit>,
    /// The day on which it was held.
    pub held_on: Day,
    /// In which way it was held: whoever came was with the school's own staff all the time, or nobody came.
    pub way: Choice<AuditVisitWay>,
    /// What was found, in at most 4,000 characters. Name no pupil.
    pub finding: String,
    /// The version that you have read; an audit visit that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Why there is no audit visit after all.
#[derive(InputObject)]
pub struct WaiveAuditVisitInput {
    /// The audit visit.
    pub audit_visit: Gid<AuditVisit>,
    /// Why it is not needed, in at most 600 characters.
    pub reason: String,
    /// The version that you have read; an audit visit that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about an audit visit.
#[derive(Default)]
pub struct AuditVisitMutation;

#[Object]
impl AuditVisitMutation {
    /// Asks, as a broker who has confirmed the need, for a visit to the school before help is looked for. Nobody is looked for
    /// until it is held or waived.
    async fn ask_for_audit_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, the day, and what somebody comes to see.")] input: AskForAuditVisitInput,
    ) -> Result<AuditVisitPayload> {
        let (id, expected) = (input.request.0, input.expected_version);
        let planned = (input.planned_on.0, input.purpose.as_str());
        AuditVisitPayload::of(audit_visit::ask(ctx.app(), ctx.caller()?, id, planned, expected).await)
    }

    /// Writes down, as a broker, that an audit visit was held, in which way, and what it found.
    async fn record_audit_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The audit visit, and what it found.")] input: RecordAuditVisitInput,
    ) -> Result<AuditVisitPayload> {
        let (id, expected) = (input.audit_visit.0, input.expected_version);
        let found = (input.held_on.0, input.way.0, input.finding.as_str());
        AuditVisitPayload::of(audit_visit::hold(ctx.app(), ctx.caller()?, id, found, expected).await)
    }

    /// Does without an audit visit, as a broker, saying why.
    async fn waive_audit_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The audit visit, and why it is not needed.")] input: WaiveAuditVisitInput,
    ) -> Result<AuditVisitPayload> {
        let (id, expected) = (input.audit_visit.0, input.expected_version);
        AuditVisitPayload::of(audit_visit::waive(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
