//! The taxonomy as matching reads it: how near one area of expertise is to another.

use crate::Id;
use crate::brokerage::matching::Closeness;
use crate::directory::Expertise;

/// One node of the taxonomy, by its place in the tree that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(u16);

/// The nodes of one edition of the taxonomy, each with the node above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermTree {
    nodes: Vec<(Id<Expertise>, Option<Id<Expertise>>)>,
    /// For each node, itself and the nodes above it up to its main area.
    chains: Vec<Vec<Term>>,
}

impl TermTree {
    /// Takes each node with the node above it, in any order. A node that is named only as a parent is no node.
    pub fn new(nodes: impl IntoIterator<Item = (Id<Expertise>, Option<Id<Expertise>>)>) -> Self {
        let mut nodes: Vec<_> = nodes.into_iter().take(usize::from(u16::MAX)).collect();
        nodes.sort_unstable();
        nodes.dedup_by_key(|(id, _)| *id);
        let mut tree = Self { nodes, chains: Vec::new() };
        tree.chains = tree.terms().map(|term| tree.climb(term)).collect();
        tree
    }

    /// Finds a node.
    pub fn term(&self, id: Id<Expertise>) -> Option<Term> {
        let place = self.nodes.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        u16::try_from(place).ok().map(Term)
    }

    /// The id of a node.
    pub fn id(&self, term: Term) -> Option<Id<Expertise>> {
        self.nodes.get(usize::from(term.0)).map(|(id, _)| *id)
    }

    /// Every node with the node above it, by id.
    pub fn nodes(&self) -> &[(Id<Expertise>, Option<Id<Expertise>>)] {
        &self.nodes
    }

    /// How near the node held is to the node wanted; nothing if they belong to different main areas.
    pub fn closeness(&self, wanted: Term, held: Term) -> Option<Closeness> {
        let (up, down) = (self.chains.get(usize::from(wanted.0))?, self.chains.get(usize::from(held.0))?);
        if wanted == held {
            Some(Closeness::Same)
        } else if down.contains(&wanted) {
            Some(Closeness::Narrower)
        } else if up.contains(&held) {
            Some(Closeness::Broader)
        } else {
            (up.last() == down.last()).then_some(Closeness::Family)
        }
    }

    /// The main area to which a node belongs: the node at the top of its branch.
    pub fn area(&self, term: Term) -> Option<Term> {
        self.chains.get(usize::from(term.0))?.last().copied()
    }

    /// A node and the nodes above it, up to its main area.
    pub(super) fn chain(&self, term: Term) -> &[Term] {
        self.chains.get(usize::from(term.0)).map_or(&[], Vec::as_slice)
    }

    /// The main areas, by id.
    pub fn areas(&self) -> impl Iterator<Item = Id<Expertise>> {
        self.terms().filter(|term| self.area(*term) == Some(*term)).filter_map(|term| self.id(term))
    }

    /// How near each node of the tree is to the node wanted, by place.
    pub(super) fn nearness(&self, wanted: Term) -> Vec<Option<Closeness>> {
        self.terms().map(|held| self.closeness(wanted, held)).collect()
    }

    fn terms(&self) -> impl Iterator<Item = Term> + use<> {
        (0..self.nodes.len()).filter_map(|place| u16::try_from(place).ok().map(Term))
    }

    fn climb(&self, from: Term) -> Vec<Term> {
        let mut chain = vec![from];
        let mut at = from;
        while let Some(above) = self.nodes[usize::from(at.0)].1.and_then(|id| self.term(id)) {
            // A node above itself would never end.
            if chain.contains(&above) {
                break;
            }
            chain.push(above);
            at = above;
        }
        chain
    }
}

impl Term {
    /// Its place in the tree.
    pub fn place(self) -> usize {
        usize::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::matching::sample::{expertise, taxonomy};

    #[test]
    fn nearness_is_read_up_down_and_across() {
        let tree = taxonomy();
        let near = |wanted, held| tree.closeness(tree.term(expertise(wanted))?, tree.term(expertise(held))?);
        assert_eq!(near(11, 11), Some(Closeness::Same));
        assert_eq!(near(1, 11), Some(Closeness::Narrower));
        assert_eq!(near(1, 111), Some(Closeness::Narrower));
        assert_eq!(near(111, 1), Some(Closeness::Broader));
        assert_eq!(near(11, 12), Some(Closeness::Family));
        assert_eq!(near(111, 12), Some(Closeness::Family));
        assert_eq!(near(11, 21), None);
        assert_eq!(near(11, 99), None);
    }

    #[test]
    fn a_circle_ends() {
        let tree = TermTree::new([(expertise(1), Some(expertise(2))), (expertise(2), Some(expertise(1)))]);
        assert_eq!(tree.nodes().len(), 2);
    }
}
