//! Errors outside GraphQL, as RFC 9457 problem documents.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse};
use domain::Word;

use crate::graphql::Code;
use crate::http::request_id;

/// The problem with this code.
pub fn of(code: Code, request_id: &str) -> HttpResponse {
    saying(code, code.about(), request_id)
}

/// The problem with this code, in a sentence of its own.
pub fn saying(code: Code, detail: &str, request_id: &str) -> HttpResponse {
    let status = code.status();
    let document = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": detail,
        "code": code.shout(),
        "requestId": request_id,
    });
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(document.to_string())
}

/// There is nothing at this address.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    of(Code::NotFound, &request_id::of(&request))
}
