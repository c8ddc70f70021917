//! A head who is new at a school, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::access::Action;
use domain::communities::{MentorshipStatus, Newcomer, SupportPlaceStatus, Transition};
use domain::directory::Alliance;
use domain::{Id, words};
use persistence::Page;
use persistence::communities::newcomer;

use super::links::{Found, MentorshipBy, NewHeadsOf, SupportPlaceBy};
use super::{MentorshipObject, SupportPlaceObject};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Day;

words! {
    /// What a new head ought to have and has not yet (DOMAIN H115).
    pub enum MissingSupport {
        /// A mentor who has begun.
        Mentor = "mentor",
        /// A place in a support group that the head has accepted.
        SupportGroup = "support_group",
    }
}

/// A head who is new at a school.
pub struct NewHeadObject(Found);

impl From<Found> for NewHeadObject {
    fn from(it: Found) -> Self {
        Self(it)
    }
}

impl TypeName for NewHeadObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "NewHead".into()
    }
}

/// A head who is new at a school. Both a mentor and a place in a support group are theirs, if they want them; a head with
/// only one is not yet looked after.
#[Object(name = "NewHead")]
impl NewHeadObject {
    /// The head's name.
    async fn name(&self) -> &str {
        &self.0.0.name
    }

    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.0.school_id.0)
    }

    /// Since when they have led it: as they have stated, else since they took up the role on Lateral.
    async fn headship_since(&self) -> Day {
        Day(self.0.0.started_on)
    }

    /// Whether the head has stated that day. If not, ask: many have led their school for longer than they have been here.
    async fn headship_stated(&self) -> bool {
        self.0.0.stated
    }

    /// Whether it is their first headship, and if not, whether they come from another area or from a school nearby.
    async fn transition(&self, ctx: &Context<'_>) -> Option<Choice<Transition>> {
        let (it, tenures, months) = &self.0;
        let school = it.school_id.0;
        let authority = ctx.app().snapshot().schools.get(school).and_then(|it| it.school.authority);
        let today = ctx.app().clock.now().day();
        Newcomer::of(it.person_id.0, (school, authority), tenures, *months, today).transition.map(Choice)
    }

    /// The mentorship that is offered to them or goes on.
    async fn mentorship(&self, ctx: &Context<'_>) -> Option<Result<MentorshipObject>> {
        nullable(async {
            let Some(id) = self.0.0.mentorship_id else { return Ok(None) };
            Ok(ctx.load(MentorshipBy(id.0)).await?.map(Into::into))
        })
        .await
    }

    /// The place in a support group that is offered to them or that they have taken.
    async fn support_group_place(&self, ctx: &Context<'_>) -> Option<Result<SupportPlaceObject>> {
        nullable(async {
            let Some(id) = self.0.0.place_id else { return Ok(None) };
            Ok(ctx.load(SupportPlaceBy(id.0)).await?.map(Into::into))
        })
        .await
    }

    /// What of the two they have not yet: what is only offered counts as missing.
    async fn missing(&self) -> Vec<Choice<MissingSupport>> {
        let it = &self.0.0;
        let mentored = it.mentorship_status.is_some_and(|it| it.0 != MentorshipStatus::Offered);
        let placed = it.place_status.is_some_and(|it| it.0 == SupportPlaceStatus::Accepted);
        let missing = [(mentored, MissingSupport::Mentor), (placed, MissingSupport::SupportGroup)];
        missing.into_iter().filter(|(has, _)| !has).map(|(_, what)| Choice(what)).collect()
    }
}

/// A page of the new heads of an alliance, for its own brokers.
pub(in crate::graphql) async fn new_heads(
    ctx: &Context<'_>,
    alliance: Id<Alliance>,
    wanted: Wanted,
) -> Result<Option<Connection<NewHeadObject>>> {
    if !ctx.caller()?.actor.can(Action::ReadNewHeads { alliance }) {
        return Ok(None);
    }
    let page = wanted.of(newcomer::LIST)?;
    let page = ctx.load(NewHeadsOf(alliance, page)).await?;
    Ok(Some(Connection::of(page.unwrap_or_else(Page::empty))))
}
