//! Chance that falls the same way every time: the whole world comes from one number.

use domain::{Id, Timestamp};
use uuid::Builder;

/// SplitMix64: small, quick, and the same on every machine and in every release.
pub struct Chance(u64);

impl Chance {
    /// Begins at a number.
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A place in a list of so many, which must not be none.
    pub const fn below(&mut self, count: usize) -> usize {
        (self.bits() % count as u64) as usize
    }

    /// A whole number, both ends included.
    pub const fn between(&mut self, least: i32, most: i32) -> i32 {
        least + (self.bits() % (most - least + 1) as u64) as i32
    }

    /// One of a list, which must not be empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Some of a list, in its order: at least one, at most so many.
    pub fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let count = 1 + self.below(most.min(list.len()));
        let mut places: Vec<usize> = (0..list.len()).collect();
        self.shuffle(&mut places);
        places.truncate(count);
        places.sort_unstable();
        places.into_iter().map(|place| list[place]).collect()
    }

    /// Whether something of so many in a hundred comes about.
    pub const fn percent(&mut self, chance: u64) -> bool {
        self.bits() % 100 < chance
    }

    /// One of several, each with its weight.
    pub fn weighted<T: Copy>(&mut self, list: &[(u32, T)]) -> T {
        let sum: u32 = list.iter().map(|(weight, _)| weight).sum();
        let mut left = (self.bits() % u64::from(sum)) as u32;
        for (weight, it) in list {
            if left < *weight {
                return *it;
            }
            left -= weight;
        }
        list[0].1
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }

    /// A new id, as one made at that instant would look.
    pub fn id<N>(&mut self, at: Timestamp) -> Id<N> {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.bits().to_be_bytes());
        random[8..].copy_from_slice(&self.bits().to_be_bytes()[..2]);
        let millis = u64::try_from(at.utc().timestamp_millis()).unwrap_or_default();
        Id::from_uuid(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_falls_the_same_way_every_time() {
        let (mut one, mut other) = (Chance::of(7), Chance::of(7));
        assert_eq!([one.bits(), one.bits()], [other.bits(), other.bits()]);
        assert_ne!(Chance::of(8).bits(), Chance::of(7).bits());
    }

    #[test]
    fn every_end_is_reached_and_none_is_passed() {
        let mut chance = Chance::of(1);
        let seen: Vec<i32> = (0..200).map(|_| chance.between(2, 4)).collect();
        assert!([2, 3, 4].iter().all(|it| seen.contains(it)) && seen.iter().all(|it| (2..=4).contains(it)));
        assert!((0..200).all(|_| chance.weighted(&[(0, 'a'), (1, 'b')]) == 'b'));
        assert!((0..50).all(|_| (1..=2).contains(&chance.some(&[1, 2, 3], 2).len())));
    }
}
