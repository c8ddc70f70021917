//! A mentorship in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::communities::{Mentorship, MentorshipDecline, MentorshipEnd, MentorshipStatus, Transition};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School, Specialist, SpecialistBy};
use crate::graphql::scalar::{Day, Moment};

/// A more experienced head goes with one who begins.
pub struct MentorshipObject(Mentorship);

impl From<Mentorship> for MentorshipObject {
    fn from(it: Mentorship) -> Self {
        Self(it)
    }
}

impl TypeName for MentorshipObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Mentorship".into()
    }
}

/// A more experienced head goes with one who begins, through a transition and up to an end point. The two heads, the mentor's
/// own head and the alliance's brokers see it, and before it is offered the brokers alone. Nothing of what is said is kept.
#[Object(name = "Mentorship")]
impl MentorshipObject {
    /// The mentorship's id.
    async fn id(&self) -> Gid<Mentorship> {
        Gid(self.0.id)
    }

    /// The alliance whose broker suggested it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The school of the head who is mentored.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// The head who mentors.
    async fn mentor(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(self.0.specialist)).await?.map(Specialist::from)) }).await
    }

    /// The school that lends the mentor.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// Whether it was suggested by sharing out all mentors of the alliance at once, and not in person.
    async fn shared_out(&self) -> bool {
        self.0.shared_out
    }

    /// The transition through which the mentor goes with the head.
    async fn transition(&self) -> Choice<Transition> {
        Choice(self.0.transition)
    }

    /// The end point: its last day.
    async fn ends_on(&self) -> Day {
        Day(self.0.ends_on)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<MentorshipStatus> {
        Choice(self.0.status)
    }

    /// When it was suggested.
    async fn suggested_at(&self) -> Moment {
        Moment(self.0.suggested_at)
    }

    /// When it was offered.
    async fn offered_at(&self) -> Option<Moment> {
        self.0.offered_at.map(Moment)
    }

    /// Until when the offer may be answered.
    async fn respond_by(&self) -> Option<Moment> {
        self.0.respond_by.map(Moment)
    }

    /// When the head who is mentored accepted.
    async fn mentee_accepted_at(&self) -> Option<Moment> {
        self.0.mentee_accepted_at.map(Moment)
    }

    /// When the mentor accepted.
    async fn mentor_accepted_at(&self) -> Option<Moment> {
        self.0.mentor_accepted_at.map(Moment)
    }

    /// When the mentor's school consented, by its head.
    async fn home_accepted_at(&self) -> Option<Moment> {
        self.0.home_accepted_at.map(Moment)
    }

    /// When it began.
    async fn started_at(&self) -> Option<Moment> {
        self.0.started_at.map(Moment)
    }

    /// Since when it rests, if it does.
    async fn paused_at(&self) -> Option<Moment> {
        self.0.paused_at.map(Moment)
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it ended, in a word that blames nobody.
    async fn end_reason(&self) -> Option<Choice<MentorshipEnd>> {
        self.0.end.map(Choice)
    }

    /// Why it was declined, in a word that blames nobody; nothing where it was not.
    async fn decline_reason(&self) -> Option<Choice<MentorshipDecline>> {
        self.0.decline.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
