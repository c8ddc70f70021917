//! Who sends a request.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use crate::app::{App, Caller};
use crate::graphql::{Code, RequestError};
use crate::http::request_id;

/// Makes out the caller of a request; without a token it is a stranger.
pub async fn caller(request: &HttpRequest, _: &App) -> Result<Caller, RequestError> {
    if request.headers().contains_key(AUTHORIZATION) {
        return Err(Code::Unauthenticated.into());
    }
    Ok(Caller::stranger(&*request_id::of(request)))
}
