//! Whose half-terms hold: a school's own days, else those of its local authority, else the nation's (SETTLED 6).

use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::directory::{LocalAuthority, School};
use crate::time::{Calendar, Period};
use crate::{Event, HalfTerm, Id, Rejected, Rule, words};

words! {
    /// Who set the days of a half-term.
    pub enum CalendarSource {
        /// The nation's calendar, which holds where nobody set other days.
        National = "national",
        /// The local authority.
        LocalAuthority = "local_authority",
        /// The school itself.
        School = "school",
    }
}

/// Who keeps other days than the nation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarOwner {
    /// A school.
    School(Id<School>),
    /// A local authority, for its schools.
    Authority(Id<LocalAuthority>),
}

impl CalendarOwner {
    /// Sets the days of a half-term that is not over: a school's by its head, an authority's by an operator. Half-terms
    /// follow each other, by the calendar that holds for the owner now.
    pub fn set(
        self,
        by: &Actor,
        half_term: HalfTerm,
        (from, until): (NaiveDate, NaiveDate),
        held: &Calendar,
        today: NaiveDate,
    ) -> Result<(Period, Event), Rejected> {
        by.require(self.action())?;
        let before = held.days(half_term).ok_or(Rule::NumberOutOfRange.at("halfTerm"))?;
        let days = Period::new(from, until).map_err(|no| no.at("endsOn"))?;
        if before.until() < today || days.until() < today {
            return Err(Rule::DatePassed.at("endsOn"));
        }
        if !fits(held, half_term, days) {
            return Err(Rule::HalfTermsOverlap.at("startsOn"));
        }
        let event = match self {
            Self::School(school) => Event::SchoolHalfTermSet { school, half_term, starts_on: from, ends_on: until },
            Self::Authority(authority) => {
                Event::AuthorityHalfTermSet { authority, half_term, starts_on: from, ends_on: until }
            }
        };
        Ok((days, event))
    }

    /// Takes back the days that were set for a half-term that is not over: from now on those beneath hold, the authority's or
    /// the nation's, if they fit between the others.
    pub fn clear(
        self,
        by: &Actor,
        half_term: HalfTerm,
        held: &Calendar,
        beneath: Option<Period>,
        today: NaiveDate,
    ) -> Result<Event, Rejected> {
        by.require(self.action())?;
        let days = held.days(half_term).zip(beneath);
        let (before, after) = days.ok_or(Rule::NumberOutOfRange.at("halfTerm"))?;
        if before.until() < today || after.until() < today {
            return Err(Rule::DatePassed.at("halfTerm"));
        }
        if !fits(held, half_term, after) {
            return Err(Rule::HalfTermsOverlap.at("halfTerm"));
        }
        Ok(match self {
            Self::School(school) => Event::SchoolHalfTermCleared { school, half_term },
            Self::Authority(authority) => Event::AuthorityHalfTermCleared { authority, half_term },
        })
    }

    const fn action(self) -> Action {
        match self {
            Self::School(home) => Action::SetSchoolCalendar { home },
            Self::Authority(_) => Action::SetAuthorityCalendar {},
        }
    }
}

/// Whether a half-term with these days lies between those before and after it.
fn fits(held: &Calendar, half_term: HalfTerm, days: Period) -> bool {
    held.iter().all(|(it, other)| match it.cmp(&half_term) {
        Ordering::Less => other.until() < days.from(),
        Ordering::Equal => true,
        Ordering::Greater => days.until() < other.from(),
    })
}

/// The nation's calendar, and where other days are kept.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    national: Calendar,
    own: HashMap<CalendarOwner, Vec<(HalfTerm, Period)>>,
}

impl Calendars {
    /// Takes the nation's calendar and every day that is kept otherwise.
    pub fn new(national: Calendar, own: impl IntoIterator<Item = (CalendarOwner, HalfTerm, Period)>) -> Self {
        let mut all: HashMap<_, Vec<_>> = HashMap::new();
        for (owner, half_term, days) in own {
            all.entry(owner).or_default().push((half_term, days));
        }
        Self { national, own: all }
    }

    /// The nation's.
    pub const fn national(&self) -> &Calendar {
        &self.national
    }

    /// The one that holds for a school of an authority.
    pub fn of(&self, school: Id<School>, authority: Option<Id<LocalAuthority>>) -> Calendar {
        let authority = authority.and_then(|it| self.own.get(&CalendarOwner::Authority(it)));
        let own = self.own.get(&CalendarOwner::School(school));
        let find = |kept: Option<&Vec<(HalfTerm, Period)>>, half_term| {
            kept.and_then(|kept| kept.iter().find(|(it, _)| *it == half_term)).map(|(_, days)| *days)
        };
        let days = |(half_term, days)| (half_term, find(own, half_term).or(find(authority, half_term)).unwrap_or(days));
        Calendar::new(self.national.iter().map(days).collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn half_term(code: i32, from: &str, until: &str) -> (HalfTerm, Period) {
        (HalfTerm::read(code).unwrap(), Period::new(day(from), day(until)).unwrap())
    }

    fn national() -> Calendar {
        Calendar::new(vec![
            half_term(20261, "2026-09-01", "2026-10-23"),
            half_term(20262, "2026-11-02", "2026-12-18"),
            half_term(20263, "2027-01-04", "2027-02-12"),
        ])
    }

    #[test]
    fn a_head_sets_the_days_of_the_own_school_and_half_terms_follow_each_other() {
        let school = Id::from_uuid(Uuid::from_u128(1));
        let (head, of) = (acting_at(Role::Head, school), CalendarOwner::School(school));
        let set = |by: &Actor, code, from, until| {
            of.set(by, HalfTerm::read(code).unwrap(), (day(from), day(until)), &national(), day("2026-11-09"))
        };
        let (_, event) = set(&head, 20262, "2026-10-26", "2026-12-11").unwrap();
        assert_eq!(event.name(), "school.half_term_set");
        for (code, from, until, no) in [
            (20262, "2026-10-23", "2026-12-11", Rule::HalfTermsOverlap.at("startsOn")),
            (20262, "2026-11-02", "2027-01-04", Rule::HalfTermsOverlap.at("startsOn")),
            (20262, "2026-12-18", "2026-11-02", Rule::PeriodBackwards.at("endsOn")),
            (20261, "2026-09-01", "2026-10-23", Rule::DatePassed.at("endsOn")),
            (20301, "2030-09-01", "2030-10-23", Rule::NumberOutOfRange.at("halfTerm")),
        ] {
            assert_eq!(set(&head, code, from, until).unwrap_err(), no);
        }
        let coordinator = acting_at(Role::Coordinator, school);
        assert_eq!(set(&coordinator, 20262, "2026-10-26", "2026-12-11").unwrap_err(), Rule::NotAllowed.into());
        let authority = CalendarOwner::Authority(Id::from_uuid(Uuid::from_u128(3)));
        let code = HalfTerm::read(20262).unwrap();
        let clear = |by: &Actor| authority.clear(by, code, &national(), national().days(code), day("2026-11-09"));
        assert_eq!(clear(&head), Err(Rule::NotAllowed.into()));
        assert_eq!(clear(&Actor::Service).unwrap().name(), "local_authority.half_term_cleared");
    }

    #[test]
    fn days_are_taken_back_as_they_are_set_not_of_a_half_term_that_is_over_and_between_the_others() {
        let school = Id::from_uuid(Uuid::from_u128(1));
        let (head, of) = (acting_at(Role::Head, school), CalendarOwner::School(school));
        let third = half_term(20263, "2027-01-18", "2027-02-12");
        let longer = half_term(20262, "2026-11-02", "2027-01-08");
        let held = Calendar::new(vec![national().iter().next().unwrap(), longer, third]);
        let clear = |(half_term, _), held: &Calendar, today| {
            let event = of.clear(&head, half_term, held, national().days(half_term), day(today));
            event.map(|event| event.name())
        };
        let overlap = Err(Rule::HalfTermsOverlap.at("halfTerm"));
        assert_eq!(clear(third, &held, "2026-11-09"), overlap, "the second is longer, for the third begins later");
        assert_eq!(clear(longer, &held, "2026-11-09"), Ok("school.half_term_cleared"));
        let over = Err(Rule::DatePassed.at("halfTerm"));
        assert_eq!(clear(longer, &held, "2027-01-09"), over);
        assert_eq!(clear(longer, &held, "2026-12-19"), over, "by the days beneath it is over");
        assert_eq!(
            clear(half_term(20301, "2030-09-01", "2030-10-23"), &held, "2026-11-09"),
            Err(Rule::NumberOutOfRange.at("halfTerm"))
        );
    }

    #[test]
    fn a_schools_days_hold_before_its_authoritys_and_those_before_the_nations() {
        let (school, authority) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(3)));
        let own = half_term(20262, "2026-10-26", "2026-12-11");
        let theirs = [half_term(20262, "2026-10-30", "2026-12-18"), half_term(20263, "2027-01-06", "2027-02-12")];
        let all = Calendars::new(
            national(),
            theirs.map(|(code, days)| (CalendarOwner::Authority(authority), code, days)).into_iter().chain([(
                CalendarOwner::School(school),
                own.0,
                own.1,
            )]),
        );
        let held = all.of(school, Some(authority));
        assert_eq!((held.days(own.0), held.days(theirs[1].0)), (Some(own.1), Some(theirs[1].1)));
        assert_eq!(all.of(Id::from_uuid(Uuid::from_u128(2)), Some(authority)).days(own.0), Some(theirs[0].1));
        assert_eq!(all.of(Id::from_uuid(Uuid::from_u128(2)), None).days(own.0), all.national().days(own.0));
    }
}
