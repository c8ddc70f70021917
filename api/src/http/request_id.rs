//! Every request has an id: the logs, the answer's header and its errors carry the same.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};

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
    let mut response = next.call(request).await?;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, id);
    }
    Ok(response)
}

/// The request's id.
pub fn of(request: &HttpRequest) -> Arc<str> {
    request.extensions().get::<RequestId>().map_or_else(|| "unnamed".into(), |it| Arc::clone(&it.0))
}
