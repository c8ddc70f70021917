//! How often somebody may do something.

use std::time::Duration;

/// A bucket of so many, of which one comes back after a while, and then the next.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// How many at once.
    pub most: u32,
    /// After how long one comes back.
    pub each: Duration,
}

/// Whether a limit allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It does; so many are left.
    Granted {
        /// What is left in the bucket.
        left: u32,
    },
    /// It does not.
    Refused {
        /// After how long it would.
        retry_after: Duration,
    },
}
