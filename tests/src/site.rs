//! The service on a port of its own, for what is about HTTP: headers, cookies, statuses.

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App as Web, HttpServer};
use lateral::http::{Site as Routes, request_id};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value as Json, json};

use crate::app::TestApp;

/// A running server, stopped when dropped.
pub struct Site {
    /// Its address.
    pub url: String,
    client: Client,
    server: ServerHandle,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Every header, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub body: Json,
}

impl Reply {
    /// Every value of a header.
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(it, _)| it == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The text of a field of the body.
    pub fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }
}

impl TestApp {
    /// Serves this service on a free port.
    pub async fn site(&self) -> Site {
        let routes = Routes::of(self.app.clone()).await;
        let server = HttpServer::new(move || {
            let routes = routes.clone();
            Web::new().wrap(from_fn(request_id::name)).configure(move |web| routes.routes(web))
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port is free");
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        Site { url, client: client.expect("a plain client needs nothing"), server: handle }
    }
}

impl Site {
    /// A request by POST with a JSON body, to be completed and sent.
    pub fn post(&self, path: &str, body: &Json) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).json(body)
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let answer = request.send().await.expect("the server answers");
        let headers = answer.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        let body = answer.text().await.expect("the body arrives");
        Reply { status, headers, body: serde_json::from_str(&body).unwrap_or(Json::Null) }
    }

    /// Signs in as a client does.
    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.send(self.post("/auth/sign-in", &json!({"email": email, "password": password}))).await
    }

    /// Asks GraphQL with a token.
    pub async fn ask(&self, token: &str, document: &str) -> Reply {
        self.send(self.post("/graphql", &json!({"query": document})).bearer_auth(token)).await
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Told to stop; nobody waits for it.
        drop(self.server.stop(false));
    }
}
