//! Who watches the planner at work, and may stop it: the planner itself has no clock.

use crate::brokerage::matching::plan::scale::SHIFT;
use crate::brokerage::matching::plan::state::State;
use crate::brokerage::matching::plan::{Certificate, Plan};

/// What the watcher answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To go on.
    GoOn,
    /// To stop, with the best that there is by now.
    Stop,
}

/// How far the planner has come.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoint<'s> {
    state: &'s State<'s>,
}

impl Checkpoint<'_> {
    /// How many seats are filled.
    pub fn placed(&self) -> usize {
        self.state.seats.iter().enumerate().filter(|(seat, _)| self.state.filled_by(*seat as u32).is_some()).count()
    }

    /// How many seats there are.
    pub fn of(&self) -> usize {
        self.state.seats.len()
    }

    /// What the plan is worth as it stands, in points; one look at each seat.
    pub fn value(&self) -> i64 {
        let value = plan(self.state).value(&self.state.instance, &self.state.objective);
        value.expect("the planner keeps to its market").total()
    }

    /// What no plan can exceed, as far as the present prices tell, in points; one pass over all pairs.
    pub fn bound(&self) -> i64 {
        let bound = certificate(self.state).bound(&self.state.instance, &self.state.objective);
        bound.expect("the planner's prices are within bounds").total()
    }
}

/// The plan of a state.
pub fn plan(state: &State<'_>) -> Plan {
    let filled = state.seats.iter().enumerate();
    Plan::new(filled.filter_map(|(seat, it)| Some((it.request, state.filled_by(seat as u32)?))))
}

/// The prices of a state, in points, each to the nearest.
pub fn certificate(state: &State<'_>) -> Certificate {
    let half = 1 << (SHIFT - 1);
    Certificate { prices: state.places.iter().map(|place| (place.price + half) >> SHIFT).collect() }
}

/// The watcher, as the planner's parts ask it.
pub struct Watch<'w> {
    watcher: &'w mut dyn FnMut(Checkpoint<'_>) -> Step,
    stopped: bool,
}

impl<'w> Watch<'w> {
    /// Asks this watcher.
    pub fn new(watcher: &'w mut dyn FnMut(Checkpoint<'_>) -> Step) -> Self {
        Self { watcher, stopped: false }
    }

    /// Whether the planner is to stop; once said, it holds.
    pub fn stops(&mut self, state: &State<'_>) -> bool {
        self.stopped = self.stopped || (self.watcher)(Checkpoint { state }) == Step::Stop;
        self.stopped
    }

    /// Whether it was told to stop.
    pub const fn stopped(&self) -> bool {
        self.stopped
    }
}
