//! The service at a real address, asked over HTTP: headers, cookies, statuses, and bytes as they are.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value as Json, json};
use tokio::task::JoinHandle;

use crate::app::TestApp;

/// How long a talk in bytes waits for the other side.
const PATIENCE: Duration = Duration::from_secs(20);

/// The servers of one service, stopped with it and not before: a connection to the database that a server's thread made is
/// in the service's pool, and ends with that thread.
#[derive(Default)]
pub(crate) struct Sites(Mutex<Vec<Arc<Server>>>);

/// A server, stopped once nobody has it any more.
struct Server(ServerHandle);

impl Drop for Server {
    fn drop(&mut self) {
        // Told to stop; nobody waits for it.
        drop(self.0.stop(false));
    }
}

/// A running server, stopped when neither it nor its service is there any more.
pub struct Site {
    /// Its address, as a client writes it.
    pub url: String,
    address: SocketAddr,
    client: Client,
    server: Arc<Server>,
    running: JoinHandle<std::io::Result<()>>,
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
    /// The body to the byte.
    pub raw: String,
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

    /// The code of the first error, of a GraphQL answer or of a problem document.
    pub fn code(&self) -> &str {
        let code = self.body["errors"][0]["extensions"]["code"].as_str();
        code.or(self.body["code"].as_str()).unwrap_or("none")
    }
}

impl TestApp {
    /// Serves this service on a free port.
    pub async fn site(&self) -> Site {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (server, address) = lateral::http::bind(self.app.clone(), any).await.expect("a port is free");
        let handle = Arc::new(Server(server.handle()));
        self.sites.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&handle));
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        // Sooner than the server does, which would close a connection just as it is used once more.
        let client = client.pool_idle_timeout(Duration::from_secs(1)).build();
        Site {
            url: format!("http://{address}"),
            address,
            client: client.expect("a plain client needs nothing"),
            server: handle,
            running: tokio::spawn(server),
        }
    }
}

impl Site {
    /// A request by POST with a JSON body, to be completed and sent.
    pub fn post(&self, path: &str, body: &Json) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).json(body)
    }

    /// A request by any method, to be completed and sent.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = method.parse().expect("a method is a word");
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let answer = request.send().await.expect("the server answers");
        let headers = answer.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        let body = answer.text().await.expect("the body arrives");
        Reply { status, headers, body: serde_json::from_str(&body).unwrap_or(Json::Null), raw: body }
    }

    /// Reads an address.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path)).await
    }

    /// Signs in as a client does.
    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.send(self.post("/auth/sign-in", &json!({"email": email, "password": password}))).await
    }

    /// Asks GraphQL with a token.
    pub async fn ask(&self, token: &str, document: &str) -> Reply {
        self.send(self.post("/graphql", &json!({"query": document})).bearer_auth(token)).await
    }

    /// Watches by GraphQL with a token, and gives all that was told when it ends.
    pub async fn watch(&self, token: &str, document: &str, variables: Json) -> Reply {
        self.send(self.watches(token, document, variables)).await
    }

    /// The same, told piece by piece.
    pub async fn watching(&self, token: &str, document: &str, variables: Json) -> Watching {
        let answer = self.watches(token, document, variables).send().await.expect("the server answers");
        Watching { answer, heard: String::new() }
    }

    fn watches(&self, token: &str, document: &str, variables: Json) -> RequestBuilder {
        let request = self.post("/graphql", &json!({"query": document, "variables": variables})).bearer_auth(token);
        request.header("accept", "text/event-stream")
    }

    /// Asks GraphQL without a token, for the status codes that mean something.
    pub async fn ask_openly(&self, document: &str, variables: Json) -> Reply {
        let request = self.post("/graphql", &json!({"query": document, "variables": variables}));
        self.send(request.header("accept", "application/graphql-response+json")).await
    }

    /// Sends a text as a body that calls itself JSON.
    pub async fn send_text(&self, body: impl Into<Vec<u8>>) -> Reply {
        let request = self.request("POST", "/graphql").header("content-type", "application/json");
        self.send(request.body(body.into())).await
    }

    /// Sends bytes as they are and gives what comes back until the server hangs up or falls silent.
    pub async fn raw(&self, bytes: impl Into<Vec<u8>>) -> String {
        self.talk(bytes).await.heard().await
    }

    /// Sends bytes as they are and leaves the line open.
    pub async fn talk(&self, bytes: impl Into<Vec<u8>>) -> Talk {
        let (address, bytes) = (self.address, bytes.into());
        let talk = move || {
            let mut line = TcpStream::connect(address)?;
            line.set_read_timeout(Some(PATIENCE))?;
            line.write_all(&bytes)?;
            Ok::<_, std::io::Error>(Talk { line })
        };
        tokio::task::spawn_blocking(talk).await.expect("the talk begins").expect("the server can be reached")
    }

    /// Whether somebody listens at the address.
    pub async fn listens(&self) -> bool {
        tokio::net::TcpStream::connect(self.address).await.is_ok()
    }

    /// Tells the server to finish what it has in hand, as SIGTERM does, without waiting for it.
    pub fn begin_to_stop(&self) -> impl Future<Output = ()> + Send + 'static {
        self.server.0.stop(true)
    }

    /// Waits for the server's end.
    pub async fn end(self) {
        self.running.await.expect("the server does not panic").expect("the server ends well");
    }
}

/// What is told by a server while it goes on.
pub struct Watching {
    answer: reqwest::Response,
    /// What was heard after the last whole event.
    heard: String,
}

impl Watching {
    /// The next event, with the empty line that ends it.
    pub async fn next(&mut self) -> String {
        loop {
            if let Some(end) = self.heard.find("\n\n") {
                return self.heard.drain(..end + 2).collect();
            }
            assert!(self.hear().await, "the server hung up after: {}", self.heard);
        }
    }

    /// All that is told until the end.
    pub async fn rest(mut self) -> String {
        while self.hear().await {}
        self.heard
    }

    async fn hear(&mut self) -> bool {
        let piece = self.answer.chunk().await.expect("the line holds");
        self.heard += &piece.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        piece.is_some()
    }
}

/// A line to the server, in bytes.
pub struct Talk {
    line: TcpStream,
}

impl Talk {
    /// What comes back until the server hangs up or falls silent.
    pub async fn heard(self) -> String {
        let mut line = self.line;
        let hear = move || {
            let mut heard = Vec::new();
            // A server that hangs up early ends the talk; what it said before counts.
            let _ = line.read_to_end(&mut heard);
            String::from_utf8_lossy(&heard).into_owned()
        };
        tokio::task::spawn_blocking(hear).await.expect("the talk ends")
    }

    /// Hangs up without listening.
    pub fn hang_up(self) {
        // A line that the server has closed already is closed as well.
        let _ = self.line.shutdown(Shutdown::Both);
    }
}
