//! What can be done with a request for support.

use async_graphql::{Context, Object, Result};
use domain::exchange;

use super::SupportRequest;
use super::request_input::{
    AssignWorkstreamInput, MarkUnmetInput, RequestInput, RequestSupportInput, ReviseRequestInput, TriageRequestInput,
    WithdrawRequestInput,
};
use crate::app::exchange::{request, workstream};
use crate::graphql::context::Reach;
use crate::payload;

payload! {
    /// The answer to an act upon a request for support.
    pub RequestPayload {
        /// The request as it stands now.
        request: SupportRequest
    } from exchange::SupportRequest;
}

/// What can be done with a request for support.
#[derive(Default)]
pub struct RequestMutation;

#[Object]
impl RequestMutation {
    /// Raises a request for support, as the school's head: the brokers of your alliances see it at once.
    async fn request_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: RequestSupportInput,
    ) -> Result<RequestPayload> {
        let school = input.school.map(|id| id.0);
        RequestPayload::of(request::raise(ctx.app(), ctx.caller()?, school, input.terms.into()).await)
    }

    /// Drafts a request for support. Only your own school sees it until it is submitted.
    async fn draft_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: RequestSupportInput,
    ) -> Result<RequestPayload> {
        let school = input.school.map(|id| id.0);
        RequestPayload::of(request::draft(ctx.app(), ctx.caller()?, school, input.terms.into()).await)
    }

    /// Raises a draft, as the school's head.
    async fn submit_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant.")] input: RequestInput,
    ) -> Result<RequestPayload> {
        let expected = input.expected_version;
        RequestPayload::of(request::submit(ctx.app(), ctx.caller()?, input.request.0, expected).await)
    }

    /// Changes what is asked for, until a broker has confirmed the need.
    async fn revise_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant, and what it shall ask for.")] input: ReviseRequestInput,
    ) -> Result<RequestPayload> {
        let (id, expected) = (input.request.0, Some(input.expected_version));
        RequestPayload::of(request::revise(ctx.app(), ctx.caller()?, id, expected, input.terms.into()).await)
    }

    /// Confirms the need, as a broker, so that candidates can be looked for.
    async fn triage_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant, and where it belongs.")] input: TriageRequestInput,
    ) -> Result<RequestPayload> {
        let (id, expected, workstream) = (input.request.0, input.expected_version, input.workstream.as_deref());
        RequestPayload::of(request::triage(ctx.app(), ctx.caller()?, id, workstream, expected).await)
    }

    /// Puts a request that your alliance brokers into one of its work-streams, as its broker: one that you took on later as well
    /// as one whose need you confirmed. Nobody but your alliance sees it.
    async fn assign_workstream(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant, and where it belongs.")] input: AssignWorkstreamInput,
    ) -> Result<RequestPayload> {
        let (id, expected, name) = (input.request.0, input.expected_version, input.workstream.as_deref());
        RequestPayload::of(workstream::assign(ctx.app(), ctx.caller()?, id, name, expected).await)
    }

    /// Takes a request back, as the school's head. Proposals that are open for it fall with it.
    async fn withdraw_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant, and why.")] input: WithdrawRequestInput,
    ) -> Result<RequestPayload> {
        let (id, expected) = (input.request.0, input.expected_version);
        RequestPayload::of(request::withdraw(ctx.app(), ctx.caller()?, id, expected, input.reason.0).await)
    }

    /// Closes a request whose support has ended.
    async fn close_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant.")] input: RequestInput,
    ) -> Result<RequestPayload> {
        let expected = input.expected_version;
        RequestPayload::of(request::close(ctx.app(), ctx.caller()?, input.request.0, expected).await)
    }

    /// Says, as a broker, that nobody was found, after all of England has been searched.
    async fn mark_unmet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant, and why.")] input: MarkUnmetInput,
    ) -> Result<RequestPayload> {
        let (id, expected) = (input.request.0, input.expected_version);
        RequestPayload::of(request::mark_unmet(ctx.app(), ctx.caller()?, id, expected, input.reason.0).await)
    }

    /// Takes up an unmet request again, when a new offer may fit.
    async fn reopen_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request is meant.")] input: RequestInput,
    ) -> Result<RequestPayload> {
        let expected = input.expected_version;
        RequestPayload::of(request::reopen(ctx.app(), ctx.caller()?, input.request.0, expected).await)
    }
}
