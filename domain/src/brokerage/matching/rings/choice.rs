//! Rings, and a choice of some that have no school in common.

use crate::brokerage::matching::rings::Market;
use crate::brokerage::matching::rings::shape::{remains_of_chain, remains_of_ring};
use crate::brokerage::matching::rings::walk::Listed;

/// Schools of which each helps the next. In a closed ring the last helps the first; a chain begins at a school that only gives,
/// and its last school gives nothing in return.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ring {
    /// The places of its schools in the list of the market: of a closed ring, the one with the smallest key first.
    pub schools: Vec<u32>,
    /// Whether it is a chain.
    pub open: bool,
}

/// Rings that have no school in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The rings, in the order of the keys of their first schools.
    pub rings: Vec<Ring>,
}

/// What rings are worth, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// The points of all who help.
    pub points: i64,
    /// What is made of them when what would remain after a refusal counts too: this is what a choice has most of.
    pub total: i64,
}

/// Why rings are no choice of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// A ring has fewer or more schools than may be.
    Length {
        /// How many.
        schools: usize,
    },
    /// A school is not there, or stands twice.
    Partner {
        /// Its place.
        partner: u32,
    },
    /// A school is to help another, and cannot, or is forbidden to.
    NoSuchHelp {
        /// Who would give.
        giver: u32,
        /// Who would get.
        taker: u32,
    },
    /// A chain begins at a school that asks for something too.
    ChainBegins {
        /// Its place.
        partner: u32,
    },
}

impl Ring {
    /// Giver and taker of each help.
    pub fn helps(&self) -> impl Iterator<Item = (u32, u32)> {
        let next = self.schools.iter().skip(1).chain(self.schools.first().filter(|_| !self.open));
        self.schools.iter().copied().zip(next.copied())
    }

    /// What it is worth, if it is a ring of this market.
    pub fn worth(&self, market: &Market) -> Result<Worth, ChoiceFault> {
        let most = if self.open { market.shape().chain } else { market.shape().ring };
        let schools = self.schools.len();
        if schools < 2 || schools > usize::from(most) {
            return Err(ChoiceFault::Length { schools });
        }
        for (at, partner) in self.schools.iter().copied().enumerate() {
            if partner as usize >= market.partners().len() || self.schools[..at].contains(&partner) {
                return Err(ChoiceFault::Partner { partner });
            }
        }
        let first = self.schools[0];
        if self.open && !market.partners()[first as usize].only_gives {
            return Err(ChoiceFault::ChainBegins { partner: first });
        }
        let (mut each, mut pairs) = (Vec::with_capacity(schools), Vec::with_capacity(schools));
        for (giver, taker) in self.helps() {
            let points = market.points(giver, taker).ok_or(ChoiceFault::NoSuchHelp { giver, taker })?;
            each.push(points);
            pairs.push(market.points(taker, giver).map_or(0, |back| points + back));
        }
        let points = each.iter().sum();
        let remains = if self.open { remains_of_chain(&each) } else { remains_of_ring(&pairs) };
        Ok(Worth { points, total: market.shape().worth(points, remains) })
    }

    /// A ring as it was listed, in the places of the market.
    pub(super) fn of(market: &Market, listed: &Listed) -> Self {
        let mut schools: Vec<_> = listed.lots().iter().map(|lot| market.place(*lot)).collect();
        let open = market.only_gives(listed.at[0]);
        if !open {
            let key = |at: &usize| market.partners()[schools[*at] as usize].key;
            let first = (0..schools.len()).min_by_key(key).unwrap_or(0);
            schools.rotate_left(first);
        }
        Self { schools, open }
    }
}

impl Choice {
    /// Takes rings, in any order.
    pub(super) fn new(market: &Market, rings: impl IntoIterator<Item = Ring>) -> Self {
        let mut rings: Vec<_> = rings.into_iter().collect();
        rings.sort_by_key(|ring| market.partners()[ring.schools[0] as usize].key);
        Self { rings }
    }

    /// What it is worth, if it is a choice of this market.
    pub fn worth(&self, market: &Market) -> Result<Worth, ChoiceFault> {
        let mut taken = vec![false; market.partners().len()];
        let mut worth = Worth::default();
        for ring in &self.rings {
            let of_ring = ring.worth(market)?;
            worth.points += of_ring.points;
            worth.total += of_ring.total;
            for partner in ring.schools.iter().copied() {
                if std::mem::replace(&mut taken[partner as usize], true) {
                    return Err(ChoiceFault::Partner { partner });
                }
            }
        }
        Ok(worth)
    }
}
