//! Working days: Monday to Friday without the bank holidays of England.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

/// The days on which people work, by the bank holidays that are known. Later years have none until they are announced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    holidays: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// Takes the bank holidays.
    pub fn new(holidays: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self { holidays: holidays.into_iter().collect() }
    }

    /// Whether people work on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// The day that is so many working days after another; that day itself does not count.
    pub fn after(&self, day: NaiveDate, number: u16) -> NaiveDate {
        day.iter_days().skip(1).filter(|day| self.holds(*day)).take(usize::from(number)).last().unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_and_bank_holidays_are_left_out() {
        let days = WorkingDays::new([day("2026-12-25"), day("2026-12-28"), day("2027-01-01")]);
        assert_eq!(days.after(day("2026-11-09"), 5), day("2026-11-16"), "a Monday, and the Monday after");
        assert_eq!(days.after(day("2026-11-14"), 1), day("2026-11-16"), "from a Saturday");
        assert_eq!(days.after(day("2026-12-21"), 5), day("2026-12-30"), "over Christmas");
        assert_eq!(days.after(day("2026-12-31"), 1), day("2027-01-04"), "over the new year");
        assert_eq!(days.after(day("2026-11-09"), 0), day("2026-11-09"));
        assert!(!days.holds(day("2026-12-28")) && days.holds(day("2026-12-29")));
    }
}
