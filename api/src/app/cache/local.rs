//! What this process keeps by itself: when there is no Redis, and the limits while it is away.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::{KEPT, Key, Limit, SHUNNED, Taken};

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

struct Bucket {
    level: f64,
    seen: Instant,
    full_at: Instant,
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
        shelf.places.insert(key.place.clone(), text);
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

    pub fn take(&self, name: &str, limit: Limit, cost: u32, now: Instant) -> Taken {
        let (most, cost, each_second) =
            (f64::from(limit.most), f64::from(cost), f64::from(limit.per_minute.max(1)) / 60.0);
        let mut buckets = held(&self.buckets);
        sweep(&mut buckets, |bucket| now < bucket.full_at);
        let bucket = buckets.entry(name.to_owned()).or_insert_with(|| Bucket { level: most, seen: now, full_at: now });
        bucket.level = (bucket.level + (now - bucket.seen).as_secs_f64() * each_second).min(most);
        bucket.seen = now;
        let granted = bucket.level >= cost;
        if granted {
            bucket.level -= cost;
        }
        bucket.full_at = now + Duration::from_secs_f64((most - bucket.level) / each_second);
        if granted {
            Taken::Granted { left: bucket.level as u32 }
        } else {
            Taken::Refused { retry_after: Duration::from_secs_f64((cost - bucket.level) / each_second) }
        }
    }
}

impl Shelf {
    fn new(now: Instant) -> Self {
        Self { until: now + KEPT, places: HashMap::new() }
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

    const LIMIT: Limit = Limit { most: 2, per_minute: 60 };

    #[test]
    fn a_bucket_fills_again_evenly_and_never_above_its_brim() {
        let (local, start) = (Local::default(), Instant::now());
        let take = |seconds| local.take("somebody", LIMIT, 1, start + Duration::from_secs(seconds));
        assert_eq!(take(0), Taken::Granted { left: 1 });
        assert_eq!(take(0), Taken::Granted { left: 0 });
        assert_eq!(take(0), Taken::Refused { retry_after: Duration::from_secs(1) });
        assert_eq!(take(1), Taken::Granted { left: 0 });
        assert_eq!(take(3_600), Taken::Granted { left: 1 });
    }

    #[test]
    fn what_was_kept_expires() {
        let (local, start) = (Local::default(), Instant::now());
        let key = Key { shelf: "shelf".into(), place: "place".into() };
        local.put(&key, "text".into(), start);
        assert_eq!(local.get(&key, start + KEPT - Duration::from_secs(1)), Some("text".into()));
        assert_eq!(local.get(&key, start + KEPT), None);
    }

    #[test]
    fn a_flood_of_names_does_not_fill_the_memory() {
        let (local, start) = (Local::default(), Instant::now());
        for name in 0..2 * MANY {
            local.take(&name.to_string(), LIMIT, 1, start);
        }
        assert!(held(&local.buckets).len() <= MANY);
    }
}
