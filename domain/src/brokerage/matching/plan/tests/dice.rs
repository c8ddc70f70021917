//! Small markets of every kind, from a seed.

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::plan::instance::MOST_POINTS;
use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, Objective, Pairing};

/// What is odd about a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: few requests, some in teams, and specialists with some room.
    Ordinary,
    /// Nobody can help anybody.
    NoPairs,
    /// Nobody has room.
    NoRoom,
    /// Every pair is worth the same.
    AllEqual,
    /// One specialist can do everything.
    OneForAll,
    /// Most pairs are worth less than nothing.
    Negative,
    /// Every number is the largest or the smallest that may be.
    Limits,
    /// Every request wants a team.
    Teams,
    /// Far more requests than places.
    Short,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::Ordinary,
        Self::NoPairs,
        Self::NoRoom,
        Self::AllEqual,
        Self::OneForAll,
        Self::Negative,
        Self::Limits,
        Self::Teams,
        Self::Short,
    ];
}

/// A stream of numbers.
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to below the most.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = mix(self.0);
        self.0 % most
    }

    /// A number between two, both included.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as u64) as i64
    }

    /// Points of one kind of market.
    fn points(&mut self, kind: Kind) -> i64 {
        match kind {
            Kind::AllEqual => 500,
            Kind::Negative => self.between(-1_000, 50),
            Kind::Limits => [-MOST_POINTS, MOST_POINTS][self.below(2) as usize],
            // Few values, so that many plans are worth the same.
            Kind::Ordinary if self.0.is_multiple_of(2) => self.between(0, 4),
            _ => self.between(-100, 1_000),
        }
    }
}

/// A market of a kind, and what counts in it.
pub fn market(kind: Kind, seed: u64) -> (Instance, Objective) {
    let mut dice = Dice(seed);
    let specialists = if kind == Kind::OneForAll { 1 } else { 1 + dice.below(6) };
    let requests = dice.below(if kind == Kind::Short { 16 } else { 8 });
    let density = 1 + dice.below(10);
    let mut draft = Draft { seed: dice.below(1 << 40), ..Draft::default() };
    for key in 0..specialists {
        let capacity = match kind {
            Kind::NoRoom => 0,
            Kind::OneForAll => dice.below(10),
            Kind::Short => 1,
            _ => dice.below(4),
        };
        draft.gives.push(Give { key, capacity: capacity as u32, jobs: dice.below(3) as u32 });
    }
    for key in 0..requests {
        let seats = match kind {
            Kind::Teams => 2 + dice.below(3),
            _ if dice.below(4) == 0 => 2,
            _ => 1,
        };
        let worth = if kind == Kind::AllEqual { 100 } else { dice.points(kind) };
        draft.asks.push(Ask { key, seats: seats as u32, worth });
        let mut listed = Vec::new();
        for specialist in 0..specialists as u32 {
            if kind != Kind::NoPairs && dice.below(10) < density {
                listed.push(Pairing { specialist, weight: dice.points(kind) });
            }
        }
        draft.pairs.push(listed);
    }
    let objective = match dice.below(3) {
        0 => Objective::linear(),
        _ if kind == Kind::Limits => Objective::fair(vec![0, MOST_POINTS]).unwrap(),
        _ => Objective::fair(vec![0, 40, 100, 180, 280, 400]).unwrap(),
    };
    (Instance::new(draft).unwrap(), objective)
}
