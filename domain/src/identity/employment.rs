//! A person's post at a school, for a time: where somebody works is not yet what they may do.

use chrono::NaiveDate;

use crate::access::{Action, Actor};
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
    /// Enters a post: the school's head does, or an operator, or the acceptance of an invitation by the school.
    pub fn begin(
        by: &Actor,
        id: Id<Self>,
        person: Id<Person>,
        school: Id<School>,
        post: Name,
        from: NaiveDate,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::RecordEmployment { school })?;
        Ok((
            Self { id, person, school, post, from, until: None },
            Event::EmploymentBegun { employment: id, person, school },
        ))
    }

    /// Ends a post on its last day.
    pub fn end(&mut self, by: &Actor, until: NaiveDate) -> Result<Event, Rejected> {
        by.require(Action::RecordEmployment { school: self.school })?;
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
    use crate::access::Role;
    use crate::identity::membership::tests::acting;

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn begun(by: &Actor, school: u128) -> Result<Employment, Rejected> {
        let post = Name::new("Head of mathematics").unwrap();
        Employment::begin(by, id(5), id(7), id(school), post, day("2026-09-01")).map(|(it, _)| it)
    }

    #[test]
    fn a_head_enters_posts_at_the_own_school_only() {
        assert!(begun(&acting(1, Role::Head), 1).is_ok());
        assert_eq!(begun(&acting(1, Role::Head), 2), Err(Rule::NotAllowed.into()));
        assert_eq!(begun(&acting(1, Role::Coordinator), 1), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn a_post_ends_once_and_not_before_it_began() {
        let head = acting(1, Role::Head);
        let mut it = begun(&head, 1).unwrap();
        assert_eq!(it.end(&head, day("2026-08-31")), Err(Rule::PeriodBackwards.at("until")));
        assert!(it.end(&head, day("2026-09-01")).is_ok());
        assert_eq!(it.end(&head, day("2026-09-02")), Err(Rule::StepNotOpen.into()));
    }
}
