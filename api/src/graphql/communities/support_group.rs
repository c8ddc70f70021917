//! Support groups and the places in them, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::Word;
use domain::communities::{
    FacilitatorSide, SupportGroup, SupportGroupEnd, SupportGroupPlace, SupportGroupStatus, SupportPlaceStatus,
    size_advice,
};

use super::former_facilitator::FormerFacilitatorObject;
use super::links::{FormerOf, PlacesOf, SupportGroupBy};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School, Specialist, SpecialistBy};
use crate::graphql::scalar::Moment;

/// A group that supports heads who begin.
pub struct SupportGroupObject(SupportGroup);

impl From<SupportGroup> for SupportGroupObject {
    fn from(it: SupportGroup) -> Self {
        Self(it)
    }
}

impl TypeName for SupportGroupObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "SupportGroup".into()
    }
}

/// A group that supports heads who begin, held by an experienced head and an adviser. Its brokers, the two who hold it and
/// those who have a place in it see it. Nothing of what is said in it is kept.
#[Object(name = "SupportGroup")]
impl SupportGroupObject {
    /// The group's id.
    async fn id(&self) -> Gid<SupportGroup> {
        Gid(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// The alliance whose broker formed it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The head who holds it.
    async fn head_facilitator(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(self.0.head_specialist)).await?.map(Specialist::from)) }).await
    }

    /// The adviser who holds it, and leads no school.
    async fn adviser(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(self.0.adviser_specialist)).await?.map(Specialist::from)) }).await
    }

    /// Which of the two who hold it cannot go on, and waits to be replaced by a broker.
    async fn missing(&self) -> Vec<Choice<FacilitatorSide>> {
        FacilitatorSide::ALL.iter().filter(|side| self.0.missed(**side).is_some()).copied().map(Choice).collect()
    }

    /// Who held it before, the first to leave first.
    async fn former_facilitators(&self, ctx: &Context<'_>) -> Result<Vec<FormerFacilitatorObject>> {
        let former = ctx.load(FormerOf(self.0.id)).await?.unwrap_or_default();
        Ok(former.into_iter().map(FormerFacilitatorObject).collect())
    }

    /// Where it stands.
    async fn status(&self) -> Choice<SupportGroupStatus> {
        Choice(self.0.status)
    }

    /// The places in it that are offered or taken, as far as you may see them: a head sees the own one.
    async fn places(&self, ctx: &Context<'_>) -> Result<Vec<SupportPlaceObject>> {
        let places = ctx.load(PlacesOf(self.0.id)).await?.unwrap_or_default();
        Ok(places.into_iter().map(SupportPlaceObject::from).collect())
    }

    /// What is to be said of its size, by the places that you see; nothing where there is nothing to say.
    async fn size_advice(&self, ctx: &Context<'_>) -> Option<Result<&'static str>> {
        nullable(async {
            let places = ctx.load(PlacesOf(self.0.id)).await?.unwrap_or_default();
            let taken = places.iter().filter(|it| it.status == SupportPlaceStatus::Accepted).count();
            Ok(size_advice(i64::try_from(taken).unwrap_or(i64::MAX)))
        })
        .await
    }

    /// When it was formed.
    async fn formed_at(&self) -> Moment {
        Moment(self.0.formed_at)
    }

    /// When it began to meet.
    async fn started_at(&self) -> Option<Moment> {
        self.0.started_at.map(Moment)
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed_at.map(Moment)
    }

    /// Why it was closed, in a word that blames nobody.
    async fn end_reason(&self) -> Option<Choice<SupportGroupEnd>> {
        self.0.end.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A head's place in a support group.
pub struct SupportPlaceObject(SupportGroupPlace);

impl From<SupportGroupPlace> for SupportPlaceObject {
    fn from(it: SupportGroupPlace) -> Self {
        Self(it)
    }
}

impl TypeName for SupportPlaceObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "SupportGroupPlace".into()
    }
}

/// A head's place in a support group. The head, the two who hold the group and the alliance's brokers see it.
#[Object(name = "SupportGroupPlace")]
impl SupportPlaceObject {
    /// The place's id.
    async fn id(&self) -> Gid<SupportGroupPlace> {
        Gid(self.0.id)
    }

    /// The group.
    async fn support_group(&self, ctx: &Context<'_>) -> Option<Result<SupportGroupObject>> {
        nullable(async { Ok(ctx.load(SupportGroupBy(self.0.group)).await?.map(SupportGroupObject::from)) }).await
    }

    /// The school of the head.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<SupportPlaceStatus> {
        Choice(self.0.status)
    }

    /// When it was offered.
    async fn offered_at(&self) -> Moment {
        Moment(self.0.offered_at)
    }

    /// Until when the offer may be answered.
    async fn respond_by(&self) -> Moment {
        Moment(self.0.respond_by)
    }

    /// When it was answered, or lapsed.
    async fn answered_at(&self) -> Option<Moment> {
        self.0.answered_at.map(Moment)
    }

    /// When the head left.
    async fn left_at(&self) -> Option<Moment> {
        self.0.left_at.map(Moment)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
