//! Everybody's offers, kept so that a request meets exactly those that share a main area of expertise with it.
//!
//! Expertise is a hard rule, and areas of one main area are the only ones that are near each other; so leaving out all
//! other main areas leaves out nobody who is eligible. Distance prunes nothing: nearest-first is a defect (MATCHING 1).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Id;
use crate::brokerage::matching::columns::Columns;
use crate::brokerage::matching::{Asked, Giver, Most, Policy, Question, Ranking, Reach, Term, TermTree, digest};
use crate::directory::{Expertise, GridPoint, School};
use crate::exchange::Offer;

/// Every offer that may come into view, by main area of expertise.
#[derive(Clone, Debug, Default)]
pub struct Market {
    terms: TermTree,
    columns: Columns,
    giving: BTreeMap<Id<School>, GridPoint>,
    version: u64,
}

impl Market {
    /// Takes every offer, its expertise read by this taxonomy.
    pub fn new(terms: TermTree, givers: impl IntoIterator<Item = Arc<Giver>>) -> Self {
        let columns = Columns::new(&terms, givers);
        let giving = columns.all().filter_map(|giver| Some((giver.home.school, giver.home.place?))).collect();
        let of_offers = columns.all().map(|giver| digest::of_giver(giver, &terms));
        let version = of_offers.fold(digest::of_terms(&terms), u64::wrapping_add);
        Self { terms, columns, giving, version }
    }

    /// The taxonomy.
    pub const fn terms(&self) -> &TermTree {
        &self.terms
    }

    /// How many offers there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is no offer at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its version: the same wherever the same offers are held under the same taxonomy, and another after any change.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The version of the offers of some schools: nought where they have none.
    pub fn version_of<'s>(&self, schools: impl IntoIterator<Item = &'s Id<School>>) -> u64 {
        let givers = schools.into_iter().flat_map(|school| self.columns.of_school(*school));
        givers.map(|giver| digest::of_giver(giver, &self.terms)).fold(0, u64::wrapping_add)
    }

    /// The schools that have an offer, by id, after one of them.
    pub fn schools_after(&self, after: Option<Id<School>>) -> impl Iterator<Item = Id<School>> {
        self.columns.schools_after(after)
    }

    /// The schools that give, with their places, as far as these are known.
    pub const fn giving(&self) -> &BTreeMap<Id<School>, GridPoint> {
        &self.giving
    }

    /// One offer, if it may come into view.
    pub fn find(&self, offer: Id<Offer>) -> Option<&Giver> {
        self.columns.find(offer)
    }

    /// Every offer.
    pub fn all(&self) -> impl Iterator<Item = &Giver> + Clone {
        self.columns.all()
    }

    /// The offers that share a main area with one of these areas, each once.
    pub fn near(&self, expertise: &[Id<Expertise>]) -> impl Iterator<Item = &Giver> + Clone + use<'_> {
        self.columns.of_areas(&self.areas(expertise))
    }

    /// Ranks the offers that share a main area with a request: what [`rank`](super::rank()) gives of [`near`](Self::near), to the
    /// byte, and in a fraction of the time.
    pub fn rank(&self, policy: &Policy, question: &Question, seed: u64, reach: Reach, most: Most) -> Ranking {
        let asked = Asked::new(policy, &self.terms, question);
        self.columns.rank(&asked, &self.areas(&question.expertise), seed, reach, most)
    }

    /// Puts the present offers of some schools in the place of their earlier ones.
    pub fn replace(&mut self, schools: &BTreeSet<Id<School>>, givers: impl IntoIterator<Item = Arc<Giver>>) {
        let givers: Vec<_> = givers.into_iter().collect();
        let touched: BTreeSet<_> =
            givers.iter().map(|giver| giver.home.school).chain(schools.iter().copied()).collect();
        let before = self.version_of(&touched);
        self.columns.replace(&self.terms, schools, givers);
        self.version = self.version.wrapping_sub(before).wrapping_add(self.version_of(&touched));
        for school in touched {
            match self.columns.of_school(school).find_map(|giver| giver.home.place) {
                Some(place) => self.giving.insert(school, place),
                None => self.giving.remove(&school),
            };
        }
    }

    /// The main areas of these areas.
    fn areas(&self, expertise: &[Id<Expertise>]) -> BTreeSet<Term> {
        expertise.iter().filter_map(|id| self.terms.area(self.terms.term(*id)?)).collect()
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

    #[test]
    fn the_version_tells_what_is_held_and_nothing_of_how_it_came() {
        let of = |numbers: &[u128]| Market::new(taxonomy(), numbers.iter().map(|number| Arc::new(giver(*number))));
        let market = of(&[1, 2, 3]);
        assert_eq!(market.version(), of(&[3, 1, 2]).version());
        assert_ne!(market.version(), of(&[1, 2]).version());
        assert_ne!(of(&[]).version(), Market::new(TermTree::default(), []).version());
        let mut changed = market.clone();
        changed.replace(&[school(102)].into(), [Arc::new(Giver { jobs: 1, ..giver(2) })]);
        assert_ne!(changed.version(), market.version());
        changed.replace(&[school(102)].into(), [Arc::new(giver(2))]);
        assert_eq!(changed.version(), market.version());
    }
}
