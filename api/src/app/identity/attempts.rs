//! How often somebody may try: a bucket of attempts per account and per address, one for all processes where there is a
//! Redis.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::app::cache::{Limit, Taken};

/// Passwords for one account from one address: ten, then one a minute. Whoever tries elsewhere takes nothing of it.
pub const ACCOUNT: Limit = Limit { most: 10, each: Duration::from_secs(60) };
/// Passwords for one account from anywhere. Each address spends ten here at most, and then one a minute, so that it takes
/// sixty addresses that try for good to hold up the owner, and never for longer than the second that the next one takes.
pub const ANYWHERE: Limit = Limit { most: 100, each: Duration::from_secs(1) };
/// Sign-ins from one address: a staff room shares one.
pub const ADDRESS: Limit = Limit { most: 60, each: Duration::from_secs(1) };
/// Messages to one account: three, then one in twenty minutes.
pub const MESSAGE: Limit = Limit { most: 3, each: Duration::from_secs(1_200) };

/// Attempts at one thing by one account or address.
pub struct Attempts(String);

impl Attempts {
    /// Attempts at `what`, counted for `whom`: by a digest, since buckets are kept where others may read their names.
    pub fn at(what: &str, whom: &str) -> Self {
        let digest: String = Sha256::digest(whom).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{what}:{digest}"))
    }

    /// Takes one attempt, or says after how many seconds there will be one.
    pub async fn take(&self, app: &App, limit: Limit) -> Result<(), u32> {
        match app.cache.take(&self.0, limit, 1, app.clock.now()).await {
            Taken::Granted { .. } => Ok(()),
            Taken::Refused { retry_after } => {
                let seconds = retry_after.as_millis().div_ceil(1_000).max(1);
                Err(u32::try_from(seconds).unwrap_or(u32::MAX))
            }
        }
    }

    /// Gives all attempts back: it went well.
    pub async fn forgive(&self, app: &App) {
        app.cache.refill(&self.0).await;
    }
}
