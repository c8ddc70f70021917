//! Numbers drawn from a seed: the stream of SplitMix64 (Steele, Lea and Flood, 2014), in whole numbers, so that the same seed
//! draws the same on any machine.

use crate::brokerage::matching::draw::mix;

/// By how much the counter of SplitMix64 moves: 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Who a specialist is.
    Specialist = 1,
    /// What a request is.
    Request = 2,
    /// How long a request's list is.
    Cut = 3,
}

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The stream of one row. Each has its own, so that more rows change none that were there before.
    pub const fn new(seed: u64, purpose: Purpose, row: usize) -> Self {
        Self(mix(mix(mix(seed) ^ purpose as u64) ^ row as u64))
    }

    const fn next(&mut self) -> u64 {
        let drawn = mix(self.0);
        self.0 = self.0.wrapping_add(STEP);
        drawn
    }

    /// A number from nought to one less than `count`, each as likely as any other but for one part in 2^64 of `count`.
    pub const fn below(&mut self, count: u64) -> u64 {
        ((self.next() as u128 * count as u128) >> 64) as u64
    }

    /// A number from `from` to `to`.
    pub const fn within(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1) as u64) as i64
    }

    /// The place of one of some shares, each as likely as it is large.
    pub fn one_of(&mut self, shares: &[u64]) -> usize {
        let mut left = self.below(shares.iter().sum());
        let drawn = shares.iter().position(|share| match left.checked_sub(*share) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        drawn.expect("what was drawn lies below the sum of the shares")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_drawn_as_often_as_they_are_large() {
        let mut times = [0; 3];
        for row in 0..10_000 {
            times[Stream::new(7, Purpose::Request, row).one_of(&[62, 0, 38])] += 1;
        }
        assert_eq!(times[1], 0);
        assert!((6_050..6_350).contains(&times[0]), "{times:?}");
    }

    #[test]
    fn both_ends_of_a_range_are_drawn() {
        let mut stream = Stream::new(7, Purpose::Cut, 0);
        let drawn: Vec<_> = (0..1_000).map(|_| stream.within(-3, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-3), Some(&2)));
    }
}
