//! Whether the process lives, and whether it is ready for work.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::cli::migrate;
use crate::graphql::Code;
use crate::http::{problem, request_id};

/// The process lives.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The database answers, has the schema that this program knows, and is one that may be served.
pub async fn readyz(request: HttpRequest, app: web::Data<Arc<App>>) -> HttpResponse {
    let known = async || match app.unfit().await? {
        Some(why) => Err(why.into()),
        None => migrate::known(app.db()).await,
    };
    match known().await {
        Ok(()) => {
            let letters = if app.mail.goes_out() { "" } else { "e-mail is not set up: letters wait\n" };
            HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!("ready\n{letters}"))
        }
        Err(fault) => {
            tracing::warn!(%fault, "not ready");
            problem::saying(Code::Unavailable, "The service is not ready for work.", &request_id::of(&request))
        }
    }
}
