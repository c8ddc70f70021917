//! Months: what statements are made of.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// On which day of the next month a month is closed: visits are written down within five working days (DOMAIN part F, 6), and
/// the host has the rest of the time to confirm them.
const CLOSES_ON: u32 = 10;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// The month after it.
    pub fn next(self) -> Self {
        Self(self.0 + Months::new(1))
    }

    /// The last month that is to be closed by a day.
    pub fn due(today: NaiveDate) -> Self {
        let ago = if today.day() < CLOSES_ON { 2 } else { 1 };
        Self(Self::of(today).0 - Months::new(ago))
    }

    /// The month whose statement tells of a day's work that is charged today: its own, or the first that is still open.
    pub fn booked(day: NaiveDate, today: NaiveDate) -> Self {
        Self::of(day).max(Self::due(today).next())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(day: &str) -> Month {
        Month::of(day.parse().unwrap())
    }

    #[test]
    fn a_month_is_closed_on_the_tenth_of_the_next() {
        let due = |day: &str| Month::due(day.parse().unwrap()).to_string();
        assert_eq!((due("2027-01-09"), due("2027-01-10")), ("2026-11".to_owned(), "2026-12".to_owned()));
        assert_eq!(month("2026-12-31").next(), month("2027-01-01"));
    }

    #[test]
    fn what_is_late_is_told_in_the_first_open_month() {
        let booked = |today: &str| Month::booked("2026-11-24".parse().unwrap(), today.parse().unwrap()).to_string();
        assert_eq!([booked("2026-11-24"), booked("2026-12-09")], ["2026-11", "2026-11"]);
        assert_eq!([booked("2026-12-10"), booked("2027-02-01")], ["2026-12", "2027-01"]);
    }
}
