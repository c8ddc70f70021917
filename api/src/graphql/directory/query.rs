//! Questions about the directory.

use async_graphql::{Context, Object, Result};
use domain::Word;
use domain::directory::{self, Region, Urn};
use persistence::directory::{register, school_search};
use persistence::{Cursor, Page, PageRequest};

use crate::graphql::adapter::Gid;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::group::RegionArea;
use crate::graphql::directory::register::{RegisterEdition, RegisterFreshness};
use crate::graphql::directory::school_list::{SchoolConnection, SchoolFilter};
use crate::graphql::directory::succession::{self, WaitingSuccession};
use crate::graphql::directory::{Alliance, LocalAuthority, School, Trust};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar;

/// The list's name in cursors.
const ALLIANCES: &str = "alliances";

/// Questions about the directory.
#[derive(Default)]
pub struct DirectoryQuery;

#[Object]
impl DirectoryQuery {
    /// The school with a URN, open or closed; nothing if the register has none.
    async fn school(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its number in the national register.")] urn: scalar::Urn,
    ) -> Option<School> {
        let snapshot = ctx.app().snapshot();
        let listed = snapshot.schools.by_urn(Urn::new(urn.0)?)?;
        School::find(&snapshot, listed.school.id)
    }

    /// Schools by name, place, region, authority, trust and phase. Near a place the nearest come first; with a text the
    /// most alike names; else the order is that of their URNs.
    async fn schools(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which schools; all open ones if nothing is said.")] filter: Option<SchoolFilter>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<SchoolConnection> {
        let (app, snapshot) = (ctx.app(), ctx.app().snapshot());
        let wanted = filter.unwrap_or_default().wanted(app, &snapshot)?;
        let request = Wanted { first, after, last, before }.of(wanted.list())?;
        let counting = ctx.look_ahead().field("edges").field("offerCount").exists();
        let page = school_search::page(app.db(), &wanted, &request, counting).await.map_err(failed)?;
        Ok(SchoolConnection::of(&snapshot, page, wanted.near.is_some()))
    }

    /// Closed schools with several successors that have something open, between which you may decide: as a broker those
    /// of your alliance, as an operator all. By URN.
    async fn successions_waiting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<WaitingSuccession>>> {
        nullable(async { succession::waiting(ctx, Wanted { first, after, last, before }).await.map(Some) }).await
    }

    /// A trust by its id.
    async fn trust(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The trust's id.")] id: Gid<directory::Trust>,
    ) -> Option<Trust> {
        Trust::find(&ctx.app().snapshot(), id.0)
    }

    /// Every local authority of England, by its code, those that were reorganised too.
    async fn local_authorities(&self, ctx: &Context<'_>) -> Vec<LocalAuthority> {
        let snapshot = ctx.app().snapshot();
        snapshot.schools.authorities().iter().filter_map(|it| LocalAuthority::find(&snapshot, it.id)).collect()
    }

    /// The nine regions of England.
    async fn regions(&self, ctx: &Context<'_>) -> Vec<RegionArea> {
        let snapshot = ctx.app().snapshot();
        Region::ALL.iter().map(|region| RegionArea { snapshot: snapshot.clone(), region: *region }).collect()
    }

    /// An alliance by its id.
    async fn alliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance's id.")] id: Gid<directory::Alliance>,
    ) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(id.0).cloned().map(Alliance)
    }

    /// Alliances, in the order in which they were entered.
    async fn alliances(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only alliances whose name holds this text.")] text: Option<String>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<Alliance>> {
        let request = Wanted { first, after, last, before }.of(ALLIANCES)?;
        let snapshot = ctx.app().snapshot();
        let text = text.unwrap_or_default().trim().to_lowercase();
        let found = snapshot.alliances.iter().filter(|it| text.is_empty() || it.name.to_lowercase().contains(&text));
        // An id begins with the time at which it was made, so its order is that of entry and needs no other key.
        let cursor = |it: &directory::Alliance| Cursor { list: ALLIANCES, order: 0, id: it.id.uuid() };
        let page = Page::of_all(&request, found.cloned().collect(), |it| (0, it.id.uuid()), cursor);
        Ok(Connection::of(page))
    }

    /// How fresh the directory of schools is.
    async fn register_freshness(&self, ctx: &Context<'_>) -> Result<RegisterFreshness> {
        let (app, snapshot) = (ctx.app(), ctx.app().snapshot());
        let latest = register::page(app.db(), &PageRequest::first(1)).await.map_err(failed)?.items.pop();
        let latest = latest.map(|(_, edition)| edition);
        Ok(RegisterFreshness {
            days_old: latest.as_ref().map(|it| app.clock.now().days_since(it.applied_at.0)),
            latest: latest.map(RegisterEdition::from),
            open_schools: snapshot.schools.iter().filter(|it| it.school.status.is_open()).count(),
            schools: snapshot.schools.iter().count(),
        })
    }

    /// The editions of the national register that were imported, the newest first.
    async fn register_editions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<RegisterEdition>> {
        let request = Wanted { first, after, last, before }.by_time(register::EDITIONS)?;
        Ok(Connection::of(register::page(ctx.app().db(), &request).await.map_err(failed)?))
    }
}
