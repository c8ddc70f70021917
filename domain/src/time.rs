//! Time as the trade counts it: instants to the microsecond, academic years, and half-terms as planning buckets.

mod month;
mod working;

use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::rule::{Rejected, Rule};

pub use month::Month;
pub use working::WorkingDays;

/// An instant in UTC, in whole microseconds: what PostgreSQL keeps, so that a value read back equals the one written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Takes an instant, dropping what is finer than a microsecond.
    pub fn new(at: DateTime<Utc>) -> Self {
        let finer = i64::from(at.timestamp_subsec_nanos() % 1_000);
        Self(at - TimeDelta::nanoseconds(finer))
    }

    /// Gives the instant.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The day in UTC. Deadlines are told in days; schools open when London does, never near midnight.
    pub fn day(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// The instant in UTC at which a day begins.
    pub fn midnight(day: NaiveDate) -> Self {
        Self(day.and_time(NaiveTime::MIN).and_utc())
    }

    /// The instant so many days of 24 hours later.
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0 + Days::new(u64::from(days)))
    }

    /// The instant so many seconds later.
    pub fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0 + TimeDelta::seconds(i64::from(seconds)))
    }

    /// Whole days from an earlier instant to this one; negative if it is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    from: NaiveDate,
    until: NaiveDate,
}

impl Period {
    /// Takes the first and the last day; a period that ends before it begins is refused.
    pub fn new(from: NaiveDate, until: NaiveDate) -> Result<Self, Rejected> {
        if until < from { Err(Rule::PeriodBackwards.into()) } else { Ok(Self { from, until }) }
    }

    /// The first day.
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub const fn until(self) -> NaiveDate {
        self.until
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// Whether a day lies within.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The academic year in which a day falls, named by the calendar year of its September (DOMAIN part B).
pub fn academic_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// The days of the academic year that begins in September of a calendar year from 2000 to 2999.
pub fn academic_year_days(year: i32) -> Option<Period> {
    if !(2000..=2999).contains(&year) {
        return None;
    }
    Some(Period { from: NaiveDate::from_ymd_opt(year, 9, 1)?, until: NaiveDate::from_ymd_opt(year + 1, 8, 31)? })
}

/// One of the six half-terms of an academic year: `20264` is the second half of the spring term of 2026/27.
///
/// Which days it covers is the calendar's business (SETTLED 6); the number only orders.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfTerm(i32);

impl HalfTerm {
    /// Takes the year of the September and the number of the half-term, 1 to 6.
    pub const fn new(year: i32, number: i32) -> Option<Self> {
        if year < 2000 || year > 2999 || number < 1 || number > 6 { None } else { Some(Self(year * 10 + number)) }
    }

    /// Reads the stored number.
    pub const fn read(code: i32) -> Option<Self> {
        Self::new(code / 10, code % 10)
    }

    /// The stored number: the year of the September, then 1 to 6.
    pub const fn code(self) -> i32 {
        self.0
    }

    /// The year of the September in which its academic year begins.
    pub const fn year(self) -> i32 {
        self.0 / 10
    }

    /// Its place in the academic year, 1 to 6.
    pub const fn number(self) -> i32 {
        self.0 % 10
    }

    /// The half-term after this one.
    pub const fn next(self) -> Self {
        if self.number() == 6 { Self((self.year() + 1) * 10 + 1) } else { Self(self.0 + 1) }
    }
}

impl fmt::Display for HalfTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let term = ["autumn", "spring", "summer"][(self.number() as usize - 1) / 2];
        let half = (self.number() - 1) % 2 + 1;
        write!(f, "{term} {half} {}/{:02}", self.year(), (self.year() + 1) % 100)
    }
}

impl fmt::Debug for HalfTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HalfTerm({})", self.0)
    }
}

/// The days of each half-term, in order; half-terms do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Calendar(Vec<(HalfTerm, Period)>);

impl Calendar {
    /// Takes half-terms with their days, in any order.
    pub fn new(mut half_terms: Vec<(HalfTerm, Period)>) -> Self {
        half_terms.sort_by_key(|(half_term, _)| *half_term);
        Self(half_terms)
    }

    /// The half-term in which a day falls, or the next one to begin, so that a day of the holidays belongs somewhere.
    pub fn at(&self, day: NaiveDate) -> Option<HalfTerm> {
        self.0.iter().find(|(_, days)| day <= days.until()).map(|(half_term, _)| *half_term)
    }

    /// The days of one half-term.
    pub fn days(&self, half_term: HalfTerm) -> Option<Period> {
        self.0.iter().find(|(it, _)| *it == half_term).map(|(_, days)| *days)
    }

    /// The half-terms in which the work of a period can be done from a day on: those that share a day with it and are not
    /// over; for what is left within a holiday, the one that follows.
    pub fn open(&self, period: Period, today: NaiveDate) -> Vec<HalfTerm> {
        let from = period.from().max(today);
        if from > period.until() {
            return Vec::new();
        }
        let shared = self.0.iter().filter(|(_, days)| days.overlaps(period) && days.until() >= today);
        let shared: Vec<_> = shared.map(|(half_term, _)| *half_term).collect();
        if shared.is_empty() { self.at(from).into_iter().collect() } else { shared }
    }

    /// Every half-term with its days, in order.
    pub fn iter(&self) -> impl Iterator<Item = (HalfTerm, Period)> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_academic_year_turns_on_the_first_of_september() {
        assert_eq!(academic_year(day("2026-08-31")), 2025);
        assert_eq!(academic_year(day("2026-09-01")), 2026);
        let of_2027 = academic_year_days(2027).unwrap();
        assert_eq!((of_2027.from(), of_2027.until()), (day("2027-09-01"), day("2028-08-31")));
        assert_eq!([1999, 3000, i32::MAX].map(academic_year_days), [None; 3]);
    }

    #[test]
    fn half_terms_follow_each_other_across_the_year() {
        let last = HalfTerm::new(2026, 6).unwrap();
        assert_eq!(last.next(), HalfTerm::new(2027, 1).unwrap());
        assert_eq!(HalfTerm::read(20263).unwrap().to_string(), "spring 1 2026/27");
        assert_eq!(HalfTerm::read(20267), None);
    }

    #[test]
    fn a_day_of_the_holidays_belongs_to_the_half_term_that_follows() {
        let of = |code, from, until| (HalfTerm::read(code).unwrap(), Period::new(day(from), day(until)).unwrap());
        let calendar =
            Calendar::new(vec![of(20262, "2026-11-02", "2026-12-18"), of(20261, "2026-09-01", "2026-10-23")]);
        assert_eq!(calendar.at(day("2026-10-25")), HalfTerm::read(20262));
        assert_eq!(calendar.at(day("2026-10-23")), HalfTerm::read(20261));
        assert_eq!(calendar.at(day("2026-12-19")), None);
    }

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        assert_eq!(Period::new(day("2026-02-02"), day("2026-02-01")), Err(Rule::PeriodBackwards.into()));
    }

    #[test]
    fn instants_are_kept_to_the_microsecond() {
        let fine: DateTime<Utc> = "2026-11-21T10:00:00.123456789Z".parse().unwrap();
        assert_eq!(Timestamp::new(fine).to_string(), "2026-11-21T10:00:00.123456Z");
    }
}
