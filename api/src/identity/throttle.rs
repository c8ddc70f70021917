//! How often somebody may try: a bucket of attempts per account and per address, in this process.

use std::collections::HashMap;
use std::sync::Mutex;

use domain::Timestamp;

/// The most buckets that are kept; beyond it, those that are full again are forgotten, then all.
const MOST: usize = 50_000;

/// How many attempts at once, and how fast they come back.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Attempts that may be made at once.
    pub burst: u32,
    /// Seconds until one comes back.
    pub seconds: u32,
}

impl Allowance {
    /// Sign-ins to one account: ten, then one a minute. Not a lock: whoever is locked out by others gets in next minute.
    pub const ACCOUNT: Self = Self { burst: 10, seconds: 60 };
    /// Sign-ins from one address: a staff room shares one.
    pub const ADDRESS: Self = Self { burst: 60, seconds: 1 };
    /// Messages to one account: three, then one in twenty minutes.
    pub const MESSAGE: Self = Self { burst: 3, seconds: 1_200 };
}

/// Counts attempts. Every process counts for itself; one that restarts forgets.
#[derive(Debug, Default)]
pub struct Throttle {
    buckets: Mutex<HashMap<String, Bucket>>,
}

/// Full again at this instant, in microseconds; every attempt moves it further away.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    full_at: i64,
}

impl Throttle {
    /// Takes one attempt, or says after how many seconds there will be one.
    pub fn take(&self, key: &str, allowance: Allowance, now: Timestamp) -> Result<(), u32> {
        let now = now.utc().timestamp_micros();
        let step = i64::from(allowance.seconds) * 1_000_000;
        let most = step * i64::from(allowance.burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(key) {
            buckets.retain(|_, bucket| bucket.full_at > now);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket { full_at: now });
        // A clock that stepped back must not lock anybody out for longer than an empty bucket would.
        bucket.full_at = bucket.full_at.clamp(now, now + most);
        let full_at = bucket.full_at + step;
        if full_at > now + most {
            let wait = full_at - most - now;
            return Err(u32::try_from((wait + 999_999) / 1_000_000).unwrap_or(u32::MAX).max(1));
        }
        bucket.full_at = full_at;
        Ok(())
    }

    /// Gives all attempts back: the sign-in went well.
    pub fn forgive(&self, key: &str) {
        self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWANCE: Allowance = Allowance { burst: 3, seconds: 60 };

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    #[test]
    fn attempts_run_out_and_come_back_one_by_one() {
        let throttle = Throttle::default();
        let take = |at| throttle.take("ash", ALLOWANCE, at);
        assert_eq!([take(now()), take(now()), take(now())], [Ok(()); 3]);
        assert_eq!(take(now()), Err(60));
        assert_eq!(take(now().plus_seconds(59)), Err(1));
        assert_eq!(take(now().plus_seconds(60)), Ok(()));
        assert_eq!(take(now().plus_seconds(60)), Err(60));
    }

    #[test]
    fn one_account_does_not_spend_anothers_attempts() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            let _spent = throttle.take("ash", ALLOWANCE, now());
        }
        assert_eq!(throttle.take("elm", ALLOWANCE, now()), Ok(()));
        throttle.forgive("ash");
        assert_eq!(throttle.take("ash", ALLOWANCE, now()), Ok(()));
    }

    #[test]
    fn a_clock_that_steps_back_locks_nobody_out() {
        let throttle = Throttle::default();
        assert_eq!(throttle.take("ash", ALLOWANCE, now().plus_days(1)), Ok(()));
        assert_eq!(throttle.take("ash", ALLOWANCE, now()), Err(60));
        assert_eq!(throttle.take("ash", ALLOWANCE, now().plus_seconds(60)), Ok(()));
    }
}
