//! The directory in memory: every school, trust, authority and alliance, so that a link to one costs no SQL.
//!
//! A snapshot never changes: whoever holds one reads one state of the directory. A newer one takes its place when the
//! directory has changed, which each process asks the database every few seconds, and at once after its own changes.

mod alliances;
mod schools;

use std::sync::{Arc, RwLock};

use persistence::directory::group::{self, Version};
use persistence::{Db, DbError};

pub use alliances::{Alliances, Membership};
pub use schools::{Authority, Listed, Schools, TrustEntry};

/// One state of the directory.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// Schools, trusts and authorities.
    pub schools: Arc<Schools>,
    /// Alliances, their members and neighbours.
    pub alliances: Arc<Alliances>,
    version: Version,
}

impl Snapshot {
    /// How often the schools had changed when this was read: no two editions have the same number.
    pub const fn edition(&self) -> i64 {
        self.version.schools
    }
}

/// The newest state of the directory that this process knows.
#[derive(Default)]
pub struct Directory {
    now: RwLock<Arc<Snapshot>>,
    // One reload at a time: two would hold the country in memory three times.
    reloading: tokio::sync::Mutex<()>,
}

impl Directory {
    /// The newest state.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().expect("no holder of this lock can panic"))
    }

    /// Reads again what has changed since; gives whether anything had.
    pub async fn refresh(&self, db: &Db) -> Result<bool, DbError> {
        let _one_at_a_time = self.reloading.lock().await;
        let old = self.snapshot();
        // Asked before reading: a change that is committed meanwhile is read at the next turn, if it was not in this.
        let version = group::version(db).await?;
        if version == old.version {
            return Ok(false);
        }
        let schools = if version.schools == old.version.schools {
            Arc::clone(&old.schools)
        } else {
            Arc::new(Schools::load(db).await?)
        };
        let alliances = Arc::new(Alliances::load(db, &schools).await?);
        *self.now.write().expect("no holder of this lock can panic") =
            Arc::new(Snapshot { schools, alliances, version });
        Ok(true)
    }
}
