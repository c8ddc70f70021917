//! The market of one night, as the planner reads it: who asks, who can give, and what each possible pair is worth.

use std::ops::Range;

/// The most requests, each counted as often as people are wanted for it, that one instance may hold: with more, the draws of
/// all pairs of a plan could add up to a point.
pub const MOST_SEATS: usize = 1 << 17;
/// The most that a pair's points, the worth of a request, or a cost of load may be, above or below nought: keeps every sum of
/// the planner inside its integers.
pub const MOST_POINTS: i64 = 1 << 19;
/// The most jobs that one specialist may have, with those that were agreed before.
pub const MOST_JOBS: u32 = 1_000;

/// The most pairs that an instance may hold.
pub(super) const MOST_PAIRS: usize = 1 << 30;

/// A request in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What it is known by in the draw among equals: the same request has the same key in every instance.
    pub key: u64,
    /// How many different people are wanted for it, at most: 1, or more for a team.
    pub seats: u32,
    /// The worth of meeting it at all, in points for each seat: its priority and its isolation.
    pub worth: i64,
}

/// A specialist in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Give {
    /// What he or she is known by in the draw among equals.
    pub key: u64,
    /// How many jobs he or she can still take.
    pub capacity: u32,
    /// How many jobs were agreed before: the next one costs as the one after them.
    pub jobs: u32,
}

/// A possible pair: a specialist who passes every hard rule of a request, and the points of the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// The specialist's place in the list of those who give.
    pub specialist: u32,
    /// The points of the pair, without the worth of meeting the request.
    pub weight: i64,
}

/// A pairing as the planner holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The specialist.
    pub specialist: u32,
    /// Points and worth together.
    pub gain: i32,
}

/// What is put together before it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Who asks.
    pub asks: Vec<Ask>,
    /// Who can give.
    pub gives: Vec<Give>,
    /// The possible pairs of each request, in any order; as many lists as requests.
    pub pairs: Vec<Vec<Pairing>>,
    /// The seed of the draw among equals.
    pub seed: u64,
}

/// A market that has been checked: sums cannot overflow, nobody is named who is not there, and no pair stands twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub(super) asks: Vec<Ask>,
    pub(super) gives: Vec<Give>,
    /// Where the pairs of each request lie.
    pub(super) rows: Vec<Range<u32>>,
    /// The pairs of all requests: of each, the most worth first, then by specialist.
    pub(super) pairs: Vec<Pair>,
    /// How many of these are in a row; rows that were replaced leave theirs behind.
    pub(super) held: usize,
    seed: u64,
}

/// Why numbers make no instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceFault {
    /// There are more requests or seats, specialists or pairs than the planner takes.
    TooLarge,
    /// There are not as many lists of pairs as requests.
    ListsMissing,
    /// Two requests have one key, or two specialists: the draw could not tell them apart.
    KeyTwice {
        /// The key.
        key: u64,
    },
    /// A request wants nobody, or more people than there may be seats.
    SeatsOutOfRange {
        /// The request.
        request: usize,
    },
    /// The worth of a request is out of range.
    WorthOutOfRange {
        /// The request.
        request: usize,
    },
    /// A specialist has more jobs and places than one person may.
    JobsOutOfRange {
        /// The specialist.
        specialist: usize,
    },
    /// A pair names a request that is not there.
    NoSuchRequest {
        /// The request that it names.
        request: usize,
    },
    /// A pair names a specialist who is not there.
    NoSuchSpecialist {
        /// The request of the pair.
        request: usize,
        /// The specialist whom it names.
        specialist: u32,
    },
    /// A pair stands twice.
    PairTwice {
        /// The request of the pair.
        request: usize,
        /// Its specialist.
        specialist: u32,
    },
    /// The points of a pair are out of range.
    WeightOutOfRange {
        /// The request of the pair.
        request: usize,
        /// Its specialist.
        specialist: u32,
    },
}

impl Instance {
    /// Checks what was put together.
    pub fn new(draft: Draft) -> Result<Self, InstanceFault> {
        let Draft { asks, gives, pairs: lists, seed } = draft;
        if lists.len() != asks.len() {
            return Err(InstanceFault::ListsMissing);
        }
        let count = lists.iter().map(Vec::len).sum::<usize>();
        let mut it =
            Self { rows: Vec::new(), pairs: Vec::with_capacity(count), asks: Vec::new(), gives, held: 0, seed };
        if let Some(specialist) = it.gives.iter().position(Give::is_too_many) {
            return Err(InstanceFault::JobsOutOfRange { specialist });
        }
        distinct(asks.iter().map(|ask| ask.key))?;
        distinct(it.gives.iter().map(|give| give.key))?;
        let mut seats = 0;
        for (ask, list) in asks.into_iter().zip(lists) {
            seats += ask.seats as usize;
            it.add_row(ask, list)?;
            if seats > MOST_SEATS {
                return Err(InstanceFault::TooLarge);
            }
        }
        Ok(it)
    }

    /// Who asks.
    pub fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// Who can give.
    pub fn gives(&self) -> &[Give] {
        &self.gives
    }

    /// The seed of the draw among equals.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How many pairs are possible.
    pub fn len(&self) -> usize {
        self.held
    }

    /// Whether no pair is possible.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pairs of a request, the most worth first.
    pub fn row(&self, request: usize) -> Row<'_> {
        Row { pairs: self.pairs_of(request), worth: self.asks[request].worth }
    }

    /// The points of a pair, if it is possible, without the worth of the request.
    pub fn weight(&self, request: usize, specialist: u32) -> Option<i64> {
        self.row(request).iter().find(|pairing| pairing.specialist == specialist).map(|pairing| pairing.weight)
    }

    pub(super) fn pairs_of(&self, request: usize) -> &[Pair] {
        let Range { start, end } = self.rows[request];
        &self.pairs[start as usize..end as usize]
    }
}

impl Give {
    /// Whether jobs and places are more than one person may have.
    pub(super) const fn is_too_many(&self) -> bool {
        self.capacity > MOST_JOBS || self.jobs > MOST_JOBS - self.capacity
    }
}

fn distinct(keys: impl Iterator<Item = u64>) -> Result<(), InstanceFault> {
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    let twice = keys.windows(2).find(|two| two[0] == two[1]);
    twice.map_or(Ok(()), |two| Err(InstanceFault::KeyTwice { key: two[0] }))
}

/// The possible pairs of one request, the most worth first.
#[derive(Clone, Copy, Debug)]
pub struct Row<'i> {
    pairs: &'i [Pair],
    worth: i64,
}

impl<'i> Row<'i> {
    /// Each pair.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Pairing> + use<'i> {
        let worth = self.worth;
        self.pairs.iter().map(move |pair| Pairing { specialist: pair.specialist, weight: i64::from(pair.gain) - worth })
    }
}
