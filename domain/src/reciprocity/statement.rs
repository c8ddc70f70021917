//! A school's academic year of giving and receiving: where it stood before, what moved, and what is owed (DOMAIN C42).

use crate::Timestamp;
use crate::reciprocity::Tallies;
use crate::time::Period;

/// What a school gave, received and owed in an academic year. An entry belongs to the year in which it was written, so the
/// statement of a year that is over never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReciprocityStatement {
    /// The days of the year.
    pub days: Period,
    /// Where the school stood when the year began.
    pub opening: Tallies,
    /// What the entries of the year add up to.
    pub moved: Tallies,
    /// What the school owed at the end of the year, or owes now.
    pub owes: Owed,
    /// What was owed to the school then.
    pub is_owed: Owed,
}

/// Obligations that are neither met nor waived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// How many there are.
    pub obligations: i64,
    /// The half-days of those that count them.
    pub half_days: i64,
}

impl ReciprocityStatement {
    /// Where the school stood at the end of the year, or stands now.
    pub const fn closing(&self) -> Tallies {
        self.opening.plus(self.moved)
    }

    /// Whether the year is over, so that nothing of it changes any more.
    pub fn is_complete(&self, now: Timestamp) -> bool {
        now.day() > self.days.until()
    }
}
