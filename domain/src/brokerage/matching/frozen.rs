//! The market of one round, frozen: everything that its plan is made of, as canonical bytes, so that anybody can plan it again and
//! come to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Id;
use crate::brokerage::matching::canon::{Canon, canon};
use crate::brokerage::matching::record::{put_giver, take_giver};
use crate::brokerage::matching::{Giver, Home, Market, Part, Question, TermTree};
use crate::brokerage::{Bundle, MatchStage};
use crate::directory::{Expertise, School};

mod facts;
mod laid;
mod settled;

pub use laid::{Laid, LayingFault, Worths};
pub use settled::{Settled, SettledFault};

/// What the bytes begin with: their format and its version.
const FROZEN: u64 = u64::from_be_bytes(*b"LATMTRD1");
/// What the bytes of the parts of a place begin with.
const PARTS: u64 = u64::from_be_bytes(*b"LATMTRP1");

/// A request of a round, and how far it has been searched: the round looks no farther for it (DOMAIN A2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The request, to be met in the half-terms of the round's bundle.
    pub question: Question,
    /// How far.
    pub stage: MatchStage,
}

/// Everything that the plan of a round is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The version of the matching policy.
    pub policy: i32,
    /// The seed of the draw among equals.
    pub seed: u64,
    /// What each request is given.
    pub bundle: Bundle,
    /// What meeting a request at all is worth.
    pub worths: Worths,
    /// The requests, by id.
    pub sought: Vec<Sought>,
    /// The taxonomy.
    pub terms: TermTree,
    /// The offers that share a main area of expertise with one of them, by id.
    pub givers: Vec<Giver>,
}

impl Frozen {
    /// Takes the requests of a round, and what of the market may meet one of them. Each request is asked for the bundle and for
    /// nothing else.
    pub fn taken(policy: i32, seed: u64, bundle: Bundle, mut sought: Vec<Sought>, market: &Market) -> Self {
        for Sought { question, .. } in &mut sought {
            question.half_days = bundle.half_days;
            question.window = bundle.half_terms.clone();
        }
        sought.sort_unstable_by_key(|it| it.question.request);
        let wanted: BTreeSet<Id<Expertise>> = sought.iter().flat_map(|it| it.question.expertise.clone()).collect();
        let wanted: Vec<_> = wanted.into_iter().collect();
        let mut givers: Vec<Giver> = market.near(&wanted).cloned().collect();
        givers.sort_unstable_by_key(|giver| giver.offer);
        Self { policy, seed, bundle, worths: Worths::FIRST, sought, terms: market.terms().clone(), givers }
    }

    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        FROZEN.put(&mut to);
        (self.policy, self.seed).put(&mut to);
        self.bundle.put(&mut to);
        self.worths.put(&mut to);
        self.sought.put(&mut to);
        self.terms.nodes().to_vec().put(&mut to);
        // A school with several offers is written once.
        let homes: BTreeMap<Id<School>, &Home> = self.givers.iter().map(|it| (it.home.school, &*it.home)).collect();
        homes.values().map(|home| Home::clone(home)).collect::<Vec<_>>().put(&mut to);
        u32::try_from(self.givers.len()).unwrap_or(u32::MAX).put(&mut to);
        for giver in &self.givers {
            put_giver(giver, &self.terms, &mut to);
            (giver.kind, giver.supports).put(&mut to);
        }
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != FROZEN {
            return None;
        }
        let (policy, seed) = Canon::take(from)?;
        let (bundle, worths, sought) = (Canon::take(from)?, Canon::take(from)?, Canon::take(from)?);
        let terms = TermTree::new(Vec::<(Id<Expertise>, Option<Id<Expertise>>)>::take(from)?);
        let homes = Vec::<Home>::take(from)?;
        let homes: BTreeMap<_, _> = homes.into_iter().map(|home| (home.school, Arc::new(home))).collect();
        let giver = |from: &mut &[u8]| {
            let giver = take_giver(from, &terms, &homes)?;
            let (kind, supports) = Canon::take(from)?;
            Some(Giver { kind, supports, ..giver })
        };
        let givers = (0..u32::take(from)?).map(|_| giver(from)).collect::<Option<_>>()?;
        from.is_empty().then_some(Self { policy, seed, bundle, worths, sought, terms, givers })
    }
}

impl Part {
    /// The canonical bytes of some parts.
    pub fn bytes_of(parts: &[Self]) -> Vec<u8> {
        let mut to = Vec::new();
        PARTS.put(&mut to);
        parts.to_vec().put(&mut to);
        to
    }

    /// Reads parts back from their canonical bytes; nothing if they are not whole.
    pub fn all_of(bytes: &[u8]) -> Option<Vec<Self>> {
        let from = &mut &*bytes;
        if u64::take(from)? != PARTS {
            return None;
        }
        let parts = Vec::take(from)?;
        from.is_empty().then_some(parts)
    }
}

canon! {
    Bundle { half_days, half_terms }
    Worths { met, urgency, isolation }
}

impl Canon for Sought {
    fn put(&self, to: &mut Vec<u8>) {
        self.stage.put(to);
        self.question.put(to);
        (self.question.kind, self.question.posts).put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let (stage, question) = (Canon::take(from)?, Canon::take(from)?);
        let (kind, posts) = Canon::take(from)?;
        Some(Self { question: Question { kind, posts, ..question }, stage })
    }
}

#[cfg(test)]
mod tests;
