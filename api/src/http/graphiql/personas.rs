//! Whom a demonstration can be tried as: told to everybody, because a demonstration has no secrets (SETTLED 13).

use std::sync::Arc;

use actix_web::{HttpResponse, http::header, web};
use domain::Word;
use persistence::schema;
use serde_json::json;

use crate::app::{App, seed};
use crate::config::Mode;
use crate::http::problem;

/// The personas and their password; nothing where the database is no demonstration.
pub async fn personas(request: actix_web::HttpRequest, app: web::Data<Arc<App>>) -> HttpResponse {
    let marked = schema::installation(app.db(), "demonstration").await.ok().flatten().is_some();
    if !marked || app.config.mode == Mode::Production {
        return problem::not_found(request).await;
    }
    let personas: Vec<_> = seed::PERSONAS
        .iter()
        .map(|it| json!({ "mailbox": it.mailbox, "role": it.role.shout(), "about": it.about }))
        .collect();
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "domain": seed::DOMAIN, "password": seed::PASSWORD, "personas": personas }))
}
