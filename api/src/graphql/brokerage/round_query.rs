//! Questions about brokerage rounds, in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::brokerage::{Round, RoundStatus};
use persistence::brokerage::round;

use super::RoundObject;
use super::links::RoundBy;
use crate::app::brokerage::round::replay;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;

/// What planning a round again came to.
#[derive(SimpleObject)]
pub struct RoundReplay {
    /// Whether all that the plan was made of is unchanged since, by its hash.
    pub input_intact: bool,
    /// Whether the same requests were given the same offers.
    pub same: bool,
}

/// Questions about brokerage rounds.
#[derive(Default)]
pub struct RoundQuery;

#[Object]
impl RoundQuery {
    /// The brokerage rounds that you may see, newest first: a broker those of the own alliance and the nation's, an operator the
    /// nation's.
    async fn brokerage_rounds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<RoundStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<RoundObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(round::LIST)?;
            let status = status.map(|it| it.0);
            let page = round::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// A brokerage round by its id; nothing if there is none that you may see.
    async fn brokerage_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round's id.")] id: Gid<Round>,
    ) -> Option<Result<RoundObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(RoundBy(id.0)).await?.map(RoundObject::from))
        })
        .await
    }

    /// Plans a brokerage round again from all that its plan was made of, and compares: for whoever runs it.
    async fn round_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round's id.")] id: Gid<Round>,
    ) -> Option<Result<RoundReplay>> {
        nullable(async {
            let found = replay(ctx.app(), ctx.caller()?, id.0).await.map_err(refusal)?;
            Ok(Some(RoundReplay { input_intact: found.input_intact, same: found.same }))
        })
        .await
    }
}
