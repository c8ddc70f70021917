//! Which schools could have help at all: for each area, phase and field of expertise, the schools that somebody could reach
//! (DOMAIN A6).
//!
//! *Rule*: a school is covered where one offer at least passes the hard rules of matching for the plainest request that the
//! school could make: of that field, at its own key stages, in any way of working, of nobody's kind or post in particular. So
//! the offer is open and lately confirmed, its holder is released and has the time free that is asked for, it is given by
//! another school of another trust, and where work at the school is the only way the journey is one that the giver makes.
//! Distance alone excludes nobody here either (DOMAIN A1).
//!
//! *Cost*: offers that are given at any distance are laid together by key stages, the others into squares of 50 km, each with
//! the longest way that its giver makes; a school then looks at few offers of each field before it has found two. The offers
//! are gone through once, and then each school and field; a test holds it beside matching itself. *Proof obligation*: whole
//! numbers, the sum over all areas is the nation's, and an offer more lowers no number.

mod holders;
mod reachable;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::Id;
use crate::brokerage::matching::Home;
use crate::directory::{Expertise, LocalAuthority, Phase, School};

pub use reachable::{Measure, Reachable, Supply};

/// A school for which it is counted.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// What matching knows of it.
    pub home: &'a Home,
    /// Its local authority; none where the register does not say.
    pub authority: Option<Id<LocalAuthority>>,
    /// Its pupils on roll; none where the register does not say.
    pub pupils: Option<u32>,
}

/// What is counted of some schools and one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The schools.
    pub schools: u32,
    /// Of these, those that somebody could reach.
    pub covered: u32,
    /// Of these again, those that offers of one school alone could reach.
    pub by_one: u32,
    /// The pupils of all of them, as far as the register says.
    pub pupils: u64,
    /// The pupils of the schools that are covered.
    pub pupils_covered: u64,
    /// How many schools have a roll that is not known, and weigh nothing among the pupils.
    pub unknown_rolls: u32,
}

/// One area, phase and field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The local authority; none for schools of which the register does not say.
    pub authority: Option<Id<LocalAuthority>>,
    /// The phase.
    pub phase: Phase,
    /// The field of expertise.
    pub focus: Id<Expertise>,
}

/// How far the nation is covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    focuses: Vec<Id<Expertise>>,
    /// For each area and phase, a count for each field.
    counted: BTreeMap<(Option<Id<LocalAuthority>>, Phase), Vec<Tally>>,
}

impl Coverage {
    /// Counts these schools for these fields, each of which is met by whoever holds it or a part of it.
    pub fn of<'a>(
        reachable: &Reachable,
        schools: impl IntoIterator<Item = Counted<'a>>,
        focuses: &[Id<Expertise>],
    ) -> Self {
        let mut it = Self { focuses: focuses.to_vec(), counted: BTreeMap::new() };
        it.focuses.sort_unstable();
        it.focuses.dedup();
        for school in schools {
            let place = (school.authority, school.home.context.phase);
            let tallies = it.counted.entry(place).or_insert_with(|| vec![Tally::default(); it.focuses.len()]);
            for (tally, focus) in tallies.iter_mut().zip(&it.focuses) {
                tally.count(reachable.supply(school.home, *focus), school.pupils);
            }
        }
        it
    }

    /// Each area, phase and field with what is counted of it, in this order.
    pub fn cells(&self) -> impl Iterator<Item = (Cell, Tally)> {
        self.counted.iter().flat_map(|((authority, phase), tallies)| {
            let cell = |focus: &Id<Expertise>| Cell { authority: *authority, phase: *phase, focus: *focus };
            self.focuses.iter().map(cell).zip(tallies.iter().copied())
        })
    }

    /// What is counted of some of the cells together. A school counts once for each field that is among them.
    pub fn sum(&self, among: impl Fn(&Cell) -> bool) -> Tally {
        self.cells().filter(|(cell, _)| among(cell)).fold(Tally::default(), |sum, (_, tally)| sum.plus(tally))
    }
}

/// The schools that nobody could reach for a field, in the order of their ids: the list of those who are left alone.
pub fn uncovered<'a>(
    reachable: &Reachable,
    schools: impl IntoIterator<Item = Counted<'a>>,
    focus: Id<Expertise>,
) -> Vec<Id<School>> {
    let alone = |school: &Counted<'_>| reachable.supply(school.home, focus) == Supply::Nobody;
    let mut found: Vec<_> = schools.into_iter().filter(alone).map(|school| school.home.school).collect();
    found.sort_unstable();
    found
}

impl Tally {
    fn count(&mut self, supply: Supply, pupils: Option<u32>) {
        let covered = supply != Supply::Nobody;
        let weight = pupils.map_or(0, u64::from);
        *self = self.plus(Self {
            schools: 1,
            covered: u32::from(covered),
            by_one: u32::from(supply == Supply::One),
            pupils: weight,
            pupils_covered: if covered { weight } else { 0 },
            unknown_rolls: u32::from(pupils.is_none()),
        });
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            schools: self.schools + other.schools,
            covered: self.covered + other.covered,
            by_one: self.by_one + other.by_one,
            pupils: self.pupils + other.pupils,
            pupils_covered: self.pupils_covered + other.pupils_covered,
            unknown_rolls: self.unknown_rolls + other.unknown_rolls,
        }
    }
}
