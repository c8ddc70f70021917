//! What this process keeps by itself: when there is no Redis, and the limits while it is away.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use domain::Timestamp;

use super::{KEPT_HERE, Key, Limit, PLACES, SHUNNED, Taken};

/// How many shelves or buckets there may be before old ones are swept out.
const MANY: usize = 20_000;

#[derive(Default)]
pub(super) struct Local {
    shelves: Mutex<HashMap<String, Shelf>>,
    shunned: Mutex<HashMap<String, Instant>>,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Shelf {
    until: Instant,
    places: HashMap<String, String>,
}

/// Full again at this instant, in microseconds; whatever is taken moves it further away.
struct Bucket {
    full_at: i64,
}

impl Local {
    pub fn get(&self, key: &Key, now: Instant) -> Option<String> {
        let shelves = held(&self.shelves);
        shelves.get(&key.shelf).filter(|shelf| now < shelf.until)?.places.get(&key.place).cloned()
    }

    pub fn put(&self, key: &Key, text: String, now: Instant) {
        let mut shelves = held(&self.shelves);
        sweep(&mut shelves, |shelf| now < shelf.until);
        let shelf = shelves
            .entry(key.shelf.clone())
            .and_modify(|shelf| {
                if now >= shelf.until {
                    *shelf = Shelf::new(now);
                }
            })
            .or_insert_with(|| Shelf::new(now));
        if shelf.places.len() < PLACES {
            shelf.places.insert(key.place.clone(), text);
        }
    }

    pub fn evict(&self, shelf: &str, now: Instant) {
        held(&self.shelves).remove(shelf);
        let mut shunned = held(&self.shunned);
        sweep(&mut shunned, |until| now < *until);
        shunned.insert(shelf.to_owned(), now + SHUNNED);
    }

    pub fn shuns(&self, shelf: &str, now: Instant) -> bool {
        held(&self.shunned).get(shelf).is_some_and(|until| now < *until)
    }

    pub fn take(&self, name: &str, limit: Limit, cost: u32, now: Timestamp) -> Taken {
        let now = now.utc().timestamp_micros();
        let each = (limit.each.as_micros() as i64).max(1);
        let most = each * i64::from(limit.most);
        let mut buckets = held(&self.buckets);
        sweep(&mut buckets, |bucket| now < bucket.full_at);
        let bucket = buckets.entry(name.to_owned()).or_insert(Bucket { full_at: now });
        // A clock that stepped back must not lock anybody out for longer than an empty bucket would.
        bucket.full_at = bucket.full_at.clamp(now, now + most);
        let full_at = bucket.full_at + each * i64::from(cost);
        if full_at > now + most {
            return Taken::Refused { retry_after: Duration::from_micros((full_at - most - now).unsigned_abs()) };
        }
        bucket.full_at = full_at;
        Taken::Granted { left: u32::try_from((now + most - full_at) / each).unwrap_or_default() }
    }

    pub fn refill(&self, name: &str) {
        held(&self.buckets).remove(name);
    }
}

impl Shelf {
    fn new(now: Instant) -> Self {
        Self { until: now + KEPT_HERE, places: HashMap::new() }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().expect("no holder of this lock can panic")
}

/// Keeps a map from growing without bound: what is over goes, and if that is not enough, everything.
fn sweep<K: Eq + Hash, V>(map: &mut HashMap<K, V>, keep: impl Fn(&V) -> bool) {
    if map.len() >= MANY {
        map.retain(|_, value| keep(value));
        if map.len() >= MANY {
            map.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { most: 3, each: Duration::from_secs(60) };

    fn start() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    const fn refused(seconds: u64) -> Taken {
        Taken::Refused { retry_after: Duration::from_secs(seconds) }
    }

    #[test]
    fn a_bucket_runs_out_and_fills_again_one_by_one_and_never_above_its_brim() {
        let local = Local::default();
        let take = |seconds| local.take("somebody", LIMIT, 1, start().plus_seconds(seconds));
        assert_eq!([take(0), take(0), take(0)], [2, 1, 0].map(|left| Taken::Granted { left }));
        assert_eq!([take(0), take(59)], [refused(60), refused(1)]);
        assert_eq!([take(60), take(60)], [Taken::Granted { left: 0 }, refused(60)]);
        assert_eq!(take(36_000), Taken::Granted { left: 2 });
        assert_eq!(local.take("another", LIMIT, 1, start()), Taken::Granted { left: 2 });
    }

    #[test]
    fn a_clock_that_steps_back_locks_nobody_out() {
        let local = Local::default();
        let limit = Limit { most: 1, ..LIMIT };
        assert_eq!(local.take("somebody", limit, 1, start().plus_days(1)), Taken::Granted { left: 0 });
        assert_eq!(local.take("somebody", limit, 1, start()), refused(60));
        assert_eq!(local.take("somebody", limit, 1, start().plus_seconds(60)), Taken::Granted { left: 0 });
    }

    #[test]
    fn what_was_kept_expires() {
        let (local, start) = (Local::default(), Instant::now());
        let key = Key { shelf: "shelf".into(), place: "place".into() };
        local.put(&key, "text".into(), start);
        assert_eq!(local.get(&key, start + KEPT_HERE - Duration::from_secs(1)), Some("text".into()));
        assert_eq!(local.get(&key, start + KEPT_HERE), None);
    }

    #[test]
    fn a_flood_of_names_does_not_fill_the_memory() {
        let local = Local::default();
        for name in 0..2 * MANY {
            local.take(&name.to_string(), LIMIT, 1, start());
        }
        assert!(held(&local.buckets).len() <= MANY);
    }
}
