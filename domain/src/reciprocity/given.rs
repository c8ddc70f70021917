//! What one deployment gave, who gave it, and how much of it may still meet what they owe.

use chrono::NaiveDate;

use crate::brokerage::{Deployment, FormerHome};
use crate::directory::School;
use crate::{Id, Timestamp};

/// Half-days that were given on a day, or are owed since a day.
pub type HalfDaysOf = (NaiveDate, i32);

/// The work of one deployment as far as the host has confirmed it, and what it has met.
#[derive(Clone, Debug)]
pub struct Given {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school that received.
    pub host: Id<School>,
    /// Whether nothing but credit came in return: what is paid, exchanged or subscribed to is settled by that.
    pub is_free: bool,
    /// The schools that gave it, one after another.
    pub(in crate::reciprocity) homes: Vec<Id<School>>,
    pub(in crate::reciprocity) confirmed: Vec<Share>,
    pub(in crate::reciprocity) met: Vec<Share>,
}

/// Half-days that a school gave on a day, or owes since a day.
#[derive(Clone, Copy, Debug)]
pub(in crate::reciprocity) struct Share {
    school: Id<School>,
    day: NaiveDate,
    half_days: i32,
}

impl Given {
    /// The work of a deployment: its confirmed half-days by their day, each given by the school whose day it was.
    pub fn of(it: &Deployment, former: &[FormerHome], confirmed: Vec<HalfDaysOf>) -> Self {
        let share = |(day, half_days)| Share { school: it.home_on(day, former), day, half_days };
        Self {
            deployment: it.id,
            host: it.host,
            is_free: it.is_for_credit(),
            homes: former.iter().map(|it| it.school).chain([it.home]).collect(),
            confirmed: confirmed.into_iter().map(share).collect(),
            met: Vec::new(),
        }
    }

    /// Whether a school gave it, or gives it now.
    pub fn is_by(&self, school: Id<School>) -> bool {
        self.homes.contains(&school)
    }

    /// Counts so many half-days of a school as used for what it owed since an instant.
    pub fn used(&mut self, by: Id<School>, since: Timestamp, half_days: i32) {
        self.met.push(Share { school: by, day: since.day(), half_days });
    }

    /// Whether so many half-days that a school owes since an instant are covered beside all that it has met with this work:
    /// each by a half-day that it gave itself and since then, and none by one that meets something else.
    pub fn covers(&self, by: Id<School>, since: Timestamp, half_days: i32) -> bool {
        let own = |all: &[Share]| all.iter().copied().filter(|it| it.school == by).collect::<Vec<_>>();
        let from = |first: NaiveDate, all: &[Share]| -> i32 {
            all.iter().filter(|it| it.day >= first).map(|it| it.half_days).sum()
        };
        let (gave, mut owed) = (own(&self.confirmed), own(&self.met));
        owed.push(Share { school: by, day: since.day(), half_days });
        owed.iter().all(|it| from(it.day, &owed) <= from(it.day, &gave))
    }

    /// Uses so many half-days of a school for what it owes since an instant, if they are there.
    pub fn take(&mut self, by: Id<School>, since: Timestamp, half_days: i32) -> bool {
        let covers = self.covers(by, since, half_days);
        if covers {
            self.used(by, since, half_days);
        }
        covers
    }
}
