//! Writes that bear an idempotency key: sent again, they are answered again and not done again (SETTLED 16).

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{InputObject, Response, ServerError, Value};
use domain::Word;
use domain::access::Actor;
use persistence::DbError;
use persistence::once::{self, Claim, Kept};
use tokio::time::{Instant, sleep};

use crate::app::{App, Caller};
use crate::graphql::{Code, RequestError};

/// How long a repeat waits for the answer to the first.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it looks meanwhile.
const GLANCE: Duration = Duration::from_millis(25);
/// The longest key.
const LONGEST: usize = 255;

/// The field of an input that holds its key.
pub const KEY: &str = "idempotencyKey";

/// What the input of every mutation has besides its own fields.
#[derive(InputObject)]
pub struct Once {
    /// A text of your own, of 1 to 255 visible characters, by which this is done once however often you send it: sent
    /// again with the same content within seven days, it gives the first answer again. For callers who are signed in.
    pub idempotency_key: Option<String>,
}

/// A caller's keys.
pub struct Keys {
    app: Arc<App>,
    owner: Option<String>,
    header: Option<String>,
}

impl Keys {
    /// The keys of a caller, with the one of the request's header if there is one.
    pub fn of(app: &Arc<App>, caller: &Caller) -> Self {
        let owner = match &caller.actor {
            Actor::Stranger => None,
            Actor::Person(person) => Some(person.to_string()),
            Actor::Acting(acting) => Some(acting.membership.to_string()),
            Actor::Service => Some("service".to_owned()),
        };
        Self { app: Arc::clone(app), owner, header: caller.idempotency_key.clone() }
    }

    /// The key of the header, which covers the only change of a document.
    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }

    /// Claims a key for one change with a digest of its content, which is sealed: some content is a password.
    pub fn claim(&self, change: &str, key: &str, content: [u8; 32]) -> Result<Arc<Claim>, RequestError> {
        if !is_key(key) {
            return Err(Code::IdempotencyKeyNotUsable.into());
        }
        let owner = self.owner.clone().ok_or_else(|| {
            RequestError::saying(Code::IdempotencyKeyNotUsable, "An idempotency key is for callers who are signed in.")
        })?;
        let fingerprint = self.app.gate.seal.of(content);
        Ok(Arc::new(Claim::new(owner, change.to_owned(), key.to_owned(), fingerprint)))
    }

    /// Gives the answer that is kept, or runs the change and keeps its answer. `again` renders an answer that was lost
    /// between the write and its keeping, from the ids of what was changed.
    pub async fn answer<A: Future<Output = Response>>(
        &self,
        claim: &Claim,
        run: impl Future<Output = Response>,
        again: impl FnOnce(String) -> A,
    ) -> Result<Response, RequestError> {
        if let Some(kept) = self.kept(claim).await? {
            return self.repeated(claim, kept, again).await;
        }
        let response = run.await;
        if response.errors.iter().any(is_taken) {
            // Another request took the key while this one was on its way to the database.
            return match self.kept(claim).await? {
                Some(kept) => self.repeated(claim, kept, again).await,
                None => Err(Code::IdempotencyInProgress.into()),
            };
        }
        // What broke left nothing and may be tried again; what rules refused is answered the same again.
        if response.errors.is_empty() || claim.is_done() && response.data != Value::Null {
            self.keep(claim, &response).await;
        }
        Ok(response)
    }

    async fn kept(&self, claim: &Claim) -> Result<Option<Kept>, RequestError> {
        let kept = once::find(self.app.db(), claim).await.map_err(|error| unreachable(&error))?;
        match kept {
            Some(kept) if !kept.same => Err(Code::IdempotencyKeyReused.into()),
            kept => Ok(kept),
        }
    }

    /// Waits for an answer that is being rendered, and gives it; renders it again if nobody does.
    async fn repeated<A: Future<Output = Response>>(
        &self,
        claim: &Claim,
        mut kept: Kept,
        again: impl FnOnce(String) -> A,
    ) -> Result<Response, RequestError> {
        let until = Instant::now() + PATIENCE;
        let is_old = kept.created_at.0.utc() + PATIENCE <= self.app.clock.now().utc();
        loop {
            if let Some(body) = kept.body {
                return serde_json::from_slice(&body).map_err(|error| {
                    tracing::error!(%error, "an answer that was kept cannot be read");
                    Code::InternalServerError.into()
                });
            }
            if is_old || Instant::now() >= until {
                let response = again(kept.outcome.unwrap_or_default()).await;
                if response.errors.is_empty() {
                    self.keep(claim, &response).await;
                }
                return Ok(response);
            }
            sleep(GLANCE).await;
            kept = self.kept(claim).await?.ok_or(Code::IdempotencyInProgress)?;
        }
    }

    async fn keep(&self, claim: &Claim, response: &Response) {
        let body = serde_json::to_vec(response).expect("values and errors are plain JSON");
        if let Err(error) = once::keep(self.app.db(), claim, body, self.app.clock.now()).await {
            tracing::warn!(%error, "an answer could not be kept under its key");
        }
    }
}

/// Whether a text can be an idempotency key.
pub fn is_key(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_taken(error: &ServerError) -> bool {
    let code = error.extensions.as_ref().and_then(|it| it.get("code"));
    code == Some(&Value::from(Code::IdempotencyInProgress.shout()))
}

fn unreachable(error: &DbError) -> RequestError {
    tracing::error!(%error, "idempotency keys cannot be looked up");
    Code::Unavailable.into()
}
