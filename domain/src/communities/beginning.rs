//! Who counts as a new head: by when the headship of this school began, and by where an earlier one was (DOMAIN H115, D.2).

use chrono::{Days, Months, NaiveDate};

use crate::directory::{LocalAuthority, School};
use crate::identity::Person;
use crate::{Id, words};

words! {
    /// The transition through which a mentor goes with a head (DOMAIN H115, H120).
    pub enum Transition {
        /// The first headship.
        FirstHeadship = "first_headship",
        /// An experienced head whose last headship was in another local authority.
        NewToArea = "new_to_area",
        /// An experienced head who is new at this school.
        NewSchool = "new_school",
    }
}

/// A time during which somebody led a school, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The school.
    pub school: Id<School>,
    /// Its local authority, if the register says.
    pub authority: Option<Id<LocalAuthority>>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while it goes on.
    pub until: Option<NaiveDate>,
    /// Whether the head has stated it; else it began, as far as anybody knows, with the role on Lateral.
    pub stated: bool,
}

/// A head who may count as new, with what the rules weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who it is.
    pub person: Id<Person>,
    /// The school that they lead.
    pub school: Id<School>,
    /// Through which transition they go; `None` for a head who is not new.
    pub transition: Option<Transition>,
    /// For how many days they have led schools so far, in all.
    pub days_led: i64,
}

/// For how many days schools were led in these times up to a day; what was led at once counts once.
pub fn days_led(tenures: &[Tenure], today: NaiveDate) -> i64 {
    let last = |it: &Tenure| it.until.unwrap_or(today).min(today);
    let mut spans: Vec<_> =
        tenures.iter().map(|it| (it.from, last(it))).filter(|(from, until)| from <= until).collect();
    spans.sort_unstable();
    let (mut days, mut counted) = (0, None);
    for (from, until) in spans {
        let from = counted.map_or(from, |counted: NaiveDate| from.max(counted + Days::new(1)));
        if from <= until {
            days += (until - from).num_days() + 1;
            counted = Some(until);
        }
    }
    days
}

impl Newcomer {
    /// Weighs what is known of the head of a school: whether they are new there, in which way, and for how long they have
    /// led schools.
    pub fn of(
        person: Id<Person>,
        (school, authority): (Id<School>, Option<Id<LocalAuthority>>),
        tenures: &[Tenure],
        new_months: i32,
        today: NaiveDate,
    ) -> Self {
        let goes_on = |it: &&Tenure| it.school == school && it.until.is_none_or(|until| until >= today);
        let present = tenures.iter().filter(goes_on).map(|it| it.from).max();
        let is_new = present.is_some_and(|from| from + Months::new(new_months.unsigned_abs()) > today);
        let before = tenures.iter().filter(|it| present.is_some_and(|from| it.from < from));
        let last = before.max_by_key(|it| (it.until.unwrap_or(NaiveDate::MAX), it.from));
        let transition = is_new.then_some(match last {
            None => Transition::FirstHeadship,
            Some(it) if it.authority.is_some() && authority.is_some() && it.authority != authority => {
                Transition::NewToArea
            }
            Some(_) => Transition::NewSchool,
        });
        Self { person, school, transition, days_led: days_led(tenures, today) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::id;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn led(school: u128, area: u128, from: &str, until: Option<&str>) -> Tenure {
        let (from, until) = (day(from), until.map(day));
        Tenure { school: id(school), authority: Some(id(area)), from, until, stated: true }
    }

    fn transition(tenures: &[Tenure]) -> Option<Transition> {
        let today = day("2026-11-21");
        Newcomer::of(id(6), (id(1), Some(id(90))), tenures, 24, today).transition
    }

    #[test]
    fn a_head_is_new_for_two_years_whether_it_is_the_first_headship_or_not() {
        let here = led(1, 90, "2026-09-01", None);
        assert_eq!(transition(&[here]), Some(Transition::FirstHeadship));
        assert_eq!(transition(&[led(1, 90, "2024-11-22", None)]), Some(Transition::FirstHeadship));
        assert_eq!(transition(&[led(1, 90, "2024-11-21", None)]), None);
        let near = led(2, 90, "2015-09-01", Some("2026-08-31"));
        let far = led(3, 91, "2010-09-01", Some("2014-08-31"));
        assert_eq!(transition(&[here, far]), Some(Transition::NewToArea));
        assert_eq!(transition(&[here, near]), Some(Transition::NewSchool));
        assert_eq!(transition(&[here, far, near]), Some(Transition::NewSchool), "the last one counts");
        assert_eq!(transition(&[near, far]), None, "nobody is new where they do not lead");
    }

    #[test]
    fn where_the_area_is_not_known_nobody_is_new_to_it() {
        let unknown = Tenure { authority: None, ..led(2, 91, "2015-09-01", Some("2026-08-31")) };
        assert_eq!(transition(&[led(1, 90, "2026-09-01", None), unknown]), Some(Transition::NewSchool));
    }

    #[test]
    fn what_was_led_at_once_counts_once() {
        let today = day("2026-11-21");
        assert_eq!(days_led(&[], today), 0);
        assert_eq!(days_led(&[led(1, 90, "2026-11-21", None)], today), 1);
        assert_eq!(days_led(&[led(1, 90, "2026-11-22", None)], today), 0);
        let whole = led(1, 90, "2026-11-01", Some("2026-11-10"));
        let within = led(2, 90, "2026-11-03", Some("2026-11-05"));
        let across = led(3, 90, "2026-11-08", Some("2026-11-12"));
        assert_eq!(days_led(&[across, whole, within], today), 12);
    }
}
