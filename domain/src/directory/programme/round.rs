//! Application rounds: a programme that takes its partnerships by rounds makes good in the later ones what the earlier ones
//! gave to some regions and not to others.

use crate::Word;
use crate::directory::Region;

/// The round by which a programme takes applications for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgrammeRound {
    /// Which one, from 1.
    pub number: i32,
    /// Whether it is for the balance of the regions.
    pub balances_regions: bool,
}

/// How many places of a programme each region has, of all rounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<(Region, i32)>);

impl ProgrammeRound {
    /// Whether it takes one more from a region. A round for the balance of the regions takes it only from one that has no
    /// more than its even share of what was given so far, so that no region moves further ahead of the others.
    pub fn takes(self, region: Option<Region>, places: &Places) -> bool {
        !self.balances_regions || region.is_some_and(|region| places.has_room(region))
    }
}

impl Places {
    /// So many for each region: what is told twice of one is added up, and less than nothing is nothing.
    pub fn new(told: impl IntoIterator<Item = (Region, i32)>) -> Self {
        let mut it = Self::default();
        for (region, count) in told {
            let count = count.max(0);
            match it.0.iter_mut().find(|(of, _)| *of == region) {
                Some((_, sum)) => *sum = sum.saturating_add(count),
                None => it.0.push((region, count)),
            }
        }
        it
    }

    /// For each region as many as these or those say, whichever is more.
    pub fn or_more(&self, other: &Self) -> Self {
        Self(Region::ALL.iter().map(|region| (*region, self.of(*region).max(other.of(*region)))).collect())
    }

    fn of(&self, region: Region) -> i32 {
        self.0.iter().find(|(of, _)| *of == region).map_or(0, |(_, count)| *count)
    }

    fn has_room(&self, region: Region) -> bool {
        let all: i64 = self.0.iter().map(|(_, count)| i64::from(*count)).sum();
        let regions = i64::try_from(Region::ALL.len()).unwrap_or(i64::MAX);
        i64::from(self.of(region)) * regions <= all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BALANCED: ProgrammeRound = ProgrammeRound { number: 2, balances_regions: true };

    #[test]
    fn a_region_with_more_than_its_even_share_waits_in_a_later_round() {
        use Region::{London, NorthEast, SouthWest};
        let places = Places::new([(London, 10), (SouthWest, 2), (London, 4)]);
        let first = ProgrammeRound { number: 1, balances_regions: false };
        assert!(first.takes(Some(London), &places) && first.takes(None, &places), "the first round takes from all");
        // Sixteen of nine regions: the even share lies between one and two.
        let takes = [London, SouthWest, NorthEast].map(|region| BALANCED.takes(Some(region), &places));
        assert_eq!(takes, [false, false, true]);
        let more = places.or_more(&Places::new([(NorthEast, 3), (SouthWest, 1)]));
        // Nineteen: whoever has two is no longer ahead.
        let takes = [London, SouthWest, NorthEast].map(|region| BALANCED.takes(Some(region), &more));
        assert_eq!(takes, [false, true, false]);
        assert!(!BALANCED.takes(None, &more), "a region that is not known cannot be weighed");
        assert!(BALANCED.takes(Some(London), &Places::new([(London, -5)])), "nobody has anything yet");
    }

    #[test]
    fn rounds_for_the_balance_leave_no_region_ahead_whoever_applies_first() {
        let mut places = Places::new([(Region::London, 20), (Region::SouthEast, 7)]);
        for step in 0..200 {
            let order = (0..Region::ALL.len()).map(|n| Region::ALL[(n + 7 * step) % Region::ALL.len()]);
            let next = order.into_iter().find(|it| BALANCED.takes(Some(*it), &places));
            let next = next.expect("somebody has no more than the even share");
            places = Places::new(places.0.into_iter().chain([(next, 1)]));
        }
        let all: i32 = places.0.iter().map(|(_, count)| count).sum();
        assert_eq!(all, 227);
        for region in Region::ALL {
            let ahead = places.of(*region) * 9 - all;
            assert!(ahead < 9, "{region:?} is ahead by a place or more: {places:?}");
        }
    }
}
