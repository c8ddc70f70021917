//! What is kept in Redis: every call is short, and after one that fails Redis is left alone for a moment.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{RedisError, Script};

use super::{KEPT, Key, Limit, PLACES, SHUNNED, Taken};

/// How long one call may take (TRUST 1).
const PATIENCE: Duration = Duration::from_millis(100);

/// How long Redis is left alone after a call that failed.
const REST: Duration = Duration::from_secs(1);

pub(super) struct Remote {
    redis: ConnectionManager,
    resting_until: Mutex<Option<Instant>>,
    put: Script,
    take: Script,
}

impl Remote {
    /// Prepares a connection that is made at the first call and again whenever it is lost.
    pub fn new(url: &str) -> Result<Self, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        Ok(Self {
            redis: ConnectionManager::new_lazy_with_config(redis::Client::open(url)?, config)?,
            resting_until: Mutex::new(None),
            put: Script::new(include_str!("put.lua")),
            take: Script::new(include_str!("take.lua")),
        })
    }

    /// What is kept under a key; the outer `None` says that Redis is away.
    pub async fn get(&self, key: &Key) -> Option<Option<String>> {
        let mut redis = self.redis.clone();
        self.ask(async move { redis::cmd("HGET").arg(&key.shelf).arg(&key.place).query_async(&mut redis).await }).await
    }

    pub async fn put(&self, key: &Key, text: &str) -> Option<()> {
        let mut redis = self.redis.clone();
        let mut put = self.put.prepare_invoke();
        put.key(&key.shelf).key(shunned(&key.shelf)).arg(&key.place).arg(text).arg(KEPT.as_millis() as u64).arg(PLACES);
        self.ask(async move { put.invoke_async(&mut redis).await }).await
    }

    /// All at once, so that a Redis that is slow to answer costs one wait.
    pub async fn evict(&self, shelves: &BTreeSet<String>) -> Option<()> {
        let mut redis = self.redis.clone();
        let mut evict = redis::pipe();
        evict.atomic();
        for shelf in shelves {
            evict.cmd("DEL").arg(shelf).ignore();
            evict.cmd("SET").arg(shunned(shelf)).arg(1).arg("PX").arg(SHUNNED.as_millis() as u64).ignore();
        }
        self.ask(async move { evict.query_async(&mut redis).await }).await
    }

    pub async fn take(&self, bucket: &str, limit: Limit, cost: u32) -> Option<Taken> {
        let mut redis = self.redis.clone();
        let mut take = self.take.prepare_invoke();
        take.key(bucket).arg(limit.most).arg((limit.each.as_millis() as u64).max(1)).arg(cost);
        let (granted, left, wait): (bool, u32, u64) =
            self.ask(async move { take.invoke_async(&mut redis).await }).await?;
        Some(if granted {
            Taken::Granted { left }
        } else {
            Taken::Refused { retry_after: Duration::from_millis(wait) }
        })
    }

    pub async fn refill(&self, bucket: &str) -> Option<()> {
        let mut redis = self.redis.clone();
        self.ask(async move { redis::cmd("DEL").arg(bucket).query_async(&mut redis).await }).await
    }

    async fn ask<T>(&self, call: impl Future<Output = Result<T, RedisError>>) -> Option<T> {
        if self.resting().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        match tokio::time::timeout(PATIENCE, call).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(fault)) => {
                tracing::warn!(%fault, "Redis is left alone for a moment");
                self.rest();
                None
            }
            Err(_) => {
                tracing::warn!("Redis takes too long and is left alone for a moment");
                self.rest();
                None
            }
        }
    }

    fn resting(&self) -> Option<Instant> {
        *self.resting_until.lock().expect("no holder of this lock can panic")
    }

    fn rest(&self) {
        *self.resting_until.lock().expect("no holder of this lock can panic") = Some(Instant::now() + REST);
    }
}

fn shunned(shelf: &str) -> String {
    format!("{shelf}:shunned")
}
