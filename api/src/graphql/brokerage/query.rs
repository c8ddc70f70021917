//! Questions about proposals, deployments and visits.

use async_graphql::{Context, Object, Result};
use domain::brokerage::{Deployment, DeploymentStatus, Proposal, ProposalStatus, Visit};
use persistence::brokerage::{deployment, overruling, proposal};

use super::{DeploymentBy, DeploymentObject, OverrulingObject, ProposalBy, ProposalObject, VisitBy, VisitObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};

/// Questions about brokerage.
#[derive(Default)]
pub struct BrokerageQuery;

#[Object]
impl BrokerageQuery {
    /// The proposals that concern you, newest first.
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<ProposalStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<ProposalObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(proposal::LIST)?;
            let status = status.map(|it| it.0);
            let page = proposal::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// A proposal by its id; nothing if there is none that you may see.
    async fn proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal's id.")] id: Gid<Proposal>,
    ) -> Option<Result<ProposalObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(ProposalBy(id.0)).await?.map(ProposalObject::from))
        })
        .await
    }

    /// A deployment by its id; nothing if there is none that you may see.
    async fn deployment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment's id.")] id: Gid<Deployment>,
    ) -> Option<Result<DeploymentObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(DeploymentBy(id.0)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// A visit by its id; nothing if there is none that you may see.
    async fn visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit's id.")] id: Gid<Visit>,
    ) -> Option<Result<VisitObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(VisitBy(id.0)).await?.map(VisitObject::from))
        })
        .await
    }

    /// The deployments that concern you, newest first.
    async fn deployments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<DeploymentStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<DeploymentObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(deployment::LIST)?;
            let status = status.map(|it| it.0);
            let page = deployment::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }
    /// What was decided although a rule warned, as far as it concerns you, newest first.
    async fn overrulings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<OverrulingObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(overruling::LIST)?;
            let page = overruling::page(ctx.app().db(), &ctx.scope(), &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }
}
