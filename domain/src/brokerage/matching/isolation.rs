//! How cut off a school is: from its distance to those who could help, its links, and its size (DOMAIN K139, K140).
//!
//! It is private to the school and its brokers. It raises points for every candidate alike, never blame. What lies behind it is
//! an [`IsolationMeasure`].

mod reason;

use crate::Id;
use crate::brokerage::matching::Home;
use crate::brokerage::matching::journey::minutes;
use crate::directory::{GridPoint, Phase, School, SizeBand};

pub use reason::{IsolationMeasure, IsolationReason, Surroundings, Ties};

/// How many of the nearest schools that give make up the help at hand.
const NEAREST: usize = 40;
/// The straight line to the last of them, in metres, at which distance alone counts in full.
const FARTHEST: i32 = 50_000;
const BY_DISTANCE: i32 = 600;
const WITHOUT_GROUP: i32 = 150;
const WITHOUT_LINKS: i32 = 100;
const SMALL_PRIMARY: i32 = 150;

/// What distance alone gives to isolation, 0 to 600, seen against the places of those who give: how far the school would have
/// to reach. Nothing where the register does not say where it is.
pub fn remoteness<'a>(asker: &Home, giving: impl IntoIterator<Item = (&'a Id<School>, &'a GridPoint)>) -> i32 {
    let Some(here) = asker.place else { return 0 };
    let Some(metres) = metres_to_help(asker, here, giving) else { return BY_DISTANCE };
    BY_DISTANCE * metres.min(FARTHEST) / FARTHEST
}

/// The journey, in minutes one way, within which all the help at hand lies. Nothing where so few schools give that it is not all
/// there, or where the register does not say where the school is.
pub fn journey_to_help<'a>(
    asker: &Home,
    giving: impl IntoIterator<Item = (&'a Id<School>, &'a GridPoint)>,
) -> Option<i32> {
    let metres = metres_to_help(asker, asker.place?, giving)?;
    Some(minutes(metres, [asker.context.rural, None]))
}

/// The straight line to the last of the nearest schools that give, in metres.
fn metres_to_help<'a>(
    asker: &Home,
    here: GridPoint,
    giving: impl IntoIterator<Item = (&'a Id<School>, &'a GridPoint)>,
) -> Option<i32> {
    let others = giving.into_iter().filter(|(school, _)| **school != asker.school);
    let mut metres: Vec<u32> = others.map(|(_, there)| here.metres_to(*there)).collect();
    if metres.len() < NEAREST {
        return None;
    }
    let (_, last, _) = metres.select_nth_unstable(NEAREST - 1);
    Some(i32::try_from(*last).unwrap_or(i32::MAX))
}

/// How cut off a school is, 0 to 1000: by its [`remoteness`], whether it has worked with any other school, and what it is.
pub fn isolation(asker: &Home, linked: bool, remoteness: i32) -> i32 {
    let alone = if asker.trust.is_none() && asker.alliances.is_empty() { WITHOUT_GROUP } else { 0 };
    let unlinked = if linked { 0 } else { WITHOUT_LINKS };
    let small = if asker.context.phase == Phase::Primary && asker.context.size == Some(SizeBand::VerySmall) {
        SMALL_PRIMARY
    } else {
        0
    };
    remoteness + alone + unlinked + small
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brokerage::matching::sample::{home, school};

    fn around(metres: i32) -> BTreeMap<Id<School>, GridPoint> {
        let there = GridPoint { easting: 400_000 + metres, northing: 300_000 };
        (100..140).map(|number| (school(number), there)).collect()
    }

    #[test]
    fn help_that_is_far_and_links_that_are_missing_isolate() {
        let asker = home(1);
        assert_eq!(remoteness(&asker, &around(0)), 0);
        assert_eq!(remoteness(&asker, &around(25_000)), 300);
        assert_eq!(remoteness(&asker, around(25_000).iter().skip(1)), 600);
        assert_eq!(remoteness(&Home { place: None, ..home(1) }, &around(25_000)), 0);
        assert_eq!((isolation(&asker, true, 300), isolation(&asker, false, 300)), (300, 400));
        let alone = Home { trust: None, alliances: Vec::new(), ..home(1) };
        assert_eq!(isolation(&alone, true, 0), 150);
    }

    #[test]
    fn a_small_primary_counts_as_more_isolated() {
        let mut small = home(1);
        small.context.size = Some(SizeBand::VerySmall);
        small.context.phase = Phase::Primary;
        assert_eq!(isolation(&small, true, 0), 150);
    }

    #[test]
    fn its_own_offers_do_not_count_as_help() {
        assert_eq!(remoteness(&home(100), &around(0)), 600);
    }

    #[test]
    fn help_lies_within_a_journey_or_is_not_all_there() {
        let asker = home(1);
        assert_eq!(journey_to_help(&asker, &around(0)), Some(5));
        // 32.5 km of road: 12.5 minutes in town, 9.1 at the other end, 25 between, and the door.
        assert_eq!(journey_to_help(&asker, &around(25_000)), Some(52));
        assert_eq!(journey_to_help(&asker, around(25_000).iter().skip(1)), None);
        assert_eq!(journey_to_help(&Home { place: None, ..home(1) }, &around(25_000)), None);
    }
}
