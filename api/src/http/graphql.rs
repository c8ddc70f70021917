//! The endpoint `/graphql`: POST for everything, GET for queries, by the GraphQL-over-HTTP specification.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::{self, Payload};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::{ContainerType, ObjectType, SubscriptionType};
use tracing::Instrument;

use crate::app::App;
use crate::graphql::{Asked, Asker, Code, Front, Live, Mutation, Query, RequestError};
use crate::http::events::{self, Watchers};
use crate::http::{Media, Profile, Rendered, auth, body, media, params, request_id};

/// Where it is.
pub const PATH: &str = "/graphql";

/// The schema behind its front, and how it answers.
pub struct Endpoint<Q, M, L> {
    /// The front.
    pub front: Front<Q, M, L>,
    /// Which edition of the specification decides the status.
    pub profile: Profile,
    /// The places of those who watch.
    pub watchers: Watchers,
}

/// Answers a request to `/graphql`.
pub async fn graphql(
    request: HttpRequest,
    body: Payload,
    app: web::Data<Arc<App>>,
    endpoint: web::Data<Endpoint<Query, Mutation, Live>>,
) -> HttpResponse {
    if media::wants_events(&request) {
        let asking: (HttpRequest, Arc<App>) = (request.clone(), Arc::clone(&app));
        let asker = move || {
            let (request, app) = asking.clone();
            async move {
                let caller = auth::caller(&request, &app).await?;
                Ok(Asker::of(app, caller))
            }
        };
        return events::answer(request, body, endpoint.into_inner(), asker).await;
    }
    let asker = async {
        let caller = auth::caller(&request, &app).await?;
        Ok(Asker::of(Arc::clone(&app), caller))
    };
    answer(&request, body, endpoint.into_inner(), asker).await
}

/// Any method but GET and POST.
pub async fn other_method(request: HttpRequest, endpoint: web::Data<Endpoint<Query, Mutation, Live>>) -> HttpResponse {
    let mut answer = endpoint.refuse(&request, Code::MethodNotAllowed);
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST, OPTIONS"));
    answer
}

impl<Q, M, L> Endpoint<Q, M, L>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    /// Refuses a request that is not looked into, in the shape in which GraphQL refuses.
    pub fn refuse(&self, request: &HttpRequest, code: Code) -> HttpResponse {
        let media = Media::wanted(request).unwrap_or(Media::Json);
        Rendered::refusal(&self.front.refused(code.into(), &request_id::of(request))).send(media, self.profile)
    }
}

/// Answers a request, asked by whom `asker` finds out.
pub async fn answer<Q, M, L>(
    request: &HttpRequest,
    body: Payload,
    endpoint: Arc<Endpoint<Q, M, L>>,
    asker: impl Future<Output = Result<Asker, RequestError>>,
) -> HttpResponse
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    let id = request_id::of(request);
    let (front, profile) = (&endpoint.front, endpoint.profile);
    let media = match Media::wanted(request) {
        Ok(media) => media,
        Err(code) => return Rendered::refusal(&front.refused(code.into(), &id)).send(Media::Json, profile),
    };
    let reading = async { Ok((read(request, body, front).await?, asker.await?)) };
    let (asked, asker) = match reading.await {
        Ok(read) => read,
        Err(refused) => return Rendered::refusal(&front.refused(refused, &id)).send(media, profile),
    };
    let may_change = request.method() == Method::POST;
    // A task of its own: a client that hangs up half-way must not cancel a transaction half-way.
    let conversation = {
        let (endpoint, id) = (Arc::clone(&endpoint), id.clone());
        let conversing = async move {
            match endpoint.front.answer(asked, &asker, may_change, &id).await {
                Ok(response) => Rendered::response(&response),
                Err(refused) => Rendered::refusal(&refused),
            }
        };
        tokio::spawn(conversing.in_current_span())
    };
    let rendered = conversation.await.unwrap_or_else(|broken| {
        tracing::error!(request_id = %id, %broken, "an operation panicked");
        Rendered::refusal(&front.refused(Code::InternalServerError.into(), &id))
    });
    rendered.send(media, profile)
}

/// What was asked, by a body or a query string.
pub(super) async fn read<Q, M, L>(
    request: &HttpRequest,
    body: Payload,
    front: &Front<Q, M, L>,
) -> Result<Asked, RequestError>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    let limits = front.limits();
    if request.method() == Method::GET {
        return params::of_query_string(request.query_string(), limits);
    }
    media::check_body(request)?;
    params::of_body(&body::read(request, body, limits.body, limits.arrives_within).await?, limits)
}
