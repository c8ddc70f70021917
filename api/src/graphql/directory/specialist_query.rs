//! Questions about specialists.

use async_graphql::{Context, Object, Result};
use domain::directory;

use crate::graphql::adapter::Gid;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Specialist, SpecialistBy};

/// Questions about specialists.
#[derive(Default)]
pub struct SpecialistQuery;

#[Object]
impl SpecialistQuery {
    /// A specialist by their id; nothing if there is none.
    async fn specialist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The specialist's id.")] id: Gid<directory::Specialist>,
    ) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(id.0)).await?.map(Specialist::from)) }).await
    }
}
