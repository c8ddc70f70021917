//! A school that has left an alliance, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, TypeName};
use domain::Id;
use domain::access::Action;
use domain::directory::{self, AllianceLeave};
use persistence::directory::former_member::{self, FormerMember};
use persistence::{Page, PageRequest};

use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Moment;

/// A page of the schools that have left an alliance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FormerMembersOf(Id<directory::Alliance>, PageRequest);

impl Loader<FormerMembersOf> for Links {
    type Value = Page<FormerMember>;
    type Error = Error;

    async fn load(&self, keys: &[FormerMembersOf]) -> Result<HashMap<FormerMembersOf, Page<FormerMember>>, Error> {
        let mut found = HashMap::new();
        for (page, alliances) in by_page(keys.iter().map(|FormerMembersOf(alliance, page)| (page, *alliance))) {
            let pages = former_member::pages(self.app.db(), alliances, page).await.map_err(failed)?;
            found.extend(pages.into_iter().map(|(alliance, it)| (FormerMembersOf(alliance, page.clone()), it)));
        }
        Ok(found)
    }
}

/// A page of the schools that have left an alliance, the last to leave first; nothing but for its own brokers.
pub async fn former_members_of(
    ctx: &Context<'_>,
    of: Id<directory::Alliance>,
    page: Wanted,
) -> Result<Option<Connection<FormerMemberObject>>> {
    if !ctx.anybody().actor.can(Action::ReadFormerMembers { alliance: of }) {
        return Ok(None);
    }
    let page = page.by_time(former_member::OF_ALLIANCE)?;
    let former = ctx.load(FormerMembersOf(of, page)).await?;
    Ok(Some(Connection::of(former.unwrap_or_else(Page::empty))))
}

/// A school that has left an alliance.
pub struct FormerMemberObject(FormerMember);

impl From<FormerMember> for FormerMemberObject {
    fn from(it: FormerMember) -> Self {
        Self(it)
    }
}

impl TypeName for FormerMemberObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "FormerMember".into()
    }
}

/// A school that has left an alliance, and why. The alliance's own brokers read it.
#[Object(name = "FormerMember")]
impl FormerMemberObject {
    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school_id.0)
    }

    /// Since when it was a member.
    async fn since(&self) -> Moment {
        Moment(self.0.since.0)
    }

    /// Until when it was one.
    async fn until(&self) -> Moment {
        Moment(self.0.until.0)
    }

    /// Why it left, by a code that blames nobody; nothing where it left before a reason was kept.
    async fn leave_reason(&self) -> Option<Choice<AllianceLeave>> {
        self.0.leave_reason.map(|it| Choice(it.0))
    }
}
