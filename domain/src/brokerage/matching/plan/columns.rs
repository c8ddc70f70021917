//! The pairs by specialist, for whoever comes from that side.

use crate::brokerage::matching::plan::Instance;
use crate::brokerage::matching::plan::instance::Pair;

/// One request that could have a specialist.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The request.
    pub request: u32,
    /// What the pair is worth to it, worth and points together.
    pub gain: i32,
}

/// The pairs of an instance by specialist.
#[derive(Clone, Debug)]
pub struct Columns(Vec<Vec<Asking>>);

impl Columns {
    /// Turns the rows of an instance into columns.
    pub fn of(instance: &Instance) -> Self {
        let mut many = vec![0; instance.gives().len()];
        let requests = 0..instance.asks().len();
        for pair in requests.clone().flat_map(|request| instance.pairs_of(request)) {
            many[pair.specialist as usize] += 1;
        }
        let mut it = Self(many.into_iter().map(Vec::with_capacity).collect());
        requests.for_each(|request| it.add(instance, request));
        it
    }

    /// Adds the row of a request.
    pub fn add(&mut self, instance: &Instance, request: usize) {
        for Pair { specialist, gain } in instance.pairs_of(request) {
            self.add_one(*specialist, request as u32, *gain);
        }
    }

    /// Adds one pair.
    pub fn add_one(&mut self, specialist: u32, request: u32, gain: i32) {
        self.0[specialist as usize].push(Asking { request, gain });
    }

    /// Takes the row of a request away.
    pub fn remove(&mut self, instance: &Instance, request: usize) {
        for pair in instance.pairs_of(request) {
            self.0[pair.specialist as usize].retain(|asking| asking.request as usize != request);
        }
    }

    /// Makes room for a further specialist.
    pub fn join(&mut self) {
        self.0.push(Vec::new());
    }

    /// The requests that could have a specialist.
    pub fn of_specialist(&self, specialist: u32) -> &[Asking] {
        &self.0[specialist as usize]
    }
}
