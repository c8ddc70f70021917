//! The market of one night as it goes from one program to another: its rows, and the instance that they make.

use crate::brokerage::matching::interchange::{RequestRow, SpecialistRow};
use crate::brokerage::matching::plan::{Draft, Instance, Objective, Pairing};

/// What is said of a market as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The seed of whatever is drawn in it.
    pub seed: u64,
    /// How many requests there are.
    pub requests: u64,
    /// How many specialists there are.
    pub specialists: u64,
    /// How many jobs they can take together; not every program says so.
    pub slots: Option<u64>,
    /// How many pairs are possible.
    pub edges: u64,
    /// What each further job of one person costs.
    pub fair: Objective,
}

/// A market whose rows were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Night {
    /// The seed of whatever is drawn in it.
    pub seed: u64,
    /// What each further job of one person costs.
    pub fair: Objective,
    /// Who asks, by their ids.
    pub requests: Vec<RequestRow>,
    /// Who can give, by their ids.
    pub specialists: Vec<SpecialistRow>,
    /// The same market as the planner reads it.
    pub instance: Instance,
}

impl Night {
    /// Puts rows together that are within the bounds of the format, with the pairs of each request.
    pub(super) fn of(
        (seed, fair): (u64, Objective),
        requests: Vec<RequestRow>,
        specialists: Vec<SpecialistRow>,
        pairs: Vec<Vec<Pairing>>,
    ) -> Self {
        let asks = requests.iter().enumerate().map(|(id, row)| row.ask(id)).collect();
        let gives = specialists.iter().enumerate().map(|(id, row)| row.give(id)).collect();
        let instance = Instance::new(Draft { asks, gives, pairs, seed });
        let instance = instance.expect("the bounds of the format are narrower than the planner's");
        Self { seed, fair, requests, specialists, instance }
    }

    /// What is to be said of it as a whole.
    pub fn meta(&self) -> Meta {
        Meta {
            seed: self.seed,
            requests: self.requests.len() as u64,
            specialists: self.specialists.len() as u64,
            slots: Some(self.specialists.iter().map(|row| u64::from(row.capacity)).sum()),
            edges: self.instance.len() as u64,
            fair: self.fair.clone(),
        }
    }
}
