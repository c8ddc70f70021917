//! Somebody's practice as a coach, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::communities::{CoachingPractice, CoachingPracticeEnd, CoachingPracticeStatus};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::scalar::{Day, Moment};

/// Somebody's practice as a coach at their own school.
pub struct CoachingPracticeObject(CoachingPractice);

impl From<CoachingPractice> for CoachingPracticeObject {
    fn from(it: CoachingPractice) -> Self {
        Self(it)
    }
}

impl TypeName for CoachingPracticeObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "CoachingPractice".into()
    }
}

/// Somebody's practice as a coach at their own school. After six months they have feedback on it, and may then well coach at
/// other schools. The coach and the heads of the school see it, and nobody else.
#[Object(name = "CoachingPractice")]
impl CoachingPracticeObject {
    /// The practice's id.
    async fn id(&self) -> Gid<CoachingPractice> {
        Gid(self.0.id)
    }

    /// Who coaches.
    async fn coach(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async { Ok(ctx.load(PersonBy(self.0.person)).await?.map(Person::from)) }).await
    }

    /// The school at which they do.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// The first day.
    async fn begun_on(&self) -> Day {
        Day(self.0.begun_on)
    }

    /// The day from which on feedback is due: six months after the first.
    async fn feedback_due_on(&self) -> Day {
        Day(self.0.feedback_due_on)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<CoachingPracticeStatus> {
        Choice(self.0.status)
    }

    /// What the coach was told of their coaching.
    async fn feedback(&self) -> Option<&str> {
        self.0.feedback.as_ref().map(|it| it.text.as_str())
    }

    /// Who told them.
    async fn feedback_by(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async {
            let Some(feedback) = &self.0.feedback else { return Ok(None) };
            Ok(ctx.load(PersonBy(feedback.by)).await?.map(Person::from))
        })
        .await
    }

    /// When they were told.
    async fn feedback_at(&self) -> Option<Moment> {
        self.0.feedback.as_ref().map(|it| Moment(it.at))
    }

    /// When it ended without feedback.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it ended, in a word that blames nobody.
    async fn end_reason(&self) -> Option<Choice<CoachingPracticeEnd>> {
        self.0.end.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
