//! How requests are found, by those whom they concern.

use async_graphql::{Context, InputObject, Object, Result};
use domain::directory::School;
use domain::exchange::{self, RequestStatus, Urgency};
use persistence::exchange::request::{self, RequestFilter};

use super::SupportRequest;
use super::links::RequestBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};

/// Which requests are wanted. Everything that is stated must hold; of a list, anything.
#[derive(InputObject, Default)]
#[graphql(name = "RequestFilter")]
pub struct RequestFilterInput {
    /// In any of these states.
    pub statuses: Option<Vec<Choice<RequestStatus>>>,
    /// As urgent as any of these.
    pub urgencies: Option<Vec<Choice<Urgency>>>,
    /// By this school.
    pub school: Option<Gid<School>>,
}

/// How requests are found.
#[derive(Default)]
pub struct RequestQuery;

#[Object]
impl RequestQuery {
    /// A request by its id; nothing if there is none that you may see.
    async fn support_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request's id.")] id: Gid<exchange::SupportRequest>,
    ) -> Option<Result<SupportRequest>> {
        nullable(async {
            ctx.caller()?;
            let deployments = ctx.look_ahead().field("deployments");
            if deployments.exists() {
                let found = brokerage::with_deployments(ctx, id.0, deployments).await?;
                return Ok(found.map(SupportRequest::from));
            }
            Ok(ctx.load(RequestBy(id.0)).await?.map(SupportRequest::from))
        })
        .await
    }

    /// The requests that concern you, newest first: your school's own; as a broker, those of the schools of your alliance
    /// and those referred to it.
    async fn support_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which requests are wanted; all, if left out.")] filter: Option<RequestFilterInput>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<SupportRequest>>> {
        nullable(async {
            let caller = ctx.caller()?;
            let filter = filter.unwrap_or_default();
            let filter = RequestFilter {
                statuses: filter.statuses.map(|words| words.into_iter().map(|it| it.0).collect()),
                urgencies: filter.urgencies.map(|words| words.into_iter().map(|it| it.0).collect()),
                school: filter.school.map(|id| id.0),
            };
            let page = Wanted { first, after, last, before }.of(request::LIST)?;
            let page = request::page(ctx.app().db(), &caller.scope(), &filter, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }
}
