//! The field that settlement adds to a school.

use async_graphql::{Context, Object, Result};
use domain::access::Action;
use domain::brokerage::Side;

use super::statement::{Statement, side_of};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::SchoolRef;
use crate::graphql::scalar::Day;

/// What a school has to pay and to get, as a field of the school.
pub struct SchoolSettlement(pub SchoolRef);

#[Object]
impl SchoolSettlement {
    /// What was settled of the school's deployments in one month; for its head and its coordinators.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the month.")] month: Day,
        #[graphql(desc = "HOME for what the school gave, HOST for what it received.")] side: Choice<Side>,
    ) -> Option<Result<Statement>> {
        nullable(async {
            let school = self.0.id();
            if !ctx.anybody().actor.can(Action::ReadStatement { school }) {
                return Ok(None);
            }
            Statement::of(ctx, side_of(school, side.0), month).await.map(Some)
        })
        .await
    }
}
