//! Everybody's offers, kept so that a request meets exactly those that share a main area of expertise with it.
//!
//! Expertise is a hard rule, and areas of one main area are the only ones that are near each other; so leaving out all
//! other main areas leaves out nobody who is eligible. Distance prunes nothing: nearest-first is a defect (MATCHING 1).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Id;
use crate::brokerage::matching::{Giver, Term, TermTree};
use crate::directory::{Expertise, GridPoint, School};
use crate::exchange::Offer;

/// Every offer that may come into view, by main area of expertise.
#[derive(Clone, Debug, Default)]
pub struct Market {
    terms: TermTree,
    areas: BTreeMap<Term, Vec<Arc<Giver>>>,
    giving: BTreeMap<Id<School>, GridPoint>,
    len: usize,
}

impl Market {
    /// Takes every offer, its expertise read by this taxonomy.
    pub fn new(terms: TermTree, givers: impl IntoIterator<Item = Arc<Giver>>) -> Self {
        let mut market = Self { terms, ..Self::default() };
        market.add(givers);
        market
    }

    /// The taxonomy.
    pub const fn terms(&self) -> &TermTree {
        &self.terms
    }

    /// How many offers there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no offer at all.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The schools that give, with their places, as far as these are known.
    pub const fn giving(&self) -> &BTreeMap<Id<School>, GridPoint> {
        &self.giving
    }

    /// One offer, if it may come into view.
    pub fn find(&self, offer: Id<Offer>) -> Option<&Giver> {
        self.areas.values().flatten().find(|giver| giver.offer == offer).map(|giver| &**giver)
    }

    /// Every offer, those with several main areas once.
    pub fn all(&self) -> impl Iterator<Item = &Giver> {
        self.of_areas(self.areas.keys().copied().collect())
    }

    /// The offers that share a main area with one of these areas, each once.
    pub fn near(&self, expertise: &[Id<Expertise>]) -> impl Iterator<Item = &Giver> + Clone + use<'_> {
        let wanted = expertise.iter().filter_map(|id| self.terms.area(self.terms.term(*id)?));
        self.of_areas(wanted.collect())
    }

    /// Puts the present offers of some schools in the place of their earlier ones.
    pub fn replace(&mut self, schools: &BTreeSet<Id<School>>, givers: impl IntoIterator<Item = Arc<Giver>>) {
        let gone: BTreeSet<_> =
            self.all().filter(|giver| schools.contains(&giver.home.school)).map(|giver| giver.offer).collect();
        self.len -= gone.len();
        self.giving.retain(|school, _| !schools.contains(school));
        for area in self.areas.values_mut() {
            area.retain(|giver| !gone.contains(&giver.offer));
        }
        self.add(givers);
    }

    fn add(&mut self, givers: impl IntoIterator<Item = Arc<Giver>>) {
        for giver in givers {
            for area in self.areas_of(&giver) {
                self.areas.entry(area).or_default().push(Arc::clone(&giver));
            }
            if let Some(place) = giver.home.place {
                self.giving.insert(giver.home.school, place);
            }
            self.len += 1;
        }
    }

    fn areas_of(&self, giver: &Giver) -> BTreeSet<Term> {
        giver.expertise.iter().filter_map(|term| self.terms.area(*term)).collect()
    }

    fn of_areas(&self, wanted: BTreeSet<Term>) -> impl Iterator<Item = &Giver> + Clone + use<'_> {
        let several = wanted.len() > 1;
        let chosen = wanted.clone();
        wanted.into_iter().collect::<Vec<_>>().into_iter().flat_map(move |area| {
            let chosen = chosen.clone();
            let offers = self.areas.get(&area).into_iter().flatten();
            // One that lies in several of the wanted areas is told in the first of them.
            offers
                .map(|giver| &**giver)
                .filter(move |giver| !several || self.areas_of(giver).intersection(&chosen).next() == Some(&area))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::matching::sample::{expertise, giver, offer, school, taxonomy, terms};

    fn market() -> Market {
        let of = |number: u128, areas: &[u128]| Giver { expertise: terms(areas), ..giver(number) };
        let givers = [of(1, &[11]), of(2, &[12, 111]), of(3, &[21]), of(4, &[21, 11])];
        Market::new(taxonomy(), givers.map(Arc::new))
    }

    fn offers<'a>(givers: impl Iterator<Item = &'a Giver>) -> Vec<u128> {
        let mut offers: Vec<_> = givers.map(|giver| giver.offer.uuid().as_u128()).collect();
        offers.sort_unstable();
        offers
    }

    #[test]
    fn a_request_meets_all_of_its_main_areas_and_nobody_twice() {
        let market = market();
        assert_eq!(offers(market.near(&[expertise(11)])), [1, 2, 4]);
        assert_eq!(offers(market.near(&[expertise(2)])), [3, 4]);
        assert_eq!(offers(market.near(&[expertise(12), expertise(21), expertise(11)])), [1, 2, 3, 4]);
        assert_eq!(offers(market.near(&[expertise(99)])), [] as [u128; 0]);
        assert_eq!(offers(market.all()), [1, 2, 3, 4]);
        assert_eq!(market.find(offer(2)).map(|giver| giver.offer), Some(offer(2)));
        assert_eq!(market.find(offer(5)), None);
    }

    #[test]
    fn the_offers_of_a_school_are_replaced_whole() {
        let mut market = market();
        let present = [giver(5), Giver { offer: offer(6), ..giver(4) }];
        market.replace(&[school(102), school(104)].into(), present.map(Arc::new));
        assert_eq!(offers(market.all()), [1, 3, 5, 6]);
        assert_eq!(market.len(), 4);
        assert_eq!(market.giving().keys().copied().collect::<Vec<_>>(), [101, 103, 104, 105].map(school));
    }
}
