//! The field that settlement adds to a school.

use async_graphql::{Context, Object, Result};
use domain::Id;
use domain::access::Action;
use domain::brokerage::Side;

use super::CommissionObject;
use super::commission::commissions_of;
use super::commission_statement::CommissionStatement;
use super::statement::{Statement, side_of};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::SchoolRef;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Day;

/// Whether the reader reads the statements of a school: as its head or coordinator, or as those of whoever took its place.
fn may_read(ctx: &Context<'_>, school: Id<domain::directory::School>) -> bool {
    let actor = &ctx.anybody().actor;
    let own = actor.acting().and_then(|acting| acting.school).filter(|own| *own != school);
    let stands_for = |own: &Id<_>| ctx.app().snapshot().schools.stands_for(*own).contains(&school);
    let school = own.filter(stands_for).unwrap_or(school);
    actor.can(Action::ReadStatement { school })
}

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
            if !may_read(ctx, school) {
                return Ok(None);
            }
            Statement::of(ctx, side_of(school, side.0), month).await.map(Some)
        })
        .await
    }

    /// What the school pays, in one month, of support that several schools commissioned; for its head and its coordinators.
    async fn commission_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the month.")] month: Day,
    ) -> Option<Result<CommissionStatement>> {
        nullable(async {
            let school = self.0.id();
            if !may_read(ctx, school) {
                return Ok(None);
            }
            CommissionStatement::of(ctx, school, month).await.map(Some)
        })
        .await
    }

    /// The requests that the school backs with others, or is asked to back, in the order in which it was asked; as far as that
    /// concerns you.
    async fn commissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<CommissionObject>> {
        commissions_of(ctx, self.0.id(), Wanted { first, after, last, before }).await
    }
}
