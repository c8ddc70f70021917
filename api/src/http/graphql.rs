//! The endpoint `/graphql`: POST for everything, GET for queries, by the GraphQL-over-HTTP specification.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::{self, Payload};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::{Data, ObjectType};
use domain::access::Actor;
use persistence::once::Claim;
use tracing::Instrument;

use crate::app::{App, Caller};
use crate::graphql::{Admitted, Asked, Code, Front, Mutation, Query, RequestError, context};
use crate::http::once::Keyed;
use crate::http::{Media, Profile, Rendered, auth, body, media, params, problem, request_id};

/// The schema behind its front, and how it answers.
pub struct Endpoint<Q, M> {
    /// The front.
    pub front: Front<Q, M>,
    /// Which edition of the specification decides the status.
    pub profile: Profile,
}

/// Who asks, as the resolvers and the front see them.
pub struct Asker {
    /// Whether they have signed in.
    pub signed_in: bool,
    /// The key under which their write is done once.
    pub keyed: Option<Keyed>,
    /// What resolvers find in their context, given what the key stands for.
    pub data: Box<dyn FnOnce(Option<Arc<Claim>>) -> Data + Send>,
}

impl Asker {
    /// A caller who was made out.
    fn of(app: Arc<App>, caller: Caller) -> Self {
        Self {
            signed_in: caller.actor != Actor::Stranger,
            keyed: Keyed::of(&app, &caller),
            data: Box::new(move |once| context::of_request(&app, Caller { once, ..caller })),
        }
    }
}

/// Answers a request to `/graphql`.
pub async fn graphql(
    request: HttpRequest,
    body: Payload,
    app: web::Data<Arc<App>>,
    endpoint: web::Data<Endpoint<Query, Mutation>>,
) -> HttpResponse {
    let asker = async {
        let caller = auth::caller(&request, &app).await?;
        Ok(Asker::of(Arc::clone(&app), caller))
    };
    answer(&request, body, endpoint.into_inner(), asker).await
}

/// Any method but GET and POST.
pub async fn other_method(request: HttpRequest) -> HttpResponse {
    let mut answer = problem::of(Code::MethodNotAllowed, &request_id::of(&request));
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST, OPTIONS"));
    answer
}

/// Answers a request, asked by whom `asker` finds out.
pub async fn answer<Q, M>(
    request: &HttpRequest,
    body: Payload,
    endpoint: Arc<Endpoint<Q, M>>,
    asker: impl Future<Output = Result<Asker, RequestError>>,
) -> HttpResponse
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
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
        let conversing = async move { converse(&endpoint.front, asked, asker, may_change, &id).await };
        tokio::spawn(conversing.in_current_span())
    };
    let rendered = conversation.await.unwrap_or_else(|broken| {
        tracing::error!(request_id = %id, %broken, "an operation panicked");
        Rendered::refusal(&front.refused(Code::InternalServerError.into(), &id))
    });
    rendered.send(media, profile)
}

async fn read<Q, M>(request: &HttpRequest, body: Payload, front: &Front<Q, M>) -> Result<Asked, RequestError>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
{
    let limits = front.limits();
    if request.method() == Method::GET {
        return params::of_query_string(request.query_string(), limits);
    }
    media::check_body(request)?;
    params::of_body(&body::read(request, body, limits.body, limits.body_within).await?, limits)
}

async fn converse<Q, M>(front: &Front<Q, M>, asked: Asked, asker: Asker, may_change: bool, id: &str) -> Rendered
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
{
    let admitted = match front.admit(asked, asker.signed_in, id).await {
        Ok(admitted) => admitted,
        Err(refused) => return Rendered::refusal(&refused),
    };
    if admitted.changes() && !may_change {
        let said = "A mutation is asked by POST.";
        return Rendered::refusal(&front.refused(RequestError::saying(Code::MethodNotAllowed, said), id));
    }
    let Some(keyed) = asker.keyed else {
        return run(front, admitted, (asker.data)(None), id).await;
    };
    let answered = async {
        let claim = keyed.claim(&admitted)?;
        let running = run(front, admitted, (asker.data)(Some(Arc::clone(&claim))), id);
        keyed.answer(&claim, running).await
    };
    answered.await.unwrap_or_else(|refused| Rendered::refusal(&front.refused(refused, id)))
}

async fn run<Q, M>(front: &Front<Q, M>, admitted: Admitted, data: Data, id: &str) -> Rendered
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
{
    match front.run(admitted, data, id).await {
        Ok(response) => Rendered::response(&response),
        Err(refused) => Rendered::refusal(&refused),
    }
}
