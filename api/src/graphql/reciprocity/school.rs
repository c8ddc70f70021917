//! The field that reciprocity adds to a school.

use async_graphql::{Context, Object, Result};

use super::ReciprocityObject;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::SchoolRef;

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
}
