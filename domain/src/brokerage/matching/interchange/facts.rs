//! What the rows of a market say beyond points: how far people go, which requests a specialist would rather have, and who has given
//! and received. A report needs it, and the stable plan.
//!
//! The format tells of no wishes of specialists. They are taken to want what is near and what they know best: for 60 parts how
//! much of their farthest journey they are spared, and for 40 parts whether the very code is asked for. Of equals they want the
//! request that stands earlier.

use std::collections::BTreeMap;

use crate::brokerage::matching::interchange::Night;
use crate::brokerage::matching::interchange::pair::{expertise, square_of_distance, travel};
use crate::brokerage::matching::report::{Account, AskFacts, Facts, GiveFacts, Journey};
use crate::brokerage::matching::stable::Preferences;

/// What each person who comes gives in the balances, in days: the format does not tell how long a job is.
const DAYS: i64 = 1;

impl Night {
    /// What both sides of it want.
    pub fn preferences(&self) -> Preferences<'_> {
        Preferences::new(&self.instance, |request, specialist| self.standing(request, specialist))
    }

    /// How far a specialist has to a request: the straight line in metres, rounded down.
    pub fn journey(&self, request: u32, specialist: u32) -> Journey {
        let (ask, give) = (&self.requests[request as usize], &self.specialists[specialist as usize]);
        let metres = square_of_distance(ask.place, give.place).isqrt();
        Journey { metres: u32::try_from(metres).ok(), minutes: None }
    }

    /// What a report needs to know of it. Of a school that only gives no balance is known; a school gave before if any of its people
    /// did lately, and somebody who did not is there for the first time.
    pub fn facts(&self) -> Facts {
        let mut accounts = BTreeMap::new();
        let unknown = Account { balance: None, gave: false };
        for row in &self.requests {
            accounts.entry(row.school).or_insert(unknown).balance = Some(i64::from(row.balance));
        }
        for row in &self.specialists {
            accounts.entry(row.school).or_insert(unknown).gave |= row.given > 0;
        }
        let place: BTreeMap<u32, u32> = accounts.keys().copied().zip(0..).collect();
        let asks = self.requests.iter().map(|row| AskFacts {
            school: place[&row.school],
            priority: row.priority,
            isolated: row.isolated,
            days: DAYS,
        });
        let gives =
            self.specialists.iter().map(|row| GiveFacts { school: place[&row.school], first_time: row.given == 0 });
        Facts { asks: asks.collect(), gives: gives.collect(), accounts: accounts.into_values().collect() }
    }

    /// How much a specialist wants a request.
    fn standing(&self, request: u32, specialist: u32) -> i64 {
        let (ask, give) = (&self.requests[request as usize], &self.specialists[specialist as usize]);
        let metres = square_of_distance(ask.place, give.place).isqrt() as i64;
        60 * travel(metres, give) + 40 * expertise(ask, give)
    }
}
