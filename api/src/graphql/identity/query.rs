//! Questions about people.

use async_graphql::{Context, Object, Result};
use domain::directory;
use domain::identity::Place;
use persistence::identity::membership::LIST;

use crate::app::identity;
use crate::graphql::adapter::Gid;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::identity::{Membership, Viewer};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted, bad};

/// Questions about people.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Whoever is asking; nothing when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Viewer>> {
        nullable(async { Viewer::of(ctx).await }).await
    }

    /// Who holds which role at a school or an alliance, the first to begin first; nothing where you may not see it.
    #[expect(clippy::too_many_arguments, reason = "a connection has four arguments of its own")]
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school; leave it out for an alliance.")] school: Option<Gid<directory::School>>,
        #[graphql(desc = "The alliance; leave it out for a school.")] alliance: Option<Gid<directory::Alliance>>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<Membership>>> {
        nullable(async {
            let wanted = Wanted { first, after, last, before }.of(LIST)?;
            let place = match (school, alliance) {
                (Some(school), None) => Place::School(school.0),
                (None, Some(alliance)) => Place::Alliance(alliance.0),
                _ => return Err(bad("Give either a school or an alliance.")),
            };
            let page = identity::members(ctx.app(), ctx.caller()?, place, &wanted).await.map_err(failed)?;
            Ok(page.map(Connection::of))
        })
        .await
    }

    /// Heads who wait for you to confirm that they lead their school, the first to wait first: for operators, and for
    /// brokers of the alliances of those schools.
    async fn headships_to_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<Membership>>> {
        nullable(async {
            let wanted = Wanted { first, after, last, before }.of(LIST)?;
            let page = identity::waiting_heads(ctx.app(), ctx.caller()?, &wanted).await.map_err(failed)?;
            Ok(page.map(Connection::of))
        })
        .await
    }
}
