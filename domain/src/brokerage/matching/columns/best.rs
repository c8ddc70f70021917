//! The second pass: the best of those who are left, and of those who are not the nearest misses.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::Id;
use crate::brokerage::matching::columns::Columns;
use crate::brokerage::matching::columns::bits::slots_of;
use crate::brokerage::matching::columns::points::Points;
use crate::brokerage::matching::columns::question::Laid;
use crate::brokerage::matching::columns::sieve::{Sieved, sieve};
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::filter::TESTS;
use crate::brokerage::matching::rank::{candidate, enough, excluded};
use crate::brokerage::matching::{Asked, Candidate, Excluded, Most, Ranking, Reach, Setting, Term};
use crate::exchange::Offer;

/// The first of many, by a key of which the least comes first.
struct First<K> {
    most: usize,
    kept: BinaryHeap<K>,
}

impl<K: Ord> First<K> {
    fn of(most: usize) -> Self {
        Self { most, kept: BinaryHeap::new() }
    }

    /// The last that is kept, once there is room for no more.
    fn last(&self) -> Option<&K> {
        self.kept.peek().filter(|_| self.kept.len() >= self.most)
    }

    fn offer(&mut self, key: K) {
        if self.kept.len() < self.most {
            self.kept.push(key);
        } else if let Some(mut last) = self.kept.peek_mut().filter(|last| key < **last) {
            *last = key;
        }
    }
}

impl Columns {
    /// Ranks the offers of some main areas, as [`rank`](crate::brokerage::matching::rank()) does.
    pub fn rank(&self, asked: &Asked<'_>, areas: &BTreeSet<Term>, seed: u64, reach: Reach, most: Most) -> Ranking {
        let laid = Laid::new(self, asked, self.universe(areas));
        let sieved = sieve(&laid);
        let found = sieved.found(&laid);
        let stage = match reach {
            Reach::To(stage) => stage,
            Reach::Enough => enough(asked.policy.setting(Setting::StageEnough), &found),
        };
        let view: Vec<u64> = (0..self.blocks.len()).map(|word| laid.until(word, stage)).collect();
        Ranking {
            stage,
            refused: sieved.refused(&view),
            candidates: candidates(&laid, &sieved, seed, &view, most.candidates),
            excluded: misses(&laid, &sieved, seed, &view, most.excluded),
            found: found.into_iter().filter(|(at, _)| *at <= stage).collect(),
        }
    }
}

fn candidates(laid: &Laid<'_, '_>, sieved: &Sieved, seed: u64, view: &[u64], most: usize) -> Vec<Candidate> {
    if most == 0 {
        return Vec::new();
    }
    let points = Points::new(laid);
    let mut first = First::of(most);
    for (word, fit) in sieved.fit.iter().enumerate().filter(|(_, fit)| **fit != 0) {
        let fit = fit & view[word];
        let further = points.most(word);
        for slot in slots_of(word, fit) {
            let least = first.last().map_or(i64::MIN, |(Reverse(score), ..): &Key| *score);
            if let Some(score) = points.reaching(slot, least, further).filter(|score| *score >= least) {
                let offer = laid.offer(slot);
                first.offer((Reverse(score), draw(seed, offer), offer, slot));
            }
        }
    }
    let all = first.kept.into_sorted_vec();
    let told = all.into_iter().filter_map(|(Reverse(score), _, _, slot)| Some(candidate(&laid.pair(slot)?, score)));
    told.collect()
}

/// Score, lot, id and slot of somebody who could meet the request.
type Key = (Reverse<i64>, u64, Id<Offer>, usize);

/// Those who are excluded by the last of the rules come first: the nearest misses.
fn misses(laid: &Laid<'_, '_>, sieved: &Sieved, seed: u64, view: &[u64], most: usize) -> Vec<Excluded> {
    let mut told = Vec::new();
    for place in (0..TESTS.len()).rev() {
        if told.len() >= most {
            break;
        }
        let mut first = First::of(most - told.len());
        for (word, broken) in sieved.broken(place).iter().enumerate().filter(|(_, broken)| **broken != 0) {
            for slot in slots_of(word, broken & view[word]) {
                let offer = laid.offer(slot);
                first.offer((draw(seed, offer), offer, slot));
            }
        }
        let next = first.kept.into_sorted_vec();
        told.extend(next.into_iter().filter_map(|(_, _, slot)| Some(excluded(&laid.pair(slot)?))));
    }
    told
}
