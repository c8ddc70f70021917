//! Who watches the search, and may end it.

use crate::brokerage::matching::plan::Step;

/// Where the search stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// What the best choice so far is worth.
    pub worth: i64,
    /// What no choice exceeds.
    pub bound: i64,
}

/// How many steps are taken from one checkpoint to the next: about a millisecond.
const STRIDE: usize = 1 << 19;

/// Asks whoever watches, from time to time.
pub(super) struct Watch<'w> {
    ask: &'w mut dyn FnMut(Checkpoint) -> Step,
    /// What is told.
    pub so_far: Checkpoint,
    steps: usize,
    stopped: bool,
}

/// The search was ended.
#[derive(Debug)]
pub(super) struct Stopped;

impl<'w> Watch<'w> {
    pub fn new(ask: &'w mut dyn FnMut(Checkpoint) -> Step) -> Self {
        Self { ask, so_far: Checkpoint { worth: 0, bound: i64::MAX }, steps: 0, stopped: false }
    }

    /// Counts steps, and asks when there were enough; once ended, the search stays ended.
    pub fn after(&mut self, steps: usize) -> Result<(), Stopped> {
        self.steps += steps;
        if self.steps >= STRIDE && !self.stopped {
            self.steps = 0;
            self.stopped = (self.ask)(self.so_far) == Step::Stop;
        }
        if self.stopped { Err(Stopped) } else { Ok(()) }
    }
}
