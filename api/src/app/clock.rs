//! Now: the only place that reads the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use chrono::{DateTime, Utc};
use domain::Timestamp;

/// The time of day: the machine's, or one that stands still until it is moved.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// A clock for tests, in microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at an instant.
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.utc().timestamp_micros())))
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        Timestamp::new(match self {
            Self::Real => Utc::now(),
            Self::Fixed(micros) => DateTime::from_timestamp_micros(micros.load(SeqCst)).unwrap_or_default(),
        })
    }

    /// Moves a fixed clock; the machine's own is left alone.
    pub fn advance(&self, by: chrono::TimeDelta) {
        if let Self::Fixed(micros) = self {
            micros.fetch_add(by.num_microseconds().unwrap_or(i64::MAX), SeqCst);
        }
    }
}

/// Waits before another attempt: anything up to 20, 40, 80 … milliseconds, so that two that clashed do not meet again
/// (full jitter).
pub(super) async fn pause(attempt: u32) {
    let most = 10_000_u64 << attempt.min(6);
    tokio::time::sleep(std::time::Duration::from_micros(rand::random_range(0..most))).await;
}

/// Between a half and the whole of so many seconds, by chance: what failed together is not tried together again.
pub(super) fn part_of(seconds: u32) -> u32 {
    rand::random_range(seconds / 2..=seconds)
}
