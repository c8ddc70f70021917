//! Which pages of other sites may call from a browser: those on the list, and no others.

use std::collections::HashSet;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::graphql::{Code, Live, Mutation, Query};
use crate::http::graphql::{self, Endpoint};
use crate::http::{problem, request_id};

/// The origins on the list.
#[derive(Clone, Debug, Default)]
pub struct Origins(HashSet<String>);

impl FromIterator<String> for Origins {
    fn from_iter<I: IntoIterator<Item = String>>(origins: I) -> Self {
        Self(origins.into_iter().map(|it| it.trim_end_matches('/').to_owned()).collect())
    }
}

impl Origins {
    /// The origin that a request names, if it is on the list. `null` never is.
    fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(header::ORIGIN)?;
        self.0.contains(origin.to_str().ok()?).then(|| origin.clone())
    }
}

/// Answers what a browser asks beforehand, and tells it whether its page may read the answer.
pub async fn guard(
    origins: web::Data<Origins>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let allowed = origins.allowed(request.headers());
    let asks_beforehand = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ORIGIN)
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks_beforehand {
        let answer = match allowed {
            Some(_) => preflight(),
            None => refused(request.request()),
        };
        request.into_response(answer).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-request-id, retry-after"));
    }
    Ok(response)
}

/// The refusal of a page that is not on the list, in the shape that its address gives.
fn refused(request: &HttpRequest) -> HttpResponse {
    let endpoint = request.app_data::<web::Data<Endpoint<Query, Mutation, Live>>>();
    match endpoint.filter(|_| request.path() == graphql::PATH) {
        Some(endpoint) => endpoint.refuse(request, Code::OriginNotAllowed),
        None => problem::of(Code::OriginNotAllowed, &request_id::of(request)),
    }
}

fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"))
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, idempotency-key, lateral-acting-as",
        ))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
        .finish()
}
