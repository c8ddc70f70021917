//! Questions about designations.

use async_graphql::{Context, Object, Result};
use domain::directory::{Criteria, Designation, DesignationStatus};
use persistence::directory::criteria;
use persistence::directory::designation;

use super::criteria::CriteriaObject;
use super::{DesignationBy, DesignationObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};

/// Questions about designations.
#[derive(Default)]
pub struct DesignationQuery;

#[Object]
impl DesignationQuery {
    /// What every scheme of designation asks for today.
    async fn designation_criteria(&self, ctx: &Context<'_>) -> Result<Vec<CriteriaObject>> {
        let (all, today) = (criteria::all(ctx.app().db()).await.map_err(failed)?, ctx.app().clock.now().day());
        // The newest of each scheme comes first.
        let mut in_force: Vec<Criteria> = all.into_iter().filter(|it| it.since <= today).collect();
        in_force.dedup_by_key(|it| it.scheme);
        Ok(in_force.into_iter().map(CriteriaObject).collect())
    }

    /// A designation by its id; nothing if there is none that you may see.
    async fn designation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The designation's id.")] id: Gid<Designation>,
    ) -> Option<Result<DesignationObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(DesignationBy(id.0)).await?.map(DesignationObject::from))
        })
        .await
    }

    /// The designations that concern you, newest first: your own, those of people whose head you are, and those of your
    /// alliance.
    async fn designations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<DesignationStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<DesignationObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(designation::LIST)?;
            let status = status.map(|it| it.0);
            let page = designation::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }
}
