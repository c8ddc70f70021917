//! A market as rings see it: its schools, who ask by their requests and give by their specialists.
//!
//! A help of a ring is the best pair of a specialist of the one school and a request of the other. What meeting the request is
//! worth, and what load costs, decide about places in a plan; a ring is a swap between schools and counts the pairs alone. A school
//! gives once and gets once in a ring, so that seats and capacity are never short.
//!
//! Cost: one pass over the pairs, and a sort of those of each school.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::brokerage::matching::interchange::Night;
use crate::brokerage::matching::rings::{Draft, Help, Market, MarketFault, Partner, Shape};

/// The schools of a market, and what they could do for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutual {
    /// The numbers of all schools that ask or can give, the smallest first: their places are those in [`Mutual::market`].
    pub schools: Vec<u32>,
    /// How many of them ask.
    pub asking: usize,
    /// How many of them can give.
    pub giving: usize,
    /// Who could help whom.
    pub market: Market,
    /// Request and specialist of each help, by the places of giver and taker.
    pairs: BTreeMap<(u32, u32), (u32, u32)>,
}

impl Mutual {
    /// Reads the rows of a market. Pairs that are worth nothing are left out, and those within one school.
    pub fn new(night: &Night, shape: Shape) -> Result<Self, MarketFault> {
        let asking = numbers(night.requests.iter().map(|row| row.school));
        let giving = numbers(night.specialists.iter().map(|row| row.school));
        let schools = numbers(asking.iter().chain(&giving).copied());
        let place = |school: u32| schools.partition_point(|it| *it < school) as u32;
        let givers: Vec<u32> = night.specialists.iter().map(|row| place(row.school)).collect();
        let mut wanted: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (request, row) in night.requests.iter().enumerate() {
            wanted.entry(place(row.school)).or_default().push(request);
        }
        let (mut helps, mut pairs) = (Vec::new(), BTreeMap::new());
        for (taker, requests) in wanted {
            for (giver, Reverse(points), request, specialist) in best(night, &givers, &requests) {
                if giver != taker {
                    helps.push(Help { giver, taker, points });
                    pairs.insert((giver, taker), (request, specialist));
                }
            }
        }
        let partner =
            |school: &u32| Partner { key: u64::from(*school), only_gives: asking.binary_search(school).is_err() };
        let partners = schools.iter().map(partner).collect();
        let draft = Draft { partners, helps, forbidden: Vec::new(), shape, seed: night.seed };
        let (asking, giving) = (asking.len(), giving.len());
        Ok(Self { schools, asking, giving, market: Market::new(draft)?, pairs })
    }

    /// The request that a help would meet, and the specialist who would.
    pub fn pair(&self, giver: u32, taker: u32) -> Option<(u32, u32)> {
        self.pairs.get(&(giver, taker)).copied()
    }
}

/// The numbers of schools, each once, the smallest first.
fn numbers(all: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all: Vec<_> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The best pair that each school has for one of these requests: giver, points, request, specialist. Of equal pairs of the same
/// two schools the first in the tables is named, which is no advantage to either.
fn best(night: &Night, givers: &[u32], requests: &[usize]) -> Vec<(u32, Reverse<i64>, u32, u32)> {
    let mut best = Vec::new();
    for request in requests.iter().copied() {
        let pairs = night.instance.row(request).iter().filter(|pair| pair.weight > 0);
        best.extend(
            pairs.map(|pair| (givers[pair.specialist as usize], Reverse(pair.weight), request as u32, pair.specialist)),
        );
    }
    best.sort_unstable();
    best.dedup_by_key(|(giver, ..)| *giver);
    best
}
