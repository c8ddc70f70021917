//! Makes a choice better: takes some rings that touch each other apart and puts their schools together anew, as well as can be.
//!
//! This is the search of large neighbourhoods of P. Shaw (*Principles and Practice of Constraint Programming*, 1998), in which a
//! neighbourhood is searched by branch and bound. At good prices a choice falls short of the bound by what its rings and the
//! schools that it leaves out lose (`loss`), so the search looks for less loss: for the dearest school that is not decided, it
//! tries its rings, the one that loses least first, and leaving it out; whatever loses as much as is known is cut off.
//!
//! Cost: a bounded number of trials for each neighbourhood. Proof obligation: rings never share a school ([`Chosen`]).

use std::cmp::Reverse;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::rings::loss::Losses;
use crate::brokerage::matching::rings::walk::Listed;
use crate::brokerage::matching::rings::watch::{Stopped, Watch};
use crate::brokerage::matching::rings::{Choice, Market, Ring};

/// How many schools a neighbourhood has at least before nobody else is taken in; how many more, by a draw; and how many more for
/// each round without gain.
const FIELD: usize = 12;
const MORE: usize = 24;
const GROWN: usize = 2;
/// How many rings are tried in one neighbourhood, and again for each round without gain.
const TRIED: usize = 2_000;
/// Of how many rings of a school, those that lose least, every so many-th by a draw is taken into a neighbourhood.
const BREADTH: usize = 8;
const ODDS: u64 = 3;
const FREE: u32 = u32::MAX;

/// Rings that have no school in common, while they are chosen.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    rings: Vec<Listed>,
    /// The number of the ring of each school, by lots; nobody, who stands last, is in none.
    of: Vec<u32>,
    /// What they are worth together, in points.
    pub worth: i64,
}

impl Chosen {
    /// None yet.
    pub fn new(market: &Market) -> Self {
        Self { rings: Vec::new(), of: vec![FREE; market.partners().len() + 1], worth: 0 }
    }

    /// Those that lose least first.
    pub fn by_loss(market: &Market, losses: &Losses) -> Self {
        let mut it = Self::new(market);
        for (_, listed) in losses.rings() {
            if listed.lots().iter().all(|lot| it.is_free(*lot)) {
                it.add(*listed);
            }
        }
        it
    }

    /// Whether a school is in no ring.
    pub fn is_free(&self, lot: u16) -> bool {
        self.of[usize::from(lot)] == FREE
    }

    /// Takes a ring whose schools are free.
    pub fn add(&mut self, listed: Listed) {
        let number = self.rings.len() as u32;
        self.worth += listed.worth;
        self.mark(&listed, number);
        self.rings.push(listed);
    }

    /// The ring of a school.
    fn ring_of(&self, lot: u16) -> Option<Listed> {
        self.rings.get(self.of[usize::from(lot)] as usize).copied()
    }

    /// Lets the ring of a school go, if it is in one.
    fn remove(&mut self, lot: u16) {
        let number = self.of[usize::from(lot)];
        if number == FREE {
            return;
        }
        let listed = self.rings.swap_remove(number as usize);
        self.worth -= listed.worth;
        self.mark(&listed, FREE);
        if let Some(moved) = self.rings.get(number as usize).copied() {
            self.mark(&moved, number);
        }
    }

    fn mark(&mut self, listed: &Listed, number: u32) {
        let nobody = self.of.len() - 1;
        for lot in listed.at.map(usize::from).into_iter().filter(|lot| *lot < nobody) {
            self.of[lot] = number;
        }
    }

    /// The rings as they are proposed.
    pub fn choice(&self, market: &Market) -> Choice {
        Choice::new(market, self.rings.iter().map(|listed| Ring::of(market, listed)))
    }
}

/// How a school of a neighbourhood stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Outside,
    Open,
    Decided,
}

/// The search of neighbourhoods, one after another.
pub(super) struct Swap<'l> {
    losses: &'l Losses,
    /// By lots; nobody is always open.
    stands: Vec<Stand>,
    field: Vec<u16>,
    taken: Vec<Listed>,
    best: Vec<Listed>,
    least: i64,
    tries: usize,
    /// How many rounds without gain there were before this one.
    idle: usize,
    draws: u64,
}

impl<'l> Swap<'l> {
    /// Takes the losses, the number of the round, so that its draws differ from those of others, and how many rounds before it
    /// brought nothing: then it looks farther.
    pub fn new(market: &Market, losses: &'l Losses, round: u64, idle: usize) -> Self {
        let mut stands = vec![Stand::Outside; market.partners().len() + 1];
        stands[market.partners().len()] = Stand::Open;
        let draws = mix(market.seed() ^ mix(round));
        Self { losses, stands, field: Vec::new(), taken: Vec::new(), best: Vec::new(), least: 0, tries: 0, idle, draws }
    }

    /// Tries the neighbourhoods of all schools that have a part in the loss, the greatest first.
    pub fn improve(&mut self, chosen: &mut Chosen, watch: &mut Watch<'_>) -> Result<(), Stopped> {
        let part = |lot| (Reverse(self.part(lot, chosen)), lot);
        let mut seeds: Vec<_> = (0..self.stands.len() as u16 - 1).map(part).collect();
        seeds.retain(|(Reverse(loss), _)| *loss > 0);
        seeds.sort_unstable();
        for (_, seed) in seeds {
            self.around(seed, chosen);
            watch.after(8 * self.tries + 2_000)?;
        }
        Ok(())
    }

    /// The part of a school in the loss: its price if it is left out, and what its ring loses if that begins at it.
    fn part(&self, lot: u16, chosen: &Chosen) -> i64 {
        match chosen.ring_of(lot) {
            None => self.losses.of_school(lot),
            Some(listed) if listed.at[0] == lot => self.losses.of_ring(&listed),
            Some(_) => 0,
        }
    }

    /// Puts the schools around one together anew, if that is better.
    fn around(&mut self, seed: u16, chosen: &mut Chosen) {
        self.grow(seed, chosen);
        let before = self.field.iter().map(|lot| self.part(*lot, chosen)).sum();
        (self.least, self.tries) = (before, 0);
        self.best.clear();
        self.field.sort_unstable_by_key(|lot| (Reverse(self.losses.of_school(*lot)), *lot));
        self.decide(0, 0);
        if self.least < before {
            self.field.iter().for_each(|lot| chosen.remove(*lot));
            self.best.iter().for_each(|listed| chosen.add(*listed));
        }
        self.field.iter().for_each(|lot| self.stands[usize::from(*lot)] = Stand::Outside);
    }

    /// Gathers the schools of a neighbourhood: those of rings that would lose little, with the rings in which they are.
    fn grow(&mut self, seed: u16, chosen: &Chosen) {
        self.field.clear();
        self.draws = mix(self.draws);
        let size = FIELD + (self.draws >> 40) as usize % (MORE + GROWN * self.idle);
        self.take_in(seed, chosen);
        let mut at = 0;
        while at < self.field.len() && self.field.len() < size {
            for (_, listed) in self.losses.of(self.field[at]).take(BREADTH) {
                self.draws = mix(self.draws);
                if self.draws.is_multiple_of(ODDS) && self.field.len() < size {
                    listed.at.into_iter().for_each(|lot| self.take_in(lot, chosen));
                }
            }
            at += 1;
        }
    }

    fn take_in(&mut self, lot: u16, chosen: &Chosen) {
        let alone = [lot; 4];
        for lot in chosen.ring_of(lot).map_or(alone, |listed| listed.at) {
            if self.stands[usize::from(lot)] == Stand::Outside {
                self.stands[usize::from(lot)] = Stand::Open;
                self.field.push(lot);
            }
        }
    }

    /// Decides about the schools of the field from one on, after so much loss.
    fn decide(&mut self, from: usize, lost: i64) {
        let open = |lot: &u16| self.stands[usize::from(*lot)] == Stand::Open;
        let Some(at) = (from..self.field.len()).find(|at| open(&self.field[*at])) else {
            self.least = lost;
            self.best.clone_from(&self.taken);
            return;
        };
        let (lot, losses) = (self.field[at], self.losses);
        for (loss, listed) in losses.of(lot) {
            if lost + loss >= self.least || self.tries >= TRIED * (1 + self.idle) {
                break;
            }
            if listed.at.iter().any(|lot| self.stands[usize::from(*lot)] != Stand::Open) {
                continue;
            }
            self.tries += 1;
            self.mark(listed, Stand::Decided);
            self.taken.push(*listed);
            self.decide(at + 1, lost + loss);
            self.taken.pop();
            self.mark(listed, Stand::Open);
        }
        let left_out = lost + losses.of_school(lot);
        if left_out < self.least {
            self.stands[usize::from(lot)] = Stand::Decided;
            self.decide(at + 1, left_out);
            self.stands[usize::from(lot)] = Stand::Open;
        }
    }

    /// How the schools of a ring stand; nobody stays open.
    fn mark(&mut self, listed: &Listed, stand: Stand) {
        let nobody = self.stands.len() - 1;
        for lot in listed.at.map(usize::from).into_iter().filter(|lot| *lot < nobody) {
            self.stands[lot] = stand;
        }
    }
}
