//! What one deployment gave, and how much of it may still meet what its home school owes.

use chrono::NaiveDate;

use crate::brokerage::Deployment;
use crate::directory::School;
use crate::{Id, Timestamp};

/// Half-days that were given on a day, or are owed since a day.
pub type HalfDaysOf = (NaiveDate, i32);

/// The work of one deployment as far as the host has confirmed it, and what it has met.
#[derive(Clone, Debug)]
pub struct Given {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school that gave.
    pub home: Id<School>,
    /// The school that received.
    pub host: Id<School>,
    /// Whether nothing but credit came in return: what is paid, exchanged or subscribed to is settled by that.
    pub is_free: bool,
    pub(in crate::reciprocity) confirmed: Vec<HalfDaysOf>,
    pub(in crate::reciprocity) owed: Vec<HalfDaysOf>,
}

impl Given {
    /// The work of a deployment: its confirmed half-days by their day, and what they have met by the day since when it was
    /// owed.
    pub fn of(it: &Deployment, confirmed: Vec<HalfDaysOf>, owed: Vec<HalfDaysOf>) -> Self {
        Self { deployment: it.id, home: it.home, host: it.host, is_free: it.is_for_credit(), confirmed, owed }
    }

    /// Whether so many half-days that are owed since an instant are covered beside all that it has met: each by a half-day
    /// that was given since, and none by one that meets something else.
    pub fn covers(&self, since: Timestamp, half_days: i32) -> bool {
        let owed = || self.owed.iter().copied().chain([(since.day(), half_days)]);
        let from = |first: NaiveDate, all: &mut dyn Iterator<Item = HalfDaysOf>| -> i32 {
            all.filter(|(day, _)| *day >= first).map(|(_, half_days)| half_days).sum()
        };
        owed().all(|(first, _)| from(first, &mut owed()) <= from(first, &mut self.confirmed.iter().copied()))
    }

    /// Uses so many half-days for what is owed since an instant, if they are there.
    pub fn take(&mut self, since: Timestamp, half_days: i32) -> bool {
        let covers = self.covers(since, half_days);
        if covers {
            self.owed.push((since.day(), half_days));
        }
        covers
    }
}
