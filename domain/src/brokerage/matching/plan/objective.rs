//! What each further job of one person costs.

use crate::brokerage::matching::plan::instance::MOST_POINTS;

/// The costs of load: what a person's first, second and each further job takes from the value of a plan, in points. They never
/// fall from one job to the next; after the last that is named, each further job costs as much as that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    load: Vec<i64>,
}

/// Why numbers make no objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveFault {
    /// A cost is below nought or out of range.
    OutOfRange,
    /// A further job would cost less than the one before: then a plan that loads one person more could be worth more, and
    /// prices would prove nothing.
    Falls,
}

impl Objective {
    /// Jobs that cost nothing, however many one person has.
    pub const fn linear() -> Self {
        Self { load: Vec::new() }
    }

    /// Jobs with these costs, the first person's job first.
    pub fn fair(load: Vec<i64>) -> Result<Self, ObjectiveFault> {
        if !load.is_sorted() {
            return Err(ObjectiveFault::Falls);
        }
        let within = load.iter().all(|cost| (0..=MOST_POINTS).contains(cost));
        if within { Ok(Self { load }) } else { Err(ObjectiveFault::OutOfRange) }
    }

    /// What the job after so many others costs, in points.
    pub fn cost_after(&self, jobs: u32) -> i64 {
        self.load.get(jobs as usize).or(self.load.last()).copied().unwrap_or(0)
    }

    /// The costs as they were given.
    pub fn load(&self) -> &[i64] {
        &self.load
    }
}
