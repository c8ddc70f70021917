//! A headship: a time during which somebody led a school, in the head's own words, as far back as before Lateral.

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::directory::School;
use crate::identity::Person;
use crate::rule::{Faults, Refusals, Rule};
use crate::{Event, Id, Timestamp};

/// The longest time ago at which a headship is stated to have begun, in days: sixty years.
const LONGEST_AGO: i64 = 21_915;

/// A time during which somebody led a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headship {
    /// Its id.
    pub id: Id<Headship>,
    /// Who led.
    pub person: Id<Person>,
    /// Which school.
    pub school: Id<School>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while it goes on.
    pub until: Option<NaiveDate>,
    /// When it was stated, or corrected last.
    pub stated_at: Timestamp,
}

crate::noun!(Headship = "hds");

/// What a head states.
#[derive(Clone, Copy, Debug)]
pub struct HeadshipForm {
    /// The school.
    pub school: Id<School>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while it goes on.
    pub until: Option<NaiveDate>,
}

impl Headship {
    /// States a headship of one's own. `met` are those that the person has stated of the same school and that share a day
    /// with it: a single one is corrected, and keeps its id. `leads` says whether the person leads the school now.
    pub fn state(
        by: &Actor,
        id: Id<Self>,
        form: HeadshipForm,
        (met, leads): (&[Self], bool),
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        let person = by.person().ok_or(Rule::NotAllowed)?;
        by.require(Action::StateHeadship { person })?;
        let today = now.day();
        let mut faults = Faults::default();
        faults.need(form.from <= today, || Rule::DateTooFar.at("from"));
        faults.need((today - form.from).num_days() <= LONGEST_AGO, || Rule::DatePassed.at("from"));
        if let Some(until) = form.until {
            faults.need(until >= form.from, || Rule::PeriodBackwards.at("until"));
            faults.need(until <= today, || Rule::DateTooFar.at("until"));
        }
        faults.need(leads || form.until.is_some(), || Rule::NotHeadThere.at("until"));
        faults.need(met.len() <= 1, || Rule::HeadshipsMeet.at("from"));
        faults.end()?;
        let id = met.first().map_or(id, |it| it.id);
        let HeadshipForm { school, from, until } = form;
        let it = Self { id, person, school, from, until, stated_at: now };
        Ok((it, Event::HeadshipStated { headship: id, person }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{head, id, start};

    fn stated(from: &str, until: Option<&str>, met: &[Headship], leads: bool) -> Result<Headship, Vec<Rule>> {
        let day = |text: &str| text.parse().unwrap();
        let form = HeadshipForm { school: id(1), from: day(from), until: until.map(day) };
        let told = Headship::state(&head(1), id(40), form, (met, leads), start());
        told.map(|(it, _)| it).map_err(|no| no.into_vec().into_iter().map(|it| it.rule).collect())
    }

    #[test]
    fn a_headship_lies_in_the_past_and_goes_on_only_where_one_leads() {
        assert!(stated("2020-09-01", None, &[], true).is_ok());
        assert!(stated("2012-09-01", Some("2020-08-31"), &[], false).is_ok());
        assert_eq!(stated("2020-09-01", None, &[], false), Err(vec![Rule::NotHeadThere]));
        assert_eq!(stated("2036-09-01", None, &[], true), Err(vec![Rule::DateTooFar]));
        assert_eq!(stated("1936-09-01", None, &[], true), Err(vec![Rule::DatePassed]));
        assert_eq!(stated("2020-09-01", Some("2020-08-31"), &[], false), Err(vec![Rule::PeriodBackwards]));
        assert_eq!(stated("2020-09-01", Some("2036-08-31"), &[], true), Err(vec![Rule::DateTooFar]));
        let nobody = Headship::state(
            &Actor::Stranger,
            id(40),
            HeadshipForm { school: id(1), from: start().day(), until: None },
            (&[], true),
            start(),
        );
        assert_eq!(nobody.unwrap_err(), Rule::NotAllowed.into());
    }

    #[test]
    fn what_is_stated_anew_of_the_same_time_corrects_it() {
        let first = stated("2020-09-01", None, &[], true).unwrap();
        let earlier = Headship { id: id(41), ..stated("2012-09-01", Some("2014-08-31"), &[], true).unwrap() };
        let again = Headship { id: id(42), ..first.clone() };
        assert_eq!(stated("2019-09-01", None, std::slice::from_ref(&again), true).unwrap().id, id(42));
        assert_eq!(stated("2012-09-01", None, &[earlier, again], true), Err(vec![Rule::HeadshipsMeet]));
    }
}
