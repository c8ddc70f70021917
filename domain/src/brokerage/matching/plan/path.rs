//! One more seat, by the cheapest chain of changes: successive shortest paths.
//!
//! A seat that is to be filled may take a free place, or one of which somebody else is moved on, and so forth, until the last of
//! the chain takes a free place or goes without. Each step costs what it loses at the present prices, which is never below
//! nought; so Dijkstra's search finds the cheapest chain, and raising the prices of all that it passed by what they were nearer
//! than its end keeps every other request content (Tomizawa 1971; Edmonds and Karp 1972). So the plan of all seats that were
//! filled is the best for these seats, each time.
//!
//! Cost: the search ends at the first end that it comes to, and looks at no pair that cannot lie on a chain as cheap as the
//! best that is known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::brokerage::matching::plan::choice::Choice;
use crate::brokerage::matching::plan::shortlist::Drawn;
use crate::brokerage::matching::plan::state::{NEVER, NONE, Seat, State};

/// How a specialist was come to.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    /// In which search.
    search: u32,
    /// The seat that would take the place.
    seat: u32,
    /// By which pair.
    pair: Drawn,
    /// What the chain loses up to here.
    loss: i64,
}

/// How a chain ends.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The seat whose chain it is goes without.
    Without,
    /// A specialist has room.
    Room(u32),
    /// Whoever has this seat loses it, and nobody else fills it.
    Dropped(u32),
}

/// The cheapest chain that is known so far.
struct Cheapest {
    loss: i64,
    end: End,
}

/// The memory of searches, kept from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    search: u32,
    reached: Vec<Reached>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// Specialists whom the search has passed, with what it lost up to them.
    passed: Vec<(u32, i64)>,
    passed_in_all: usize,
}

impl Paths {
    /// Fills a seat that nobody fills, or leaves it so, whichever is best for all together.
    pub fn fill(&mut self, state: &mut State<'_>, seat: u32) {
        self.begin(state);
        let most = Choice::of(state, seat).best;
        let mut cheapest = Cheapest { loss: most, end: End::Without };
        self.scan(state, &mut cheapest, seat, most);
        self.search(state, cheapest, NONE);
    }

    /// Takes a job from a specialist who has one too many, whichever is best for all together.
    pub fn take_one(&mut self, state: &mut State<'_>, specialist: u32) {
        self.begin(state);
        self.reached[specialist as usize] = Reached { search: self.search, ..Reached::default() };
        self.heap.push(Reverse((0, specialist)));
        self.search(state, Cheapest { loss: NEVER, end: End::Without }, specialist);
    }

    /// How many specialists all searches have passed.
    pub const fn passed_in_all(&self) -> usize {
        self.passed_in_all
    }

    fn begin(&mut self, state: &State<'_>) {
        self.search += 1;
        self.reached.resize(state.places.len(), Reached::default());
        self.heap.clear();
        self.passed.clear();
    }

    /// Finds the cheapest chain, raises the prices, and makes the changes of the chain, up to the specialist with whom it began
    /// if it did not begin with a seat.
    fn search(&mut self, state: &mut State<'_>, mut cheapest: Cheapest, origin: u32) {
        while let Some(Reverse((loss, specialist))) = self.heap.pop() {
            if loss >= cheapest.loss {
                break;
            }
            if loss > self.reached[specialist as usize].loss {
                continue;
            }
            self.passed.push((specialist, loss));
            self.passed_in_all += 1;
            let mut next = state.places[specialist as usize].first;
            while next != NONE {
                let (other, kept) = (next, loss + state.left_of_seat(next));
                next = state.seats[other as usize].next;
                if kept < cheapest.loss {
                    cheapest = Cheapest { loss: kept, end: End::Dropped(other) };
                }
                self.scan(state, &mut cheapest, other, kept);
            }
        }
        for (specialist, loss) in &self.passed {
            // The cost of the end may have fallen below that of whom the search passed last.
            state.places[*specialist as usize].price += (cheapest.loss - loss).max(0);
        }
        self.walk(state, origin, cheapest.end);
    }

    /// Looks along the row of a seat for places that it could take, the chain having lost so much if it takes none.
    fn scan(&mut self, state: &mut State<'_>, cheapest: &mut Cheapest, seat: u32, without: i64) {
        let Seat { request, filled, .. } = state.seats[seat as usize];
        state.show(request, without - cheapest.loss, |state, pair| {
            let there = &state.places[pair.specialist as usize];
            let loss = without + there.price - pair.gain;
            if loss >= cheapest.loss || pair.specialist == filled.specialist {
                return;
            }
            let reached = &mut self.reached[pair.specialist as usize];
            if reached.search == self.search && reached.loss <= loss || state.taken_beside(seat, pair.specialist) {
                return;
            }
            *reached = Reached { search: self.search, seat, pair, loss };
            if there.next_cost < NEVER && loss + there.next_cost - there.price < cheapest.loss {
                *cheapest = Cheapest { loss: loss + there.next_cost - there.price, end: End::Room(pair.specialist) };
            }
            self.heap.push(Reverse((loss, pair.specialist)));
        });
    }

    /// Makes the changes of a chain, from its end back to its beginning.
    fn walk(&self, state: &mut State<'_>, origin: u32, end: End) {
        let mut at = match end {
            End::Without => return,
            End::Room(specialist) => Some(specialist),
            End::Dropped(other) => state.vacate(other),
        };
        // It begins with a seat that nobody filled, or with the specialist who had one job too many.
        while let Some(specialist) = at.filter(|it| *it != origin) {
            let Reached { seat, pair, .. } = self.reached[specialist as usize];
            at = state.vacate(seat);
            state.fill(seat, pair);
        }
    }
}
