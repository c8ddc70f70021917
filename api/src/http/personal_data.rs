//! `/personal-data/{id}`: what is kept about whoever asks, as one JSON document, fetched by them alone.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::rule::{Refusals, Rule};

use crate::app::identity::data_export;
use crate::app::{App, Refusal};
use crate::graphql::identity::DATA;
use crate::graphql::{Code, RequestError};
use crate::http::{auth, problem, request_id};

/// Adds the address.
pub fn routes(web: &mut web::ServiceConfig) {
    web.service(
        web::resource(format!("{DATA}/{{id}}"))
            .route(web::get().to(fetch))
            .default_service(web::to(problem::not_found)),
    );
}

async fn fetch(request: HttpRequest, id: web::Path<String>, app: web::Data<Arc<App>>) -> HttpResponse {
    match content(&request, &id, &app).await {
        Ok(content) => HttpResponse::Ok()
            .content_type("application/json")
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"personal-data.json\""))
            .body(content),
        Err(no) => problem::saying(no.code, &no.message, &request_id::of(&request)),
    }
}

async fn content(request: &HttpRequest, id: &str, app: &App) -> Result<String, RequestError> {
    let caller = auth::caller(request, app).await?;
    if caller.actor.person().is_none() {
        return Err(Code::Unauthenticated.into());
    }
    let id = id.parse().map_err(|_| Code::NotFound)?;
    data_export::fetch(app, &caller, id).await.map_err(|refusal| match refusal {
        Refusal::Rejected(refusals) => said(refusals),
        Refusal::Fault(fault) => {
            tracing::error!(cause = %fault, "what is kept about somebody could not be read");
            Code::Unavailable.into()
        }
    })
}

/// Whose it is not learns no more than of what is not there; whose it is learns why it cannot be fetched.
fn said(refusals: Refusals) -> RequestError {
    let not_ready = refusals.into_vec().into_iter().find(|no| no.rule == Rule::DataNotReady);
    not_ready.map_or_else(|| Code::NotFound.into(), |no| RequestError::saying(Code::NotFound, no.message().to_owned()))
}
