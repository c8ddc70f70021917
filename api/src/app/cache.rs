//! The read-through cache and the rate limits: in Redis when there is one, else in this process.
//!
//! Whatever is kept here may vanish at any moment. Nothing but this module speaks to Redis; use cases never read it;
//! every key expires, and events evict (SETTLED 31).

mod key;
mod limit;
mod local;
mod remote;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use domain::{Event, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::snapshot::Snapshot;
use local::Local;
use remote::Remote;

pub use key::Key;
pub use limit::{Limit, Taken};

/// How long something is kept in Redis when no event evicts it.
const KEPT: Duration = Duration::from_secs(60);

/// How long it is kept in this process: without Redis nobody hears of what other processes relay, so nothing is kept for
/// longer than relaying takes.
const KEPT_HERE: Duration = Duration::from_secs(2);

/// How long nothing is kept again after an eviction: what was read from the database just before it may be old.
const SHUNNED: Duration = Duration::from_secs(5);

/// How many places a shelf has: whoever leafs through a statement with cursors of their own making fills no memory.
const PLACES: usize = 100;

/// What is kept, and where.
pub struct Cache {
    local: Local,
    remote: Option<Remote>,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Cache {
    /// Keeps things in the Redis at this address, else in this process. One that is away is tried again later.
    pub fn new(redis: Option<&str>) -> Self {
        let remote = redis.and_then(|address| {
            Remote::new(address).inspect_err(|fault| tracing::error!(%fault, "not an address of a Redis")).ok()
        });
        Self { local: Local::default(), remote, hits: AtomicU64::new(0), misses: AtomicU64::new(0) }
    }

    /// Whether a text is the address of a Redis; asked by the configuration, before anything starts.
    pub fn is_address(text: &str) -> bool {
        redis::Client::open(text).is_ok()
    }

    /// Gives what is kept under a key, or loads it and keeps it.
    pub async fn read<T, E>(&self, key: Key, load: impl AsyncFnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
    {
        // What cannot be read, from another version or damaged, is as good as nothing.
        if let Some(value) = self.get(&key).await.and_then(|text| serde_json::from_str(&text).ok()) {
            self.hits.fetch_add(1, Relaxed);
            return Ok(value);
        }
        self.misses.fetch_add(1, Relaxed);
        let value = load().await?;
        if let Ok(text) = serde_json::to_string(&value) {
            self.put(&key, text).await;
        }
        Ok(value)
    }

    async fn get(&self, key: &Key) -> Option<String> {
        if self.local.shuns(&key.shelf, Instant::now()) {
            return None;
        }
        match &self.remote {
            Some(remote) => remote.get(key).await.unwrap_or_default(),
            None => self.local.get(key, Instant::now()),
        }
    }

    async fn put(&self, key: &Key, text: String) {
        if self.local.shuns(&key.shelf, Instant::now()) {
            return;
        }
        match &self.remote {
            // A Redis that is away costs a reading from the database next time, and nothing else.
            Some(remote) => {
                let _ = remote.put(key, &text).await;
            }
            None => self.local.put(key, text, Instant::now()),
        }
    }

    /// Forgets in this process, at once, what an event made old. Called as its transaction ends, so that whoever wrote
    /// reads what they wrote.
    pub fn forget_here(&self, event: &Event, directory: &Snapshot) {
        for shelf in key::touched_by(event, directory) {
            self.local.evict(&shelf, Instant::now());
        }
    }

    /// Forgets for every process what events made old, given each by its name and its canonical text. Called as they are
    /// relayed, with a directory that is no older than they are.
    pub async fn forget<'a>(&self, events: impl IntoIterator<Item = (&'a str, &'a str)>, directory: &Snapshot) {
        let touched = |(name, body)| key::touched_by_text(name, body, directory);
        let shelves: BTreeSet<String> = events.into_iter().flat_map(touched).collect();
        for shelf in &shelves {
            self.local.evict(shelf, Instant::now());
        }
        if let Some(remote) = self.remote.as_ref().filter(|_| !shelves.is_empty()) {
            // A Redis that is away forgets by itself, within the time that anything is kept.
            let _ = remote.evict(&shelves).await;
        }
    }

    /// Takes from somebody's bucket, if enough is in it. Without Redis, or while it is away, the limit holds for this
    /// process, by whose clock it is `now`; Redis goes by its own.
    pub async fn take(&self, bucket: &str, limit: Limit, cost: u32, now: Timestamp) -> Taken {
        let name = bucket_name(bucket);
        if let Some(remote) = &self.remote
            && let Some(taken) = remote.take(&name, limit, cost).await
        {
            return taken;
        }
        self.local.take(&name, limit, cost, now)
    }

    /// Fills somebody's bucket to its brim again.
    pub async fn refill(&self, bucket: &str) {
        let name = bucket_name(bucket);
        self.local.refill(&name);
        if let Some(remote) = &self.remote {
            // A Redis that is away fills it by itself, in time.
            let _ = remote.refill(&name).await;
        }
    }

    /// How often something was found here, and how often not.
    pub fn hits_and_misses(&self) -> (u64, u64) {
        (self.hits.load(Relaxed), self.misses.load(Relaxed))
    }
}

fn bucket_name(bucket: &str) -> String {
    format!("lateral:limit:{bucket}")
}

#[cfg(test)]
mod tests {
    use domain::Id;
    use domain::directory::School;

    use super::*;

    fn school(number: u128) -> Id<School> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn succeeded(by: u128, successor: u128) -> Event {
        Event::SchoolSucceeded { school: school(by), successor: school(successor) }
    }

    async fn position(cache: &Cache, truth: i32) -> i32 {
        let key = Key::position(school(1), &Snapshot::default());
        cache.read(key, async || Ok::<_, ()>(truth)).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_read_is_kept_until_an_event_touches_it() {
        let cache = Cache::new(None);
        assert_eq!(position(&cache, 1).await, 1);
        assert_eq!(position(&cache, 2).await, 1);
        assert_eq!(cache.hits_and_misses(), (1, 1));

        cache.forget_here(&succeeded(2, 3), &Snapshot::default());
        assert_eq!(position(&cache, 3).await, 1);

        cache.forget_here(&succeeded(1, 3), &Snapshot::default());
        assert_eq!(position(&cache, 4).await, 4);
        // For a while nothing is kept: the reading may have begun before the event.
        assert_eq!(position(&cache, 5).await, 5);
    }

    #[tokio::test]
    async fn an_event_that_is_relayed_evicts_like_one_that_happened_here() {
        let cache = Cache::new(None);
        assert_eq!(position(&cache, 1).await, 1);
        let body =
            serde_json::json!({ "data": { "school": school(2).to_string(), "successor": school(1).to_string() } });
        cache.forget([("school.succeeded", &*body.to_string())], &Snapshot::default()).await;
        assert_eq!(position(&cache, 2).await, 2);
    }

    #[tokio::test]
    async fn a_redis_that_is_away_changes_no_answer() {
        let cache = Cache::new(Some("redis://127.0.0.1:1"));
        assert_eq!(position(&cache, 1).await, 1);
        assert_eq!(position(&cache, 2).await, 2);
        let now = Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap());
        let limit = Limit { most: 1, each: Duration::from_secs(60) };
        assert_eq!(cache.take("somebody", limit, 1, now).await, Taken::Granted { left: 0 });
        assert_eq!(
            cache.take("somebody", limit, 1, now).await,
            Taken::Refused { retry_after: Duration::from_secs(60) }
        );
        cache.refill("somebody").await;
        assert_eq!(cache.take("somebody", limit, 1, now).await, Taken::Granted { left: 0 });
    }

    #[tokio::test]
    async fn pages_of_one_statement_are_kept_apart_and_not_without_end() {
        let (cache, directory) = (Cache::new(None), Snapshot::default());
        for (page, truth) in [("1", 10), ("2", 20), ("1", 10)] {
            let key = Key::statement(school(1), &directory, page);
            let read = cache.read(key, async || Ok::<_, ()>(truth)).await;
            assert_eq!(read, Ok(truth));
        }
        assert_eq!(cache.hits_and_misses(), (1, 2));
        for page in 0..2 * PLACES {
            let key = Key::statement(school(2), &directory, &page.to_string());
            cache.read(key, async || Ok::<_, ()>(page)).await.unwrap();
        }
        let last = Key::statement(school(2), &directory, &(2 * PLACES - 1).to_string());
        assert_eq!(cache.read(last, async || Ok::<_, ()>(0)).await, Ok(0), "the shelf was full");
    }
}
