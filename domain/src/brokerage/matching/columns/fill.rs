//! How an offer comes into its slot and out of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Datelike;

use crate::Id;
use crate::brokerage::matching::columns::bits::WIDTH;
use crate::brokerage::matching::columns::time::Time;
use crate::brokerage::matching::columns::{Columns, Row};
use crate::brokerage::matching::{Giver, Term, TermTree, WordSet};
use crate::directory::School;
use crate::exchange::{Format, OfferStatus};

/// How many bits of each coordinate order the slots: steps of 64 metres within some 4,000 km.
const STEPS: u32 = 16;
const STEP_METRES: i32 = 64;

impl Columns {
    /// Takes offers, those of one main area beside each other, and of these whoever is near.
    pub fn new(terms: &TermTree, givers: impl IntoIterator<Item = Arc<Giver>>) -> Self {
        let place = |giver: &Giver| giver.home.place.map(|it| woven(it.easting, it.northing));
        let order = |giver: &Arc<Giver>| (areas_of(terms, giver).first().copied(), place(giver), giver.offer);
        let mut givers: Vec<Arc<Giver>> = givers.into_iter().collect();
        givers.sort_by_cached_key(order);
        let mut columns = Self::default();
        for giver in givers {
            columns.add(terms, giver);
        }
        columns
    }

    /// Puts the present offers of some schools in the place of their earlier ones. An offer that stays keeps its slot.
    pub fn replace(
        &mut self,
        terms: &TermTree,
        schools: &BTreeSet<Id<School>>,
        givers: impl IntoIterator<Item = Arc<Giver>>,
    ) {
        let slots = schools.iter().filter_map(|school| self.schools.get(school)).flatten();
        let mut before: BTreeMap<_, _> =
            slots.filter_map(|slot| Some((self.givers[*slot].as_ref()?.offer, *slot))).collect();
        let mut new = Vec::new();
        for giver in givers {
            match before.remove(&giver.offer) {
                Some(slot) => {
                    self.clear(slot);
                    self.fill(terms, slot, giver);
                }
                None => new.push(giver),
            }
        }
        for slot in before.into_values() {
            self.clear(slot);
            self.vacant.push(slot);
        }
        for giver in new {
            self.add(terms, giver);
        }
    }

    fn add(&mut self, terms: &TermTree, giver: Arc<Giver>) {
        let slot = self.vacant.pop().unwrap_or(self.givers.len());
        if slot == self.givers.len() {
            self.givers.push(None);
        }
        self.fill(terms, slot, giver);
    }

    fn fill(&mut self, terms: &TermTree, slot: usize, giver: Arc<Giver>) {
        let home = &*giver.home;
        self.present.put(slot, true);
        for area in areas_of(terms, &giver) {
            self.areas.entry(area).or_default().put(slot, true);
        }
        self.published.put(slot, giver.status == OfferStatus::Published);
        self.released.put(slot, giver.released);
        self.assured.put(slot, giver.assured);
        self.limited.put(slot, giver.travel_minutes.is_some());
        self.placed.put(slot, home.place.is_some());
        self.kinds.put(slot, WordSet::of(giver.kind));
        self.says_kind.put(slot, giver.kind.is_some());
        self.key_stages.put(slot, giver.key_stages);
        self.modes.put(slot, giver.modes);
        self.regions.put(slot, WordSet::of(home.region));
        self.designated.put(slot, WordSet::of(giver.designations.iter().map(|it| it.scheme)));
        self.supports.put(slot, giver.supports.unwrap_or(WordSet::of([])));
        self.says_posts.put(slot, giver.supports.is_some());

        let spot = self.reaches.spot(&giver);
        let standing = (giver.completed, giver.stated, giver.jobs, giver.format == Format::OneOff);
        let row = Row {
            skill: self.skills.number(giver.expertise.clone()),
            context: self.contexts.number(home.context),
            confirmed: giver.confirmed_on.map(|day| day.num_days_from_ce()),
        };
        let stands = self.standings.number(standing);
        put(&mut self.ids, slot, giver.offer);
        put(&mut self.times, slot, Time::from(&giver.free));
        put(&mut self.stands, slot, stands);
        put(&mut self.rows, slot, row);
        put(&mut self.spots, slot, spot);
        if slot / WIDTH == self.blocks.len() {
            self.blocks.push(super::Block::default());
        }
        if home.place.is_some() {
            self.blocks[slot / WIDTH].widen(&spot, giver.travel_minutes.is_some());
        }

        self.offers.insert(giver.offer, slot);
        self.schools.entry(home.school).or_default().push(slot);
        for alliance in &home.alliances {
            self.alliances.entry(*alliance).or_default().push(slot);
        }
        if let Some(trust) = home.trust {
            self.trusts.entry(trust).or_default().push(slot);
        }
        if let Some(person) = giver.specialist {
            self.people.entry(person).or_default().push(slot);
        }
        self.givers[slot] = Some(giver);
    }

    fn clear(&mut self, slot: usize) {
        let Some(giver) = self.givers[slot].take() else { return };
        // What else is said of a slot counts only where somebody is present in an area.
        self.present.put(slot, false);
        for area in self.areas.values_mut() {
            area.put(slot, false);
        }
        self.offers.remove(&giver.offer);
        leave(&mut self.schools, giver.home.school, slot);
        for alliance in &giver.home.alliances {
            leave(&mut self.alliances, *alliance, slot);
        }
        if let Some(trust) = giver.home.trust {
            leave(&mut self.trusts, trust, slot);
        }
        if let Some(person) = giver.specialist {
            leave(&mut self.people, person, slot);
        }
    }
}

fn put<T>(column: &mut Vec<T>, slot: usize, value: T) {
    match column.get_mut(slot) {
        Some(at) => *at = value,
        None => column.push(value),
    }
}

fn leave<K: Ord>(lists: &mut BTreeMap<K, Vec<usize>>, key: K, slot: usize) {
    if let Some(list) = lists.get_mut(&key) {
        list.retain(|it| *it != slot);
        if list.is_empty() {
            lists.remove(&key);
        }
    }
}

/// The main areas in which an offer lies.
fn areas_of(terms: &TermTree, giver: &Giver) -> BTreeSet<Term> {
    giver.expertise.iter().filter_map(|term| terms.area(*term)).collect()
}

/// The two coordinates with their bits in turn, so that what is near on the map is mostly near in this order.
fn woven(easting: i32, northing: i32) -> u64 {
    let steps = |metres: i32| u64::try_from(metres / STEP_METRES).unwrap_or(0);
    let (east, north) = (steps(easting), steps(northing));
    (0..STEPS).fold(0, |all, bit| all | (east >> bit & 1) << (2 * bit) | (north >> bit & 1) << (2 * bit + 1))
}
