//! What can be done with a pooled budget.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{PoolLeave, PooledBudget};
use domain::directory;

use crate::app::brokerage::pool::{self, Form};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::PoolObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Pence;
use crate::payload;

payload! {
    /// The answer to a step of a pooled budget.
    pub PoolPayload {
        /// The budget as it stands now.
        pool: PoolObject
    } from PooledBudget;
}

/// A budget into which schools put money together.
#[derive(InputObject)]
pub struct OpenPoolInput {
    /// What it is called.
    pub name: String,
    /// The academic year, by the year in which it begins: the present one or the next.
    pub year: i32,
    /// The alliance whose support it pays.
    pub alliance: Gid<directory::Alliance>,
    /// The school that keeps it, and whose head opens it; left out, the alliance's brokers keep it.
    pub lead: Option<Gid<directory::School>>,
    /// The schools of the alliance that are asked; more may be asked later.
    pub schools: Vec<Gid<directory::School>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A school that is asked to put money in.
#[derive(InputObject)]
pub struct AskToPoolInput {
    /// The budget.
    pub pool: Gid<PooledBudget>,
    /// The school, of the same alliance.
    pub school: Gid<directory::School>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What your school puts in.
#[derive(InputObject)]
pub struct CommitToPoolInput {
    /// The budget.
    pub pool: Gid<PooledBudget>,
    /// How much your school puts in from now on, all in all.
    pub amount: Pence,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which budget your school leaves, and why.
#[derive(InputObject)]
pub struct LeavePoolInput {
    /// The budget.
    pub pool: Gid<PooledBudget>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(PoolLeave::NotStated)")]
    pub reason: Choice<PoolLeave>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A pooled budget, for a step that needs nothing else.
#[derive(InputObject)]
pub struct PoolInput {
    /// The budget.
    pub pool: Gid<PooledBudget>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a pooled budget.
#[derive(Default)]
pub struct PoolMutation;

#[Object]
impl PoolMutation {
    /// Opens a budget for an academic year and asks schools of the alliance to put money in: as a broker, or as the head of the
    /// school that keeps it.
    async fn open_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The name, the year, and the schools.")] input: OpenPoolInput,
    ) -> Result<PoolPayload> {
        let OpenPoolInput { name, year, alliance, lead, schools, .. } = input;
        let schools = schools.into_iter().map(|it| it.0).collect();
        let form = Form { name, year, alliance: alliance.0, lead: lead.map(|it| it.0), schools };
        PoolPayload::of(pool::open(ctx.app(), ctx.caller()?, &form).await)
    }

    /// Asks one more school to put money in, as whoever keeps the budget.
    async fn ask_to_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The budget and the school.")] input: AskToPoolInput,
    ) -> Result<PoolPayload> {
        let of = (input.pool.0, input.expected_version);
        PoolPayload::of(pool::ask(ctx.app(), ctx.caller()?, of, input.school.0).await)
    }

    /// Says, as your school's head, how much it puts in: by this it joins. Less than before only as long as nothing is agreed
    /// that needs it.
    async fn commit_to_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The budget and the amount.")] input: CommitToPoolInput,
    ) -> Result<PoolPayload> {
        let of = (input.pool.0, input.expected_version);
        PoolPayload::of(pool::commit(ctx.app(), ctx.caller()?, of, input.amount.0).await)
    }

    /// Declines for your school, or leaves with all that it put in, as its head; only as long as nothing is agreed that needs
    /// it.
    async fn leave_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The budget, and why.")] input: LeavePoolInput,
    ) -> Result<PoolPayload> {
        let of = (input.pool.0, input.expected_version);
        PoolPayload::of(pool::leave(ctx.app(), ctx.caller()?, of, input.reason.0).await)
    }

    /// Closes a budget after its year, as whoever keeps it. What remains goes back to the schools by what they put in.
    async fn close_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The budget.")] input: PoolInput,
    ) -> Result<PoolPayload> {
        let of = (input.pool.0, input.expected_version);
        PoolPayload::of(pool::close(ctx.app(), ctx.caller()?, of).await)
    }
}
