//! Every request has an id and a line in the log: the logs, the answer's header and its errors carry the same id.

use std::sync::Arc;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};
use tracing::Instrument;

use crate::app::Ids;

/// The header that carries the id.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Clone)]
struct RequestId(Arc<str>);

/// Gives the request an id of ours, whatever it brings, and puts it on the answer.
pub async fn name(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id: Arc<str> = Ids.uuid().as_simple().to_string().into();
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let (method, began) = (request.method().clone(), Instant::now());
    let span = tracing::info_span!("request", id = &*id);
    let mut response = next.call(request).instrument(span.clone()).await?;
    span.in_scope(|| {
        // The route's pattern, never the address itself: what stands in an address may be private.
        let route = response.request().match_pattern().unwrap_or_else(|| "none".into());
        let ms = began.elapsed().as_secs_f64() * 1000.0;
        tracing::info!(%method, route, status = response.status().as_u16(), ms, "answered");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, id);
    }
    Ok(response)
}

/// The request's id.
pub fn of(request: &HttpRequest) -> Arc<str> {
    request.extensions().get::<RequestId>().map_or_else(|| "unnamed".into(), |it| Arc::clone(&it.0))
}
