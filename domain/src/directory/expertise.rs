//! The taxonomy of expertise: areas, their specialisms, and the learning processes, as one versioned tree.

use std::collections::BTreeMap;

use crate::choice;
use crate::rule::{Rejected, Rule};
use crate::{Id, words};

/// The most terms that one offer, request or specialist may name: what matters, not everything (DOMAIN A12).
const MOST_TERMS: usize = 10;

words! {
    /// The lists of the taxonomy (DOMAIN A8, G111).
    pub enum TaxonomyList {
        /// Areas of expertise and the specialisms within them.
        Expertise = "expertise",
        /// The ways in which leaders learn together, from study groups to e-learning.
        LearningProcess = "learning_process",
    }
}

/// One term of the taxonomy. Its id and its code never change their meaning; a term that is given up is retired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expertise {
    /// Its id, the same in every database.
    pub id: Id<Expertise>,
    /// Its short spelling, unique, such as `pupil-achievement/maths`.
    pub code: String,
    /// Its name as schools know it.
    pub name: String,
    /// What it covers, in plain words.
    pub about: String,
    /// The list to which it belongs.
    pub list: TaxonomyList,
    /// The term above it; `None` at the top.
    pub parent: Option<Id<Expertise>>,
    /// Its place among its siblings.
    pub position: i32,
    /// The edition with which it came.
    pub since: i32,
    /// The edition with which it was retired, if it was.
    pub retired: Option<i32>,
}

crate::noun!(Expertise = "exp");

/// A set of terms that is no tree: this term's parent is missing, or it stands above itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATree(pub Id<Expertise>);

/// Every term of one edition, kept so that a term and all below it lie side by side.
#[derive(Clone, Debug, Default)]
pub struct Taxonomy {
    edition: i32,
    terms: Vec<Expertise>,
    /// For each term, where those below it end.
    ends: Vec<usize>,
    places: BTreeMap<Id<Expertise>, usize>,
}

impl Taxonomy {
    /// Arranges the terms of an edition, given in any order.
    pub fn new(edition: i32, mut terms: Vec<Expertise>) -> Result<Self, NotATree> {
        terms.sort_by(|a, b| (a.list, a.position, &a.code).cmp(&(b.list, b.position, &b.code)));
        let mut below: BTreeMap<Option<Id<Expertise>>, Vec<Expertise>> = BTreeMap::new();
        for term in terms {
            below.entry(term.parent).or_default().push(term);
        }
        let mut taxonomy = Self { edition, ..Self::default() };
        taxonomy.plant(None, &mut below);
        // Whatever was not reached from the top hangs on nothing, or on itself.
        match below.into_values().flatten().next() {
            Some(term) => Err(NotATree(term.id)),
            None => Ok(taxonomy),
        }
    }

    fn plant(&mut self, parent: Option<Id<Expertise>>, below: &mut BTreeMap<Option<Id<Expertise>>, Vec<Expertise>>) {
        for term in below.remove(&parent).unwrap_or_default() {
            let (id, place) = (term.id, self.terms.len());
            self.places.insert(id, place);
            self.terms.push(term);
            self.ends.push(place);
            self.plant(Some(id), below);
            self.ends[place] = self.terms.len();
        }
    }

    /// The number of the edition.
    pub const fn edition(&self) -> i32 {
        self.edition
    }

    /// Every term, each before those below it.
    pub fn terms(&self) -> &[Expertise] {
        &self.terms
    }

    /// Finds a term by its id.
    pub fn find(&self, id: Id<Expertise>) -> Option<&Expertise> {
        self.places.get(&id).map(|place| &self.terms[*place])
    }

    /// Finds a term by its code.
    pub fn by_code(&self, code: &str) -> Option<&Expertise> {
        self.terms.iter().find(|term| term.code == code)
    }

    /// A term and all below it; empty if there is no such term.
    pub fn under(&self, id: Id<Expertise>) -> &[Expertise] {
        self.places.get(&id).map_or(&[], |place| &self.terms[*place..self.ends[*place]])
    }

    /// The terms just below one, or at the top of the lists.
    pub fn children(&self, parent: Option<Id<Expertise>>) -> impl Iterator<Item = &Expertise> {
        self.terms.iter().filter(move |term| term.parent == parent)
    }

    /// The terms and all below them, in order and each once: what a search for these terms must match.
    pub fn widen(&self, ids: &[Id<Expertise>]) -> Vec<Id<Expertise>> {
        let mut all: Vec<_> = ids.iter().flat_map(|id| self.under(*id)).map(|term| term.id).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The term at the top of the branch to which a term belongs: its area.
    pub fn area(&self, id: Id<Expertise>) -> Option<&Expertise> {
        let mut term = self.find(id)?;
        while let Some(parent) = term.parent {
            term = self.find(parent)?;
        }
        Some(term)
    }

    /// Steps up and down the tree from one term to another: 0 the same, 1 parent and child, 2 siblings. `None` if they
    /// share no branch.
    pub fn distance(&self, from: Id<Expertise>, to: Id<Expertise>) -> Option<u32> {
        let (from, to) = (self.chain(from)?, self.chain(to)?);
        let shared = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
        if shared == 0 {
            return None;
        }
        u32::try_from(from.len() + to.len() - 2 * shared).ok()
    }

    /// Whether an offer, a request or a specialist may name the term: known, of the expertise list, not retired.
    pub fn is_current(&self, id: Id<Expertise>) -> bool {
        self.find(id).is_some_and(|term| term.list == TaxonomyList::Expertise && term.retired.is_none())
    }

    /// Checks the terms that an offer, a request or a specialist names: some, known and current, none twice, not all.
    pub fn choose(&self, ids: Vec<Id<Expertise>>) -> Result<Vec<Id<Expertise>>, Rejected> {
        let ids = choice::some_of(ids)?;
        if ids.len() > MOST_TERMS {
            return Err(Rejected::from(Rule::NumberOutOfRange).saying(format!("Choose at most {MOST_TERMS}.")));
        }
        if ids.iter().all(|id| self.is_current(*id)) { Ok(ids) } else { Err(Rule::ExpertiseUnknown.into()) }
    }

    /// The term and those above it, up to the top.
    fn chain(&self, id: Id<Expertise>) -> Option<Vec<Id<Expertise>>> {
        let mut chain = vec![id];
        let mut term = self.find(id)?;
        while let Some(parent) = term.parent {
            chain.push(parent);
            term = self.find(parent)?;
        }
        Some(chain)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;

    pub(crate) fn id(number: u128) -> Id<Expertise> {
        Id::from_uuid(Uuid::from_u128(number))
    }

    fn term(number: u128, parent: Option<u128>) -> Expertise {
        Expertise {
            id: id(number),
            code: number.to_string(),
            name: number.to_string(),
            about: String::new(),
            list: if number >= 90 { TaxonomyList::LearningProcess } else { TaxonomyList::Expertise },
            parent: parent.map(id),
            position: 0,
            since: 1,
            retired: (number == 13).then_some(2),
        }
    }

    /// 1 holds 11, 12 (which holds 121) and the retired 13; 2 stands alone; 90 is a learning process.
    pub(crate) fn small() -> Taxonomy {
        let terms = vec![
            term(121, Some(12)),
            term(2, None),
            term(12, Some(1)),
            term(90, None),
            term(11, Some(1)),
            term(1, None),
            term(13, Some(1)),
        ];
        Taxonomy::new(1, terms).unwrap()
    }

    #[test]
    fn a_term_matches_itself_and_all_below_it() {
        let taxonomy = small();
        assert_eq!(taxonomy.widen(&[id(12), id(2)]), [id(2), id(12), id(121)]);
        assert_eq!(taxonomy.widen(&[id(1), id(11)]).len(), 5);
        assert_eq!(taxonomy.widen(&[id(77)]), []);
    }

    #[test]
    fn steps_are_counted_through_the_nearest_shared_term() {
        let taxonomy = small();
        for (from, to, steps) in
            [(11, 11, Some(0)), (12, 121, Some(1)), (11, 12, Some(2)), (11, 121, Some(3)), (11, 2, None)]
        {
            assert_eq!(taxonomy.distance(id(from), id(to)), steps, "{from} to {to}");
        }
        assert_eq!(taxonomy.area(id(121)).map(|area| area.id), Some(id(1)));
    }

    #[test]
    fn a_retired_term_and_a_learning_process_cannot_be_named() {
        let taxonomy = small();
        assert!(taxonomy.is_current(id(12)));
        for number in [13, 90, 77] {
            assert!(!taxonomy.is_current(id(number)), "{number}");
        }
    }

    #[test]
    fn what_is_named_must_be_current_and_not_everything() {
        let taxonomy = small();
        assert_eq!(taxonomy.choose(vec![id(12), id(11)]), Ok(vec![id(11), id(12)]));
        assert_eq!(taxonomy.choose(vec![id(13)]), Err(Rule::ExpertiseUnknown.into()));
        assert_eq!(taxonomy.choose(vec![]), Err(Rule::ChoiceMissing.into()));
        assert_eq!(taxonomy.choose((1..=11).map(id).collect()).unwrap_err().rule, Rule::NumberOutOfRange);
    }

    #[test]
    fn terms_that_hang_on_nothing_or_on_themselves_are_refused() {
        assert_eq!(Taxonomy::new(1, vec![term(1, Some(5))]).err(), Some(NotATree(id(1))));
        assert!(Taxonomy::new(1, vec![term(1, Some(2)), term(2, Some(1))]).is_err());
    }
}
