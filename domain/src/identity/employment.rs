//! A person's post at a school, for a time: where somebody works is not yet what they may do.

use chrono::NaiveDate;

use crate::directory::School;
use crate::identity::Person;
use crate::rule::{Rejected, Rule};
use crate::text::Name;
use crate::{Event, Id};

/// A person's post at a school, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employment {
    /// Which one.
    pub id: Id<Employment>,
    /// Who works there.
    pub person: Id<Person>,
    /// Where.
    pub school: Id<School>,
    /// What the post is called there.
    pub post: Name,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while it goes on.
    pub until: Option<NaiveDate>,
}

impl Employment {
    /// Enters a post, which comes with a first role at the school: whoever gives that vouches for it.
    pub fn begin(id: Id<Self>, person: Id<Person>, school: Id<School>, post: Name, from: NaiveDate) -> (Self, Event) {
        let it = Self { id, person, school, post, from, until: None };
        (it, Event::EmploymentBegun { employment: id, person, school })
    }

    /// Ends a post on its last day, as the last role at the school ends.
    pub fn end(&mut self, until: NaiveDate) -> Result<Event, Rejected> {
        if self.until.is_some() {
            return Err(Rule::StepNotOpen.into());
        }
        if until < self.from {
            return Err(Rule::PeriodBackwards.at("until"));
        }
        self.until = Some(until);
        Ok(Event::EmploymentEnded { employment: self.id, person: self.person, school: self.school })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_post_ends_once_and_not_before_it_began() {
        let post = Name::new("Head of mathematics").unwrap();
        let (mut it, _) = Employment::begin(id(5), id(7), id(1), post, day("2026-09-01"));
        assert_eq!(it.end(day("2026-08-31")), Err(Rule::PeriodBackwards.at("until")));
        assert!(it.end(day("2026-09-01")).is_ok());
        assert_eq!(it.end(day("2026-09-02")), Err(Rule::StepNotOpen.into()));
    }
}
