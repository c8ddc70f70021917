//! The service under test at a real address, asked over HTTP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value as Json, json};
use tokio::task::JoinHandle;

use crate::app::TestApp;

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    client: Client,
    running: JoinHandle<std::io::Result<()>>,
}

/// What came back over HTTP.
#[derive(Debug)]
pub struct Heard {
    /// The status.
    pub status: u16,
    /// The request id of the header.
    pub request_id: String,
    /// The body, if it is JSON.
    pub json: Json,
}

impl Heard {
    /// The code of the first error, of a GraphQL answer or of a problem document.
    pub fn code(&self) -> &str {
        let code = self.json["errors"][0]["extensions"]["code"].as_str();
        code.or(self.json["code"].as_str()).unwrap_or("none")
    }
}

impl Server {
    /// Serves a service at a free port.
    pub async fn start(app: &TestApp) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (server, address) = lateral::http::bind(app.app.clone(), any).await.expect("a port is free");
        Self { address, client: Client::new(), running: tokio::spawn(server) }
    }

    /// A POST to the endpoint, to be filled in.
    pub fn post(&self) -> RequestBuilder {
        self.client.post(self.url("/graphql")).header("content-type", "application/json")
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks a document, for the status codes that mean something.
    pub async fn ask(&self, query: &str, variables: Json) -> Heard {
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.hear(self.post().header("accept", "application/graphql-response+json").body(body)).await
    }

    /// Sends a request.
    pub async fn hear(&self, request: RequestBuilder) -> Heard {
        let response = request.send().await.expect("the server answers");
        let request_id = response.headers().get("x-request-id").and_then(|it| it.to_str().ok()).unwrap_or_default();
        let (status, request_id) = (response.status().as_u16(), request_id.to_owned());
        let text = response.text().await.expect("the answer is whole");
        Heard { status, request_id, json: serde_json::from_str(&text).unwrap_or_default() }
    }

    /// Sends bytes as they are and gives what comes back until the server hangs up or falls silent.
    pub async fn raw(&self, bytes: impl Into<Vec<u8>>) -> String {
        let (address, bytes) = (self.address, bytes.into());
        let talk = move || {
            let mut stream = TcpStream::connect(address)?;
            stream.set_read_timeout(Some(Duration::from_secs(20)))?;
            stream.write_all(&bytes)?;
            let mut heard = Vec::new();
            // A server that hangs up early ends the talk; what it said before counts.
            let _ = stream.read_to_end(&mut heard);
            Ok::<_, std::io::Error>(String::from_utf8_lossy(&heard).into_owned())
        };
        tokio::task::spawn_blocking(talk).await.expect("the talk ends").expect("the server can be reached")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}
