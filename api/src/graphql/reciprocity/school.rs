//! The fields that reciprocity adds to a school.

use async_graphql::{Context, Object, Result};
use persistence::Page;
use persistence::reciprocity::obligation;

use super::obligation::ObligationsOf;
use super::{ObligationObject, ReciprocityObject};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::SchoolRef;
use crate::graphql::page::{Connection, Wanted};

/// What a school gave and received, as a field of the school.
pub struct SchoolReciprocity(pub SchoolRef);

#[Object]
impl SchoolReciprocity {
    /// What the school gave and received; nothing if that is not yours to see: it is for the school's own people and the
    /// brokers of its alliances.
    async fn reciprocity(&self, ctx: &Context<'_>) -> Option<Result<ReciprocityObject>> {
        nullable(async {
            if ctx.anybody().actor.acting().is_none() {
                return Ok(None);
            }
            ReciprocityObject::of(ctx, self.0.id()).await
        })
        .await
    }

    /// What the school owes and is owed, newest first, as far as you may see it.
    async fn obligations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<ObligationObject>> {
        let page = Wanted { first, after, last, before }.of(obligation::LIST)?;
        let owed = ctx.load(ObligationsOf { school: self.0.id(), open_after: None, page }).await?;
        Ok(Connection::of(owed.unwrap_or_else(Page::empty)))
    }
}
