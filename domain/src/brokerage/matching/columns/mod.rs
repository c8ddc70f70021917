//! The offers of the market in columns, so that a request is laid beside ten thousand of them in the time of a few memory reads.
//!
//! Every offer has a slot. What is true or false of it is a bit, 64 offers to a word (`bits`); what many have alike is kept
//! once (`classes`); neighbours on the map lie in neighbouring slots, so that a whole block is too far or near enough at once
//! (`block`). A question is answered in two passes: `sieve` tests the hard rules and counts, and `best` finds the first
//! places by their points, `points`, passing by whoever cannot reach them whatever the journey. Nobody is left out: what the columns cannot
//! hold is laid beside the request as [`rank`](super::rank()) does it, which says what the order is, and to which all of this is held equal.

mod best;
mod bits;
mod block;
mod classes;
#[cfg(test)]
mod equal;
mod fill;
mod points;
mod question;
mod sieve;
mod spot;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use crate::Id;
use crate::brokerage::matching::{Context, Giver, Term};
use crate::directory::{Alliance, DesignationScheme, KeyStage, Post, Region, School, Specialist, Trust};
use crate::exchange::{Mode, Offer, SupportKind};

use self::bits::{Bits, ByWord};
use self::block::Block;
use self::classes::Classes;
use self::spot::{Reaches, Spot};
use self::time::Time;

/// What an offer has to show and to do: completed work, stated evidence, present jobs, and whether it is a single session.
type Standing = (i32, bool, i32, bool);

/// Every offer in its slot.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    givers: Vec<Option<Arc<Giver>>>,
    vacant: Vec<usize>,
    present: Bits,
    areas: BTreeMap<Term, Bits>,
    published: Bits,
    released: Bits,
    assured: Bits,
    limited: Bits,
    placed: Bits,
    kinds: ByWord<SupportKind>,
    key_stages: ByWord<KeyStage>,
    modes: ByWord<Mode>,
    regions: ByWord<Region>,
    designated: ByWord<DesignationScheme>,
    says_kind: Bits,
    supports: ByWord<Post>,
    says_posts: Bits,
    ids: Vec<Id<Offer>>,
    times: Vec<Time>,
    stands: Vec<u32>,
    rows: Vec<Row>,
    spots: Vec<Spot>,
    blocks: Vec<Block>,
    skills: Classes<Box<[Term]>>,
    contexts: Classes<Context>,
    standings: Classes<Standing>,
    reaches: Reaches,
    offers: BTreeMap<Id<Offer>, usize>,
    schools: BTreeMap<Id<School>, Vec<usize>>,
    trusts: BTreeMap<Id<Trust>, Vec<usize>>,
    alliances: BTreeMap<Id<Alliance>, Vec<usize>>,
    people: BTreeMap<Id<Specialist>, Vec<usize>>,
}

/// What else the points of one offer are reckoned from, read only of those who may be among the first.
#[derive(Clone, Copy, Debug)]
struct Row {
    skill: u32,
    context: u32,
    /// The day of the last confirmation, counted from the beginning of the era.
    confirmed: Option<i32>,
}

impl Columns {
    /// One offer.
    pub fn find(&self, offer: Id<Offer>) -> Option<&Giver> {
        self.givers[*self.offers.get(&offer)?].as_deref()
    }

    /// Every offer.
    pub fn all(&self) -> impl Iterator<Item = &Giver> + Clone {
        self.givers.iter().flatten().map(|giver| &**giver)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.offers.len()
    }

    /// The offers of some main areas, each once.
    pub fn of_areas(&self, areas: &BTreeSet<Term>) -> impl Iterator<Item = &Giver> + Clone + use<'_> {
        self.universe(areas).slots().filter_map(|slot| self.givers[slot].as_deref())
    }

    /// The offers of a school.
    pub fn of_school(&self, school: Id<School>) -> impl Iterator<Item = &Giver> + use<'_> {
        self.schools.get(&school).into_iter().flatten().filter_map(|slot| self.givers[*slot].as_deref())
    }

    /// The schools that have an offer, by id, after one of them.
    pub fn schools_after(&self, after: Option<Id<School>>) -> impl Iterator<Item = Id<School>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.schools.range((from, Bound::Unbounded)).map(|(school, _)| *school)
    }

    /// The slots of some main areas.
    fn universe(&self, areas: &BTreeSet<Term>) -> Bits {
        let mut all = Bits::over(self.blocks.len());
        areas.iter().filter_map(|area| self.areas.get(area)).for_each(|slots| all.join(slots));
        all
    }
}
