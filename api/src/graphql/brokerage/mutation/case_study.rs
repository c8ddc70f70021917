//! What can be done with a case study.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{CaseStudy, CaseStudyWithdrawal, Deployment};

use crate::app::brokerage::case_study;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::CaseStudyObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// The answer to what was done with a case study.
    pub CaseStudyPayload {
        /// The case study as it stands.
        case_study: CaseStudyObject
    } from CaseStudy;
}

/// Of which deployment a case study is drafted.
#[derive(InputObject)]
pub struct DraftCaseStudyFromInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Other words for a case study.
#[derive(InputObject)]
pub struct ReviseCaseStudyInput {
    /// The case study.
    pub case_study: Gid<CaseStudy>,
    /// Its title.
    pub title: String,
    /// Its text. Name no pupil.
    pub text: String,
    /// The version that you have read; a case study that has changed since is not touched.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// To which case study you agree.
#[derive(InputObject)]
pub struct CaseStudyInput {
    /// The case study.
    pub case_study: Gid<CaseStudy>,
    /// The version that you have read; to words that were changed since you do not agree.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// From which case study you withdraw, and why.
#[derive(InputObject)]
pub struct WithdrawCaseStudyInput {
    /// The case study.
    pub case_study: Gid<CaseStudy>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(CaseStudyWithdrawal::NotStated)")]
    pub reason: Choice<CaseStudyWithdrawal>,
    /// The version that you have read; a case study that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a case study.
#[derive(Default)]
pub struct CaseStudyMutation;

#[Object]
impl CaseStudyMutation {
    /// Drafts a case study of a deployment whose work is done, of what both schools have read: the terms, the measures, the
    /// reviews. Either head may; only the two schools see it.
    async fn draft_case_study_from(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment.")] input: DraftCaseStudyFromInput,
    ) -> Result<CaseStudyPayload> {
        CaseStudyPayload::of(case_study::draft(ctx.app(), ctx.caller()?, input.deployment.0).await)
    }

    /// Changes the draft of a case study. Who agreed to its words before agrees anew.
    async fn revise_case_study(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case study, and its words.")] input: ReviseCaseStudyInput,
    ) -> Result<CaseStudyPayload> {
        let (id, expected) = (input.case_study.0, Some(input.expected_version));
        let words = (input.title.as_str(), input.text.as_str());
        CaseStudyPayload::of(case_study::revise(ctx.app(), ctx.caller()?, id, words, expected).await)
    }

    /// Agrees, for your school, that a case study is shown to the alliance as you have read it. If you had withdrawn, the
    /// other school sees it again.
    async fn consent_to_case_study(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case study.")] input: CaseStudyInput,
    ) -> Result<CaseStudyPayload> {
        let (id, expected) = (input.case_study.0, Some(input.expected_version));
        CaseStudyPayload::of(case_study::consent(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Withdraws your school from a case study: neither the other school nor the alliance sees it any more, until you agree
    /// again.
    async fn withdraw_case_study(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case study, and why.")] input: WithdrawCaseStudyInput,
    ) -> Result<CaseStudyPayload> {
        let (id, reason, expected) = (input.case_study.0, input.reason.0, input.expected_version);
        CaseStudyPayload::of(case_study::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }
}
