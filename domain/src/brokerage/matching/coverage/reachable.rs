//! Every offer that could be given now, laid ready to be asked from any school.

use std::collections::{BTreeMap, BTreeSet};

use crate::brokerage::matching::coverage::holders::Holders;
use crate::brokerage::matching::journey::farthest;
use crate::brokerage::matching::{Giver, Home, Market, Term, TermTree};
use crate::directory::{Expertise, School};
use crate::exchange::{Mode, OfferStatus};
use crate::words;
use crate::{HalfTerm, Id};

words! {
    /// From how many schools help could come.
    pub enum Supply {
        /// From none.
        Nobody = "nobody",
        /// From one alone: when it has no time, there is nobody.
        One = "one",
        /// From two or more.
        Several = "several",
    }
}

/// How much time makes an offer one that could be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The half-days that are to be free, together.
    pub half_days: i32,
    /// The half-terms in which they may be.
    pub window: Vec<HalfTerm>,
}

/// The offers that could be given, by what they cover.
#[derive(Clone, Debug)]
pub struct Reachable {
    terms: TermTree,
    /// By each area of expertise: who holds it or a part of it.
    held: Vec<Holders>,
    /// The schools that hold just this area.
    exactly: BTreeMap<Term, BTreeSet<Id<School>>>,
}

impl Reachable {
    /// Lays ready what of the market could be given.
    pub fn of(market: &Market, measure: &Measure) -> Self {
        let terms = market.terms().clone();
        let held = vec![Holders::default(); terms.nodes().len()];
        let mut it = Self { terms, held, exactly: BTreeMap::new() };
        let mut farthest_of = BTreeMap::new();
        for giver in market.all().filter(|giver| can_give(giver, measure)) {
            let only_there = giver.modes.iter().eq([Mode::InPerson]);
            // Where nobody knows how far it is, no journey is too long.
            let limit = giver.travel_minutes.zip(giver.home.place).filter(|_| only_there);
            let within = limit.map(|(minutes, place)| {
                let rural = giver.home.context.rural;
                let ways = farthest_of.entry((minutes, rural));
                let of_asker = |asker| farthest(minutes, [asker, rural]);
                (place, *ways.or_insert_with(|| [None, Some(false), Some(true)].map(of_asker)))
            });
            let above = giver.expertise.iter().flat_map(|term| it.terms.chain(*term));
            for term in above.copied().collect::<BTreeSet<_>>() {
                it.held[term.place()].add(giver, within);
            }
            for term in &giver.expertise {
                it.exactly.entry(*term).or_default().insert(giver.home.school);
            }
        }
        it
    }

    /// The taxonomy.
    pub const fn terms(&self) -> &TermTree {
        &self.terms
    }

    /// From how many other schools help with an area of expertise, or a part of it, could come to a school.
    pub fn supply(&self, home: &Home, focus: Id<Expertise>) -> Supply {
        let Some(holders) = self.terms.term(focus).and_then(|term| self.held.get(term.place())) else {
            return Supply::Nobody;
        };
        let mut schools = holders.that_reach(home);
        match schools.next() {
            None => Supply::Nobody,
            Some(first) if schools.any(|other| other != first) => Supply::Several,
            Some(_) => Supply::One,
        }
    }

    /// The areas of expertise that are held as such, each with the schools that could give it.
    pub fn held(&self) -> impl Iterator<Item = (Id<Expertise>, &BTreeSet<Id<School>>)> {
        self.exactly.iter().filter_map(|(term, schools)| Some((self.terms.id(*term)?, schools)))
    }
}

/// Whether an offer could be given to anybody: the hard rules that look at the offer alone.
fn can_give(giver: &Giver, measure: &Measure) -> bool {
    let free = || measure.window.iter().filter_map(|half_term| giver.free.at(*half_term));
    let assured = giver.assured || giver.modes.has(Mode::Remote);
    giver.status == OfferStatus::Published
        && giver.released
        && assured
        && !giver.modes.is_empty()
        && free().next().is_some()
        && free().sum::<i32>() >= measure.half_days
}
