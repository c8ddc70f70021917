//! A school's academic year of giving and receiving: where it stood before, what moved, and what is owed (DOMAIN C42).

use chrono::TimeDelta;

use crate::Timestamp;
use crate::reciprocity::Tallies;
use crate::time::Period;

/// What a school gave, received and owed in an academic year. An entry belongs to the year in which it was written, and what was
/// owed is kept as it stood, so the statement of a year that is over never changes.
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

    /// The instant of which the policy weighs a year: its last, or now while it runs.
    pub fn weighed_at(days: Period, now: Timestamp) -> Timestamp {
        let next = Timestamp::midnight(days.until()).plus_days(1);
        now.min(Timestamp::new(next.utc() - TimeDelta::microseconds(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::start;
    use crate::time::academic_year_days;

    #[test]
    fn a_year_is_weighed_as_of_now_while_it_runs_and_as_of_its_end_once_it_is_over() {
        let of = |year| ReciprocityStatement::weighed_at(academic_year_days(year).unwrap(), start());
        assert_eq!(of(2026), start());
        assert_eq!(of(2025).to_string(), "2026-08-31T23:59:59.999999Z");
    }
}
