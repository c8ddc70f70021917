//! The word that schools give for whom they send, and the days that those have left.

use std::collections::{HashMap, HashSet};

use chrono::{Days, Months, NaiveDate};
use domain::brokerage::{AssuranceForm, AssuranceScope, Assured, Deployment, SafeguardingAssurance, Side};
use domain::identity::Person;
use domain::rule::Refusals;
use domain::text::Remark;
use domain::{Id, Timestamp};

use super::chance::Chance;
use super::world::World;

/// Its own number, so that the rest of the world is the same with it and without.
const SEED: u64 = 2_022;
/// The half-days that somebody has in a day.
const HALF_DAYS_A_DAY: i32 = 2;

/// What everybody gives on each day, wherever they are.
#[derive(Default)]
pub struct Taken(HashMap<(Id<Person>, NaiveDate), i32>);

impl Taken {
    /// Takes so many half-days of the first day, from one to another, that has them left; those of a team are its own business.
    pub fn take(
        &mut self,
        whose: Option<Id<Person>>,
        (from, until): (Timestamp, Timestamp),
        half_days: i32,
    ) -> Option<Timestamp> {
        let Some(person) = whose else { return Some(from) };
        let days = (0..).map(|later| from.plus_days(later)).take_while(|day| *day <= until);
        for day in days {
            let taken = self.0.entry((person, day.day())).or_default();
            if *taken + half_days <= HALF_DAYS_A_DAY {
                *taken += half_days;
                return Some(day);
            }
        }
        None
    }
}

impl World<'_> {
    /// Every school gives its word for whom it sends, when it joins. Of those whom nobody has asked for, some have it no more.
    pub fn assure(&mut self) -> Result<(), Refusals> {
        let chance = std::mem::replace(&mut self.chance, Chance::of(SEED));
        let asked: HashSet<_> = self.filled.deployments.iter().filter_map(|it| it.specialist).collect();
        // Those who send whomever they send: to give, or to another school with which they work or which they visit.
        let visit = |it: &&Deployment| it.kind.travellers().contains(&Side::Host);
        let visitors: HashSet<_> = self.filled.deployments.iter().filter(visit).map(|it| it.host).collect();
        let visitors = (0..self.schools.len()).filter(|place| visitors.contains(&self.schools[*place].id));
        let sent = self.givers.iter().map(|it| (it.school, it.specialist.zip(it.recorder.person())));
        let sent: Vec<_> = sent.chain(visitors.map(|school| (school, None))).collect();
        let mut schools = HashSet::new();
        for (number, (school, specialist)) in sent.into_iter().enumerate() {
            let (employer, head) = (self.schools[school].id, self.head(school));
            if specialist.is_none() && !schools.insert(employer) {
                continue;
            }
            let idle = specialist.is_some_and(|(id, _)| !asked.contains(&id));
            let given_on = self.since.day();
            let short = idle && number % 50 == 8;
            let form = AssuranceForm {
                checked_on: given_on - Days::new(30),
                scope: *self.chance.pick(&[AssuranceScope::Accompanied, AssuranceScope::Unaccompanied]),
                letter: None,
                valid_until: if short { given_on + Months::new(12) } else { given_on + Months::new(36) },
            };
            let (id, of) = (self.chance.id(self.since), Assured { employer, specialist });
            let (mut it, _) = SafeguardingAssurance::give(id, of, &form, &head, self.since)?;
            if short {
                it.lapse(self.now).map(drop)?;
            } else if idle && number % 50 == 7 {
                it.withdraw(Remark::new("A new check is under way.")?, &head, self.now).map(drop)?;
            }
            self.filled.assurances.push(it);
        }
        self.chance = chance;
        Ok(())
    }
}
