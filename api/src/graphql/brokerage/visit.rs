//! A visit in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{DisputeReason, Visit, VisitCancellation, VisitDispute, VisitStatus};
use domain::exchange::Mode;

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::scalar::{Day, HalfDays, Moment};

/// One visit of a deployment.
pub struct VisitObject(pub Visit);

impl TypeName for VisitObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Visit".into()
    }
}

impl From<Visit> for VisitObject {
    fn from(it: Visit) -> Self {
        Self(it)
    }
}

/// What the school that receives disputed of the record of a visit, the last time that it did, or that it left it unanswered.
#[derive(SimpleObject)]
#[graphql(name = "VisitDispute")]
pub struct VisitDisputeObject {
    /// What is disputed.
    reason: Choice<DisputeReason>,
    /// The same in words.
    words: String,
    /// When it was disputed.
    disputed_at: Moment,
    /// Why a broker settled it as it is settled; nothing where no broker did.
    settled_because: Option<String>,
}

impl From<&VisitDispute> for VisitDisputeObject {
    fn from(it: &VisitDispute) -> Self {
        Self {
            reason: Choice(it.reason),
            words: it.words.as_str().to_owned(),
            disputed_at: Moment(it.at),
            settled_because: it.settled.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

/// One visit of a deployment: written down by the school that gives, confirmed or disputed by the school that receives.
#[Object(name = "Visit")]
impl VisitObject {
    /// The visit's id.
    async fn id(&self) -> Gid<Visit> {
        Gid(self.0.id)
    }

    /// The day.
    async fn visited_on(&self) -> Day {
        Day(self.0.record.visited_on)
    }

    /// In person, remote, or both.
    async fn mode(&self) -> Choice<Mode> {
        Choice(self.0.record.mode)
    }

    /// How much was given.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.record.half_days)
    }

    /// What was done.
    async fn note(&self) -> &str {
        self.0.record.note.as_str()
    }

    /// The stage of the template to which it belongs, by its place from 1; nothing where the deployment follows none.
    async fn stage(&self) -> Option<i32> {
        self.0.record.stage.map(|it| it.stage)
    }

    /// The cycle of the template in which it lies, from 1; nothing where the deployment follows none.
    async fn cycle(&self) -> Option<i32> {
        self.0.record.stage.map(|it| it.cycle)
    }

    /// Where its record stands.
    async fn status(&self) -> Choice<VisitStatus> {
        Choice(self.0.status)
    }

    /// When it was written down, or corrected last.
    async fn recorded_at(&self) -> Moment {
        Moment(self.0.recorded_at)
    }

    /// When the host confirmed it, or a broker settled that it stands.
    async fn confirmed_at(&self) -> Option<Moment> {
        self.0.confirmed_at.map(Moment)
    }

    /// Why a confirmation was reversed.
    async fn reverse_reason(&self) -> Option<&str> {
        self.0.reverse_reason.as_ref().map(|it| it.as_str())
    }

    /// Why its record was taken back, by a code that blames nobody.
    async fn cancel_reason(&self) -> Option<Choice<VisitCancellation>> {
        self.0.cancel_reason.map(Choice)
    }

    /// What the host disputed last, or that it left the visit unanswered; it may have been settled since, which the status tells.
    async fn dispute(&self) -> Option<VisitDisputeObject> {
        self.0.dispute.as_ref().map(VisitDisputeObject::from)
    }

    /// The deployment to which it belongs.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
