//! An audit visit in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::brokerage::{AuditVisit, AuditVisitStatus, AuditVisitWay};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::scalar::{Day, Moment};

/// A visit to the school that asks, before help is looked for.
pub struct AuditVisitObject(pub AuditVisit);

impl TypeName for AuditVisitObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "AuditVisit".into()
    }
}

impl From<AuditVisit> for AuditVisitObject {
    fn from(it: AuditVisit) -> Self {
        Self(it)
    }
}

/// A visit to the school that asks, before help is looked for. The school and the brokers of its request read it, nobody else.
#[Object(name = "AuditVisit")]
impl AuditVisitObject {
    /// The audit visit's id.
    async fn id(&self) -> Gid<AuditVisit> {
        Gid(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<AuditVisitStatus> {
        Choice(self.0.status)
    }

    /// The day for which it is planned.
    async fn planned_on(&self) -> Day {
        Day(self.0.planned_on)
    }

    /// What somebody comes to see.
    async fn purpose(&self) -> &str {
        self.0.purpose.as_str()
    }

    /// When it was asked for.
    async fn asked_at(&self) -> Moment {
        Moment(self.0.asked_at)
    }

    /// The day on which it was held.
    async fn held_on(&self) -> Option<Day> {
        self.0.held_on.map(Day)
    }

    /// In which way it was held; nothing of one that was written down before this was asked.
    async fn way(&self) -> Option<Choice<AuditVisitWay>> {
        self.0.way.map(Choice)
    }

    /// What was found.
    async fn finding(&self) -> Option<&str> {
        self.0.finding.as_ref().map(|it| it.as_str())
    }

    /// Why it was not held after all.
    async fn waive_reason(&self) -> Option<&str> {
        self.0.waive_reason.as_ref().map(|it| it.as_str())
    }

    /// When it was written down that it was held, or that it is not needed.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// The request.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
