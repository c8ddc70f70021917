//! Who could help whom, as rings are made from it.

use std::ops::Range;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::rings::Shape;

/// The most schools that one market may hold.
pub const MOST_PARTNERS: usize = u16::MAX as usize;
/// The most points that one help may be worth: keeps every sum inside its integers.
pub const MOST_POINTS: i64 = 1 << 20;

/// A school in the market. It takes part in at most one ring of a choice, in which it gives once and gets once: two rings would
/// ask its head for two consents of which one may break the other's promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partner {
    /// What it is known by in the draw among equals: the same school has the same key in every market.
    pub key: u64,
    /// Whether it asks for nothing, and so may begin a chain.
    pub only_gives: bool,
}

/// What one school could do for another: the best offer of the one that meets a request of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// The place of the school that gives in the list of schools.
    pub giver: u32,
    /// The place of the school that gets.
    pub taker: u32,
    /// What it is worth, in points: at least 1.
    pub points: i64,
}

/// What is put together before it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The schools.
    pub partners: Vec<Partner>,
    /// Who could help whom, in any order.
    pub helps: Vec<Help>,
    /// Giver and taker who are not to be put together, whatever their points: refused before, or in conflict.
    pub forbidden: Vec<(u32, u32)>,
    /// Which rings may be proposed.
    pub shape: Shape,
    /// The seed of the draw among equals.
    pub seed: u64,
}

/// Why numbers make no market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarketFault {
    /// There are more schools or helps than a market takes.
    TooLarge,
    /// Two schools have the same key.
    KeyTwice {
        /// The key.
        key: u64,
    },
    /// A school is named that is not there.
    NoSuchPartner {
        /// Its place.
        partner: u32,
    },
    /// A school would help itself.
    HelpsItself {
        /// Its place.
        partner: u32,
    },
    /// A school that only gives would get.
    OnlyGives {
        /// Its place.
        partner: u32,
    },
    /// One school would help another twice: only the best offer counts.
    HelpTwice {
        /// Who would give.
        giver: u32,
        /// Who would get.
        taker: u32,
    },
    /// The points of a help are out of range.
    PointsOutOfRange {
        /// Who would give.
        giver: u32,
        /// Who would get.
        taker: u32,
    },
}

/// A help as the listing of rings reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The school at the other end, by its lot.
    pub to: u16,
    /// Its points.
    pub points: i32,
    /// The points of the pair if the other school can help back, else 0.
    pub pair: i32,
    /// The most that it can bring to the worth of a ring.
    pub most: i32,
}

/// A market that has been checked. Inside, schools stand in the order of lots that they draw, so that among equals neither the
/// order of the lists nor the age of a school is an advantage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    partners: Vec<Partner>,
    helps: Vec<Help>,
    shape: Shape,
    seed: u64,
    /// The place of each school in the list, by its lot.
    places: Vec<u16>,
    /// The lot of each school, by its place.
    lots: Vec<u16>,
    gives: Links,
    takes: Links,
}

/// The helps of every school, by lots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Links {
    starts: Vec<u32>,
    links: Vec<Link>,
}

impl Links {
    /// Takes links with the lot of the school that each belongs to.
    fn new(schools: usize, mut all: Vec<(u16, Link)>) -> Self {
        all.sort_unstable_by_key(|(of, link)| (*of, link.to));
        let starts = (0..=schools).map(|lot| all.partition_point(|(of, _)| usize::from(*of) < lot) as u32).collect();
        Self { starts, links: all.into_iter().map(|(_, link)| link).collect() }
    }

    fn of(&self, lot: u16) -> &[Link] {
        let span: Range<usize> = self.starts[lot as usize] as usize..self.starts[lot as usize + 1] as usize;
        &self.links[span]
    }
}

impl Market {
    /// Checks what was put together.
    pub fn new(draft: Draft) -> Result<Self, MarketFault> {
        let Draft { partners, mut helps, mut forbidden, shape, seed } = draft;
        if partners.len() > MOST_PARTNERS || helps.len() > u32::MAX as usize {
            return Err(MarketFault::TooLarge);
        }
        let known = |partner: u32| -> Result<&Partner, MarketFault> {
            partners.get(partner as usize).ok_or(MarketFault::NoSuchPartner { partner })
        };
        for Help { giver, taker, points } in helps.iter().copied() {
            known(giver)?;
            if known(taker)?.only_gives {
                return Err(MarketFault::OnlyGives { partner: taker });
            }
            if giver == taker {
                return Err(MarketFault::HelpsItself { partner: giver });
            }
            if !(1..=MOST_POINTS).contains(&points) {
                return Err(MarketFault::PointsOutOfRange { giver, taker });
            }
        }
        for (giver, taker) in &forbidden {
            known(*giver)?;
            known(*taker)?;
        }
        helps.sort_unstable_by_key(|help| (help.giver, help.taker));
        if let Some(twice) = helps.windows(2).find(|two| (two[0].giver, two[0].taker) == (two[1].giver, two[1].taker)) {
            return Err(MarketFault::HelpTwice { giver: twice[0].giver, taker: twice[0].taker });
        }
        let mut places: Vec<u16> = (0..partners.len() as u16).collect();
        places.sort_by_key(|place| drawn(seed, partners[usize::from(*place)].key));
        let key = |place: u16| partners[usize::from(place)].key;
        if let Some(twice) = places.windows(2).find(|two| key(two[0]) == key(two[1])) {
            return Err(MarketFault::KeyTwice { key: key(twice[0]) });
        }
        forbidden.sort_unstable();
        helps.retain(|help| forbidden.binary_search(&(help.giver, help.taker)).is_err());
        let mut lots = vec![0; partners.len()];
        for (lot, place) in places.iter().enumerate() {
            lots[usize::from(*place)] = lot as u16;
        }
        let it = Self {
            partners,
            helps: Vec::new(),
            shape,
            seed,
            places,
            lots,
            gives: Links::default(),
            takes: Links::default(),
        };
        Ok(it.with(helps))
    }

    /// The same schools with these helps, which are sorted.
    fn with(&self, helps: Vec<Help>) -> Self {
        let (mut gives, mut takes) = (Vec::with_capacity(helps.len()), Vec::with_capacity(helps.len()));
        for Help { giver, taker, points } in helps.iter().copied() {
            let back = points_between(&helps, taker, giver).map_or(0, |back| points + back);
            let most = self.shape.most(points, back) as i32;
            let (from, to) = (self.lots[giver as usize], self.lots[taker as usize]);
            let link = |to: u16| Link { to, points: points as i32, pair: back as i32, most };
            gives.push((from, link(to)));
            takes.push((to, link(from)));
        }
        let many = self.partners.len();
        Self {
            partners: self.partners.clone(),
            helps,
            places: self.places.clone(),
            lots: self.lots.clone(),
            gives: Links::new(many, gives),
            takes: Links::new(many, takes),
            ..*self
        }
    }

    /// The same market without the helps for which this does not hold.
    pub(super) fn where_only(&self, holds: impl Fn(&Help) -> bool) -> Self {
        self.with(self.helps.iter().copied().filter(holds).collect())
    }

    /// The schools.
    pub fn partners(&self) -> &[Partner] {
        &self.partners
    }

    /// Who could help whom, by giver, then by taker, without what is forbidden.
    pub fn helps(&self) -> &[Help] {
        &self.helps
    }

    /// Which rings may be proposed.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// The seed of the draw among equals.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What a help between two schools is worth, if there is one.
    pub fn points(&self, giver: u32, taker: u32) -> Option<i64> {
        points_between(&self.helps, giver, taker)
    }

    pub(super) fn gives(&self, lot: u16) -> &[Link] {
        self.gives.of(lot)
    }

    pub(super) fn takes(&self, lot: u16) -> &[Link] {
        self.takes.of(lot)
    }

    pub(super) fn only_gives(&self, lot: u16) -> bool {
        self.partners[usize::from(self.places[usize::from(lot)])].only_gives
    }

    pub(super) fn place(&self, lot: u16) -> u32 {
        u32::from(self.places[usize::from(lot)])
    }

    pub(super) fn lot(&self, place: u32) -> u16 {
        self.lots[place as usize]
    }
}

fn points_between(helps: &[Help], giver: u32, taker: u32) -> Option<i64> {
    let at = helps.binary_search_by_key(&(giver, taker), |help| (help.giver, help.taker));
    at.ok().map(|at| helps[at].points)
}

/// The lot that a school draws; two equal lots fall back to the key.
const fn drawn(seed: u64, key: u64) -> (u64, u64) {
    (mix(mix(seed) ^ key), key)
}
