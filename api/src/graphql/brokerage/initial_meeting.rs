//! The initial meeting of a deployment in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::brokerage::InitialMeeting;
use domain::exchange::Mode;

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::scalar::{Day, Moment};

/// What was agreed when those met who work together.
pub struct InitialMeetingObject(pub InitialMeeting);

impl TypeName for InitialMeetingObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "InitialMeeting".into()
    }
}

impl From<InitialMeeting> for InitialMeetingObject {
    fn from(it: InitialMeeting) -> Self {
        Self(it)
    }
}

/// What was agreed when those met who work together, before the work.
#[Object(name = "InitialMeeting")]
impl InitialMeetingObject {
    /// The meeting's id.
    async fn id(&self) -> Gid<InitialMeeting> {
        Gid(self.0.id)
    }

    /// The day on which they met.
    async fn held_on(&self) -> Day {
        Day(self.0.held_on)
    }

    /// How they met; nothing of a meeting that was written down before this was asked.
    async fn mode(&self) -> Option<Choice<Mode>> {
        self.0.mode.map(Choice)
    }

    /// Who was there.
    async fn attended(&self) -> &str {
        self.0.attended.as_str()
    }

    /// What the work is about.
    async fn focus(&self) -> &str {
        self.0.focus.as_str()
    }

    /// How often they will work together.
    async fn frequency(&self) -> &str {
        self.0.frequency.as_str()
    }

    /// Where and when the specialist gets in, and how the home school releases them.
    async fn access(&self) -> &str {
        self.0.access.as_str()
    }

    /// Who wrote it down, as far as you may see it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async { Ok(ctx.load(PersonBy(self.0.recorded_by)).await?.map(Person::from)) }).await
    }

    /// When it was written down.
    async fn recorded_at(&self) -> Moment {
        Moment(self.0.recorded_at)
    }

    /// The deployment.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }
}
