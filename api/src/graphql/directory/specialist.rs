//! A specialist leader in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::Id;
use domain::directory::{self, ListingEnd, Post, SpecialistStatus};
use persistence::directory::designation;
use persistence::directory::specialist::{self, SpecialistRow};
use persistence::{Page, PageRequest};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{AssuranceFor, AssuranceObject};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::designation::{Badge, BadgesOf, DesignationObject, DesignationsOf};
use crate::graphql::directory::specialist_input::{
    EndListingInput, ListSpecialistInput, MoveSpecialistInput, SpecialistInput,
};
use crate::graphql::directory::{Expertise, School, terms};
use crate::graphql::exchange::{CapacityGrantObject, GrantsOf};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::payload;

/// A specialist leader.
pub struct Specialist(SpecialistRow);

impl TypeName for Specialist {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Specialist".into()
    }
}

impl From<SpecialistRow> for Specialist {
    fn from(row: SpecialistRow) -> Self {
        Self(row)
    }
}

impl From<directory::Specialist> for Specialist {
    fn from(it: directory::Specialist) -> Self {
        Self(SpecialistRow::from(&it))
    }
}

/// Somebody whom a school lends to others, for what they know.
#[Object]
impl Specialist {
    /// The specialist's id.
    async fn id(&self) -> Gid<directory::Specialist> {
        Gid(self.0.id.0)
    }

    /// Their name; shown to people who are signed in.
    async fn name(&self, ctx: &Context<'_>) -> Option<&str> {
        ctx.caller().is_ok().then_some(self.0.name.as_str())
    }

    /// The school that employs and lends them.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school_id.0)
    }

    /// The designations that they hold today, as everybody may know them, the oldest first.
    async fn badges(&self, ctx: &Context<'_>) -> Result<Vec<Badge>> {
        Ok(ctx.load(BadgesOf(self.0.id.0)).await?.unwrap_or_default().into_iter().map(Badge).collect())
    }

    /// What they hold, held or applied for, as far as it concerns you, the first to be applied for first.
    async fn designations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<DesignationObject>> {
        let page = Wanted { first, after, last, before }.of(designation::OF_PERSON)?;
        let held = ctx.load(DesignationsOf(self.0.person_id.0, page)).await?;
        Ok(Connection::of(held.unwrap_or_else(Page::empty)))
    }

    /// Days of theirs that are funded in this academic year and the next: shown to the specialist, the home school and the
    /// alliance.
    async fn capacity_grants(&self, ctx: &Context<'_>) -> Result<Vec<CapacityGrantObject>> {
        let given = ctx.load(GrantsOf(self.0.id.0)).await?.unwrap_or_default();
        Ok(given.into_iter().map(CapacityGrantObject).collect())
    }

    /// The last safeguarding assurance that was given for them: shown to the specialist and to the school that gave it.
    async fn assurance(&self, ctx: &Context<'_>) -> Option<Result<AssuranceObject>> {
        nullable(async { Ok(ctx.load(AssuranceFor(self.0.id.0)).await?.map(AssuranceObject::from)) }).await
    }

    /// Whether they are lent, not lent for a while, or no longer.
    async fn status(&self) -> Choice<SpecialistStatus> {
        Choice(self.0.status.0)
    }

    /// Why they are not lent any more, by a code that blames nobody: shown to the specialist and to the home school.
    async fn end_reason(&self, ctx: &Context<'_>) -> Option<Choice<ListingEnd>> {
        let told = ctx.scope().sees(&[self.0.person_id.0.uuid(), self.0.school_id.0.uuid()]);
        self.0.end_reason.filter(|_| told).map(|it| Choice(it.0))
    }

    /// The post that they hold at home.
    async fn post(&self) -> Choice<Post> {
        Choice(self.0.post.0)
    }

    /// The posts whose holders they support.
    async fn supports(&self) -> Vec<Choice<Post>> {
        self.0.supports.0.iter().copied().map(Choice).collect()
    }

    /// What they know.
    async fn specialisms(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        terms(ctx, &self.0.expertise.0).await
    }

    /// The longest journey they make, in minutes one way.
    async fn travel_minutes(&self) -> i32 {
        self.0.travel_minutes
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The specialist with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SpecialistBy(pub Id<directory::Specialist>);

impl Loader<SpecialistBy> for Links {
    type Value = SpecialistRow;
    type Error = Error;

    async fn load(&self, keys: &[SpecialistBy]) -> Result<HashMap<SpecialistBy, SpecialistRow>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = specialist::of_ids(self.app.db(), ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (SpecialistBy(it.id.0), it)).collect())
    }
}

/// A page of the specialists whom a school lends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SpecialistsOf(pub Id<directory::School>, pub PageRequest);

impl Loader<SpecialistsOf> for Links {
    type Value = Page<SpecialistRow>;
    type Error = Error;

    async fn load(&self, keys: &[SpecialistsOf]) -> Result<HashMap<SpecialistsOf, Page<SpecialistRow>>, Error> {
        let mut found = HashMap::new();
        for (page, schools) in by_page(keys.iter().map(|SpecialistsOf(school, page)| (page, *school))) {
            let lent = specialist::pages_of_schools(self.app.db(), schools, page).await.map_err(failed)?;
            found.extend(lent.into_iter().map(|(school, lent)| (SpecialistsOf(school, page.clone()), lent)));
        }
        Ok(found)
    }
}

payload! {
    /// The answer to an act upon a specialist.
    pub SpecialistPayload {
        /// The specialist as they are listed now.
        specialist: Specialist
    } from directory::Specialist;
}

/// What can be done with a specialist.
#[derive(Default)]
pub struct SpecialistMutation;

#[Object]
impl SpecialistMutation {
    /// Lists somebody of your school as a specialist, as its head: thereby the school agrees to lend them. The post, and whom they
    /// support, fit what they hold or have applied for.
    async fn list_specialist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who it is, and what they know.")] input: ListSpecialistInput,
    ) -> Result<SpecialistPayload> {
        let of = input.listing;
        let (school, person) = (of.school.map(|id| id.0), of.person.0);
        let listed = crate::app::directory::specialist::list(ctx.app(), ctx.caller()?, school, person, of.into());
        SpecialistPayload::of(listed.await)
    }

    /// Takes a specialist over from another school, as the head of the school at which they have taken up a specialist's role.
    /// What they hold and have done goes with them. What their former school consented to ends: its offers in their name, its
    /// open proposals, the time that nothing holds. Brokers decide about work that is planned or goes on.
    async fn move_specialist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who it is, and what they know.")] input: MoveSpecialistInput,
    ) -> Result<SpecialistPayload> {
        let (of, expected) = (input.listing, input.expected_version);
        let (school, whom) = (of.school.map(|id| id.0), (of.person.0, expected));
        let moved = crate::app::directory::relocation::take_over(ctx.app(), ctx.caller()?, school, whom, of.into());
        SpecialistPayload::of(moved.await)
    }

    /// Takes the listing of a specialist back, as their school's head: the school does not lend them any more, and offers
    /// in their name are held back. What is agreed already goes on.
    async fn end_listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose listing is taken back, and why.")] input: EndListingInput,
    ) -> Result<SpecialistPayload> {
        let (id, reason, expected) = (input.specialist.0, input.reason.0, input.expected_version);
        let ended = crate::app::directory::specialist::end(ctx.app(), ctx.caller()?, id, reason, expected);
        SpecialistPayload::of(ended.await)
    }

    /// Holds a specialist back for a while, as the home school's head or as the specialist. What is agreed goes on, and nothing
    /// is lost by it.
    async fn pause_specialist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is held back.")] input: SpecialistInput,
    ) -> Result<SpecialistPayload> {
        let (id, expected) = (input.specialist.0, input.expected_version);
        SpecialistPayload::of(crate::app::directory::specialist::pause(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Lends a specialist again who was held back.
    async fn resume_specialist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is lent again.")] input: SpecialistInput,
    ) -> Result<SpecialistPayload> {
        let (id, expected) = (input.specialist.0, input.expected_version);
        SpecialistPayload::of(crate::app::directory::specialist::resume(ctx.app(), ctx.caller()?, id, expected).await)
    }
}
