//! Lists every ring that begins at a school: those in which it has the smallest lot, and the chains that it begins if it only
//! gives. So each ring is listed once.
//!
//! Cost: for rings of three, the square of the number of helps of one school; of four, the cube, of which the cut leaves little:
//! whoever lists names prices and a floor, and what cannot reach the floor at these prices even with the best of what is still
//! missing is passed over.

use crate::brokerage::matching::rings::Market;
use crate::brokerage::matching::rings::certificate::PRICE;
use crate::brokerage::matching::rings::market::Link;
use crate::brokerage::matching::rings::shape::{remains_of_chain, remains_of_ring};
use crate::brokerage::matching::rings::watch::{Stopped, Watch};

/// A ring as it is listed: the lots of its schools in order, filled up with the number of schools in the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    /// Where it begins, and who follows.
    pub at: [u16; 4],
    /// What it is worth, in points.
    pub worth: i64,
    /// The number of schools in the market.
    nobody: u16,
}

impl Listed {
    /// Its schools.
    pub fn lots(&self) -> &[u16] {
        &self.at[..self.many()]
    }

    /// The school at which it counts: any of them, so that about as many count at each.
    #[inline]
    pub fn counts_at(&self) -> u16 {
        let sum: usize = self.at.iter().map(|lot| usize::from(*lot)).sum();
        self.at[sum % self.many()]
    }

    fn many(&self) -> usize {
        2 + usize::from(self.at[2] != self.nobody) + usize::from(self.at[3] != self.nobody)
    }

    /// What its worth is above the prices of its schools; the prices hold a nought for nobody.
    #[inline]
    pub fn above(&self, prices: &[i64]) -> i64 {
        self.worth * PRICE - self.at.iter().map(|lot| prices[usize::from(*lot)]).sum::<i64>()
    }
}

/// The listing of rings at some prices.
pub(super) struct Walk<'m> {
    market: &'m Market,
    /// A price for each school by its lot, and a nought for nobody.
    prices: Vec<i64>,
    /// The most that one more help from each school can bring, its points less the price of the school that gets.
    reach: Vec<i64>,
    farthest: i64,
    /// The helps that lead back to the school at which the rings begin, by giver; where there is none, no points.
    back: Vec<Link>,
    nobody: u16,
}

const NONE: Link = Link { to: 0, points: 0, pair: 0, most: 0 };

impl<'m> Walk<'m> {
    /// Takes a price for each school by its lot, and a nought for nobody.
    pub fn new(market: &'m Market, prices: Vec<i64>) -> Self {
        let many = market.partners().len() as u16;
        let brings = |link: &Link| i64::from(link.most) * PRICE - prices[usize::from(link.to)];
        let most = |lot: u16| market.gives(lot).iter().map(brings).max().unwrap_or(i64::MIN / 8);
        let reach: Vec<_> = (0..many).map(most).collect();
        let farthest = reach.iter().copied().max().unwrap_or(0);
        Self { market, prices, reach, farthest, back: vec![NONE; usize::from(many)], nobody: many }
    }

    /// Raises the price of a school. What was reckoned of how far helps reach stays true, if not as close.
    pub fn raise(&mut self, lot: u16, price: i64) {
        self.prices[usize::from(lot)] = self.prices[usize::from(lot)].max(price);
    }

    /// Visits each ring that begins at a school and is worth at least the floor above its prices, with what it is above them.
    /// The visitor gives the floor from there on.
    pub fn from(
        &mut self,
        first: u16,
        floor: i64,
        watch: &mut Watch<'_>,
        visit: &mut impl FnMut(Listed, i64) -> i64,
    ) -> Result<(), Stopped> {
        if self.market.only_gives(first) {
            return self.chains(first, floor, watch, visit);
        }
        let back = self.market.takes(first);
        for link in back {
            self.back[usize::from(link.to)] = *link;
        }
        let done = self.rings(first, floor, watch, visit);
        for link in back {
            self.back[usize::from(link.to)] = NONE;
        }
        done
    }

    fn rings(
        &self,
        first: u16,
        mut floor: i64,
        watch: &mut Watch<'_>,
        visit: &mut impl FnMut(Listed, i64) -> i64,
    ) -> Result<(), Stopped> {
        let shape = self.market.shape();
        let home = self.market.takes(first).iter().map(|link| i64::from(link.most) * PRICE).max().unwrap_or(0);
        for a in self.after(first, first) {
            let to_a = self.most(a) - self.prices[usize::from(first)];
            let from_a = self.back[usize::from(a.to)];
            if from_a.points > 0 {
                let worth = shape.worth(i64::from(a.points + from_a.points), 0);
                self.found([first, a.to, self.nobody, self.nobody], worth, &mut floor, visit);
            }
            let far = if shape.ring > 3 { self.farthest.max(0) } else { 0 };
            if shape.ring < 3 || to_a + self.reach[usize::from(a.to)] + far + home < floor {
                continue;
            }
            let seconds = self.after(a.to, first);
            watch.after(seconds.len())?;
            for b in seconds {
                let from_b = self.back[usize::from(b.to)];
                if from_b.points > 0 {
                    let remains = remains_of_ring(&[a.pair, b.pair, from_b.pair].map(i64::from));
                    let worth = shape.worth(i64::from(a.points + b.points + from_b.points), remains);
                    self.found([first, a.to, b.to, self.nobody], worth, &mut floor, visit);
                }
                let to_b = to_a + self.most(b);
                if shape.ring < 4 || to_b + self.reach[usize::from(b.to)] + home < floor {
                    continue;
                }
                let thirds = self.after(b.to, first);
                watch.after(thirds.len())?;
                for c in thirds.iter().filter(|c| c.to != a.to) {
                    let from_c = self.back[usize::from(c.to)];
                    if from_c.points > 0 {
                        let remains = remains_of_ring(&[a.pair, b.pair, c.pair, from_c.pair].map(i64::from));
                        let points = i64::from(a.points) + i64::from(b.points + c.points + from_c.points);
                        self.found([first, a.to, b.to, c.to], shape.worth(points, remains), &mut floor, visit);
                    }
                }
            }
        }
        Ok(())
    }

    fn chains(
        &self,
        first: u16,
        mut floor: i64,
        watch: &mut Watch<'_>,
        visit: &mut impl FnMut(Listed, i64) -> i64,
    ) -> Result<(), Stopped> {
        let shape = self.market.shape();
        if shape.chain < 2 {
            return Ok(());
        }
        for a in self.market.gives(first) {
            self.found([first, a.to, self.nobody, self.nobody], i64::from(a.points), &mut floor, visit);
            let to_a = self.most(a) - self.prices[usize::from(first)];
            let far = if shape.chain > 3 { self.farthest.max(0) } else { 0 };
            if shape.chain < 3 || to_a + self.reach[usize::from(a.to)] + far < floor {
                continue;
            }
            let seconds = self.market.gives(a.to);
            watch.after(seconds.len())?;
            for b in seconds {
                let points = [a.points, b.points].map(i64::from);
                let worth = shape.worth(points.iter().sum(), remains_of_chain(&points));
                self.found([first, a.to, b.to, self.nobody], worth, &mut floor, visit);
                if shape.chain < 4 || to_a + self.most(b) + self.reach[usize::from(b.to)] < floor {
                    continue;
                }
                let thirds = self.market.gives(b.to);
                watch.after(thirds.len())?;
                for c in thirds.iter().filter(|c| c.to != a.to) {
                    let points = [a.points, b.points, c.points].map(i64::from);
                    let worth = shape.worth(points.iter().sum(), remains_of_chain(&points));
                    self.found([first, a.to, b.to, c.to], worth, &mut floor, visit);
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn found(&self, at: [u16; 4], worth: i64, floor: &mut i64, visit: &mut impl FnMut(Listed, i64) -> i64) {
        let listed = Listed { at, worth, nobody: self.nobody };
        let above = listed.above(&self.prices);
        if above >= *floor {
            *floor = visit(listed, above);
        }
    }

    /// The helps of a school to those whose lot is above that of the first of a ring.
    fn after(&self, giver: u16, first: u16) -> &'m [Link] {
        let links = self.market.gives(giver);
        &links[links.partition_point(|link| link.to <= first)..]
    }

    /// The most that a help can bring at the prices.
    fn most(&self, link: &Link) -> i64 {
        i64::from(link.most) * PRICE - self.prices[usize::from(link.to)]
    }
}
