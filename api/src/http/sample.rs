//! The endpoint over the front's sample schema, for the tests of this folder.

use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{self, Payload};
use actix_web::{App, HttpRequest, HttpResponse};
use async_graphql::Data;
use serde_json::Value as Json;

use crate::graphql::front::sample::{Live, Mutation, Query, front};
use crate::graphql::{Asker, Introspection, Limits};
use crate::http::cors::{self, Origins};
use crate::http::events::{self, Watchers};
use crate::http::graphql::{Endpoint, answer};
use crate::http::{Profile, media, problem, request_id};

/// What came back.
#[derive(Debug)]
pub struct Heard {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn code(&self) -> String {
        let json = self.json();
        json["errors"][0]["extensions"]["code"].as_str().or(json["code"].as_str()).unwrap_or("none").to_owned()
    }
}

/// Sends one request to a fresh endpoint, as a stranger.
pub async fn send(request: TestRequest) -> Heard {
    let endpoint = Endpoint {
        front: front(Introspection::SignedIn, Limits::default()).await,
        profile: Profile::Settled,
        watchers: Watchers::default(),
    };
    let origins: Origins = ["https://friend.example".to_owned()].into_iter().collect();
    let app = App::new()
        .app_data(web::Data::new(endpoint))
        .app_data(web::Data::new(origins))
        .wrap(from_fn(request_id::name))
        .service(web::resource("/graphql").wrap(from_fn(cors::guard)).route(web::route().to(ask)))
        .default_service(web::to(problem::not_found));
    let response = call_service(&init_service(app).await, request.to_request()).await;
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    let status = response.status().as_u16();
    Heard { status, headers, text: String::from_utf8(read_body(response).await.to_vec()).unwrap() }
}

async fn ask(
    request: HttpRequest,
    body: Payload,
    endpoint: web::Data<Endpoint<Query, Mutation, Live>>,
) -> HttpResponse {
    let asker = || async { Ok(Asker { signed_in: false, keys: None, data: Box::new(|_| Data::default()) }) };
    if media::wants_events(&request) {
        return events::answer(request, body, Arc::clone(&endpoint), asker).await;
    }
    answer(&request, body, Arc::clone(&endpoint), asker()).await
}
