//! Writes that carry an `Idempotency-Key`: sent again, they are answered again, to the byte, and not done again.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Actor;
use persistence::DbError;
use persistence::once::{self, Claim, Kept};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep};

use crate::app::{App, Caller};
use crate::graphql::{Admitted, Code, RequestError};
use crate::http::{Ending, Rendered};

/// How long a repeat waits for the answer to the first.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it looks meanwhile.
const GLANCE: Duration = Duration::from_millis(25);

/// A caller's key.
pub struct Keyed {
    app: Arc<App>,
    owner: Option<String>,
    key: String,
}

impl Keyed {
    /// The key that the caller sends, if there is one.
    pub fn of(app: &Arc<App>, caller: &Caller) -> Option<Self> {
        let owner = match &caller.actor {
            Actor::Stranger => None,
            Actor::Person(person) => Some(person.to_string()),
            Actor::Acting(acting) => Some(acting.membership.to_string()),
            Actor::Service => Some("service".to_owned()),
        };
        Some(Self { app: Arc::clone(app), owner, key: caller.idempotency_key.clone()? })
    }

    /// What the key stands for: the only change of the document, with its variables.
    pub fn claim(&self, admitted: &Admitted) -> Result<Arc<Claim>, RequestError> {
        let unusable = || RequestError::from(Code::IdempotencyKeyNotUsable);
        let change = admitted.operation.only_change().ok_or_else(unusable)?;
        let owner = self.owner.clone().ok_or_else(|| {
            RequestError::saying(Code::IdempotencyKeyNotUsable, "An Idempotency-Key is for callers who are signed in.")
        })?;
        let variables = serde_json::to_vec(&admitted.variables).map_err(|_| unusable())?;
        let fingerprint = Sha256::new().chain_update(admitted.operation.digest()).chain_update(variables).finalize();
        Ok(Arc::new(Claim::new(owner, change.to_owned(), self.key.clone(), fingerprint.to_vec())))
    }

    /// Gives the answer that is kept, or runs the write and keeps its answer.
    pub async fn answer(&self, claim: &Claim, run: impl Future<Output = Rendered>) -> Result<Rendered, RequestError> {
        if let Some(kept) = self.kept(claim).await? {
            return self.again(claim, kept).await;
        }
        let rendered = run.await;
        if rendered.is_repeat {
            // Another request took the key while this one was on its way to the database.
            return match self.kept(claim).await? {
                Some(kept) => self.again(claim, kept).await,
                None => Err(Code::IdempotencyInProgress.into()),
            };
        }
        // What broke left nothing and may be tried again; what rules refused is answered the same again.
        let kept = claim.is_done() || rendered.ending == Ending::Ran(true);
        if kept && let Err(error) = once::keep(self.app.db(), claim, rendered.body.clone(), self.app.clock.now()).await
        {
            tracing::warn!(%error, "an answer could not be kept under its key");
        }
        Ok(rendered)
    }

    async fn kept(&self, claim: &Claim) -> Result<Option<Kept>, RequestError> {
        let kept = once::find(self.app.db(), claim).await.map_err(|error| unreachable(&error))?;
        match kept {
            Some(kept) if !kept.same => Err(Code::IdempotencyKeyReused.into()),
            kept => Ok(kept),
        }
    }

    /// Waits for an answer that is being rendered, and gives it.
    async fn again(&self, claim: &Claim, mut kept: Kept) -> Result<Rendered, RequestError> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(body) = kept.body {
                return Ok(Rendered { body, ending: Ending::Ran(true), is_repeat: false });
            }
            if Instant::now() >= until {
                let changed = kept.outcome.unwrap_or_default();
                let said = format!("This was done, once, but its answer was lost. It changed: {changed}.");
                return Err(RequestError::saying(Code::IdempotencyAnswerLost, said));
            }
            sleep(GLANCE).await;
            kept = self.kept(claim).await?.ok_or(Code::IdempotencyInProgress)?;
        }
    }
}

fn unreachable(error: &DbError) -> RequestError {
    tracing::error!(%error, "idempotency keys cannot be looked up");
    Code::Unavailable.into()
}
