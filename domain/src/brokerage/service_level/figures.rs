//! How an alliance keeps a service level, in numbers.

use super::ServiceLevel;

/// Fewer than these are not told to others: one of them might be a school that asks without its name (DOMAIN E72, K142).
const FEWEST: i64 = 5;

/// What became of all that fell due in some months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceFigures {
    /// The level.
    pub level: ServiceLevel,
    /// How often something was due.
    pub fell_due: i64,
    /// How often it was done in time.
    pub met: i64,
    /// How often it was not.
    pub breached: i64,
    /// How many hours it took, where it was done at all: half of them took longer.
    pub median_hours: Option<i64>,
}

impl ServiceFigures {
    /// The figures where nothing was due.
    pub const fn none(level: ServiceLevel) -> Self {
        Self { level, fell_due: 0, met: 0, breached: 0, median_hours: None }
    }

    /// Whether they are told to others than the alliance's own brokers.
    pub const fn is_told_to_others(&self) -> bool {
        self.fell_due == 0 || self.fell_due >= FEWEST
    }
}
