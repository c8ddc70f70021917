//! One place that is free and dear, by the cheapest chain of changes: the search of [`path`](super::path) from the other side.
//!
//! A free place that costs more than its job does is too dear. Its price falls until either it is as low as the job's cost, or
//! some request would rather have it than what it has; whose place then comes free in turn, and so forth. Dijkstra's search
//! over what each step loses finds the cheapest chain, and lowering the prices of all that it passed by what they were nearer
//! than its end keeps every other request content.
//!
//! Cost: a pass over the column of each specialist whom the search passes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::brokerage::matching::plan::Instance;
use crate::brokerage::matching::plan::columns::{Asking, Columns};
use crate::brokerage::matching::plan::scale::drawn;
use crate::brokerage::matching::plan::shortlist::Drawn;
use crate::brokerage::matching::plan::state::{NONE, State};

/// How a specialist was come to.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    /// In which search.
    search: u32,
    /// The seat that would leave this specialist.
    seat: u32,
    /// For whom.
    to: Drawn,
    /// What the chain loses up to here.
    loss: i64,
}

/// How a chain ends.
#[derive(Clone, Copy, Debug)]
enum End {
    /// A specialist has a job less.
    Fewer(u32),
    /// A seat that nobody fills takes a place.
    Taken(u32, Drawn),
}

/// The cheapest chain that is known so far.
struct Cheapest {
    loss: i64,
    end: End,
}

/// The memory of searches, kept from one to the next.
#[derive(Clone, Debug)]
pub struct Releases {
    columns: Columns,
    /// Requests whose rows the columns do not hold yet: who arrives needs none, so they are written when somebody leaves.
    owed: Vec<u32>,
    search: u32,
    reached: Vec<Reached>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// Specialists whom the search has passed, with what it lost up to them.
    passed: Vec<(u32, i64)>,
}

impl Releases {
    /// Room for searches in the market of a state.
    pub fn among(state: &State<'_>) -> Self {
        let (owed, reached, heap, passed) = (Vec::new(), Vec::new(), BinaryHeap::new(), Vec::new());
        Self { columns: Columns::of(&state.instance), owed, search: 0, reached, heap, passed }
    }

    /// Takes note of a row that was added to the market.
    pub fn owe(&mut self, request: u32) {
        self.owed.push(request);
    }

    /// The pairs by specialist, all of them.
    pub fn columns(&mut self, instance: &Instance) -> &mut Columns {
        for request in self.owed.drain(..) {
            self.columns.add(instance, request as usize);
        }
        &mut self.columns
    }

    /// Offers the free places of a specialist round until none is dear.
    pub fn settle(&mut self, state: &mut State<'_>, specialist: u32) {
        while state.is_dear(specialist) {
            self.columns(&state.instance);
            let Cheapest { loss: least, end } = self.find(state, specialist);
            for (passed, loss) in &self.passed {
                state.places[*passed as usize].price -= least - loss;
                self.tell(state, *passed);
            }
            self.walk(state, specialist, end);
        }
    }

    /// Raises the price of a specialist whom nobody has so far that nobody would rather have him or her.
    pub fn make_dear(&self, state: &mut State<'_>, specialist: u32) {
        for asking in self.columns.of_specialist(specialist) {
            let least = state.seats_of(asking.request).map(|seat| state.left_of_seat(seat)).min();
            let gain = pair(state, specialist, *asking).gain;
            let place = &mut state.places[specialist as usize];
            place.price = place.price.max(gain - least.unwrap_or(gain));
        }
        self.tell(state, specialist);
    }

    /// Tells the short lists of a price that fell.
    fn tell(&self, state: &mut State<'_>, specialist: u32) {
        for asking in self.columns.of_specialist(specialist) {
            let left = state.left(pair(state, specialist, *asking));
            state.cheaper(asking.request, specialist, left);
        }
    }

    /// Finds the cheapest chain.
    fn find(&mut self, state: &State<'_>, specialist: u32) -> Cheapest {
        self.search += 1;
        self.reached.resize(state.places.len(), Reached::default());
        self.heap.clear();
        self.passed.clear();
        let place = &state.places[specialist as usize];
        let mut cheapest = Cheapest { loss: place.price - place.next_cost, end: End::Fewer(specialist) };
        self.reached[specialist as usize] = Reached { search: self.search, seat: NONE, ..Reached::default() };
        self.heap.push(Reverse((0, specialist)));
        while let Some(Reverse((loss, at))) = self.heap.pop() {
            if loss >= cheapest.loss {
                break;
            }
            if loss > self.reached[at as usize].loss {
                continue;
            }
            self.passed.push((at, loss));
            self.scan(state, &mut cheapest, at, loss);
        }
        self.passed.retain(|(_, loss)| *loss < cheapest.loss);
        cheapest
    }

    /// Looks down the column of a specialist for seats that could be filled by him or her instead.
    fn scan(&mut self, state: &State<'_>, cheapest: &mut Cheapest, specialist: u32, lost: i64) {
        for asking in self.columns.of_specialist(specialist) {
            let to = pair(state, specialist, *asking);
            let without = lost - state.left(to);
            for seat in state.seats_open_to(specialist, asking.request) {
                let loss = without + state.left_of_seat(seat);
                if loss >= cheapest.loss {
                    continue;
                }
                let Some(from) = state.filled_by(seat) else {
                    *cheapest = Cheapest { loss, end: End::Taken(seat, to) };
                    continue;
                };
                let reached = &mut self.reached[from as usize];
                if reached.search == self.search && reached.loss <= loss {
                    continue;
                }
                *reached = Reached { search: self.search, seat, to, loss };
                let fewer = loss + state.places[from as usize].price - state.lowest(from);
                if fewer < cheapest.loss {
                    *cheapest = Cheapest { loss: fewer, end: End::Fewer(from) };
                }
                self.heap.push(Reverse((loss, from)));
            }
        }
    }

    /// Makes the changes of a chain, from its end back to the place for which it was found.
    fn walk(&self, state: &mut State<'_>, specialist: u32, end: End) {
        let mut at = match end {
            End::Fewer(at) => at,
            End::Taken(seat, to) => {
                state.fill(seat, to);
                to.specialist
            }
        };
        while at != specialist {
            let Reached { seat, to, .. } = self.reached[at as usize];
            state.vacate(seat);
            state.fill(seat, to);
            at = to.specialist;
        }
    }
}

/// The pair of a specialist and one who asks.
fn pair(state: &State<'_>, specialist: u32, asking: Asking) -> Drawn {
    let lot = state.places[specialist as usize].lot;
    Drawn { gain: drawn(asking.gain, state.lots[asking.request as usize], lot), specialist }
}
