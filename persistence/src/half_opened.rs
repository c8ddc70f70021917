//! Transactions whose opening was cancelled half-way.
//!
//! The driver hands such a connection back to the pool with the server still inside a transaction, and what its next
//! user writes is never committed (API.md part 6). A `ROLLBACK` before every use would cost each request a round trip,
//! so it is sent only to connections that came back to the pool about when an opening was cancelled.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long after a cancelled opening its connection may take to come back to the pool.
const COMING_BACK: Duration = Duration::from_secs(30);

/// Remembers when an opening was last cancelled.
#[derive(Debug, Default)]
pub(crate) struct HalfOpened(Mutex<Option<Instant>>);

impl HalfOpened {
    /// Watches one opening: unless it is told that it ended, it counts as cancelled.
    pub(crate) const fn watch(&self) -> Watch<'_> {
        Watch { half_opened: self, ended: false }
    }

    /// Whether a connection that has been idle so long may be one whose opening was cancelled.
    pub(crate) fn may_include(&self, idle_for: Duration) -> bool {
        let last = *self.0.lock().expect("no holder of this lock can panic");
        last.is_some_and(|cancelled| cancelled.elapsed() <= idle_for + COMING_BACK)
    }
}

/// One opening that is under way.
pub(crate) struct Watch<'a> {
    half_opened: &'a HalfOpened,
    ended: bool,
}

impl Watch<'_> {
    /// The opening came to its end, well or not.
    pub(crate) fn ended(mut self) {
        self.ended = true;
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.ended {
            *self.half_opened.0.lock().expect("no holder of this lock can panic") = Some(Instant::now());
        }
    }
}
