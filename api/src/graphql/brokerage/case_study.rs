//! A case study of a deployment in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::brokerage::{CaseStudy, CaseStudyStatus, CaseStudyWithdrawal};

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::scalar::Moment;

/// A case study of a deployment.
pub struct CaseStudyObject(pub CaseStudy);

impl TypeName for CaseStudyObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "CaseStudy".into()
    }
}

impl From<CaseStudy> for CaseStudyObject {
    fn from(it: CaseStudy) -> Self {
        Self(it)
    }
}

/// A case study of a deployment: a draft made of what the parties wrote, seen by the two schools alone until both heads agree
/// to show it to the alliance. It is not published by that.
#[Object(name = "CaseStudy")]
impl CaseStudyObject {
    /// The case study's id.
    async fn id(&self) -> Gid<CaseStudy> {
        Gid(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<CaseStudyStatus> {
        Choice(self.0.status())
    }

    /// Its title.
    async fn title(&self) -> &str {
        self.0.title.as_str()
    }

    /// Its text.
    async fn text(&self) -> &str {
        self.0.text.as_str()
    }

    /// When the head of the school that gave agreed that it is shown as it stands.
    async fn home_consented_at(&self) -> Option<Moment> {
        self.0.home_consented_at.map(Moment)
    }

    /// When the head of the school that received agreed that it is shown as it stands.
    async fn host_consented_at(&self) -> Option<Moment> {
        self.0.host_consented_at.map(Moment)
    }

    /// Why your school has withdrawn from it, by a code that blames nobody.
    async fn withdrawal(&self) -> Option<Choice<CaseStudyWithdrawal>> {
        self.0.withdrawal.map(Choice)
    }

    /// When it was drafted.
    async fn drafted_at(&self) -> Moment {
        Moment(self.0.drafted_at)
    }

    /// The deployment of which it tells.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
