//! A plan that stays best while the market changes: each change is repaired by single chains.
//!
//! A request that arrives is one path ([`path`](super::path)); one that leaves frees a place, which is offered round
//! ([`release`](super::release)); and so for capacities and pairs. What holds between searches holds after each change, so the
//! plan is best for the market as it then is; and since the draw leaves one best plan, it is the one that planning the whole
//! market anew would give, whatever the order of the changes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::brokerage::matching::plan::instance::{MOST_SEATS, Pair};
use crate::brokerage::matching::plan::least::lower;
use crate::brokerage::matching::plan::path::Paths;
use crate::brokerage::matching::plan::release::Releases;
use crate::brokerage::matching::plan::solve::{Solved, is_settled_by_draw, run, solve, told};
use crate::brokerage::matching::plan::state::State;
use crate::brokerage::matching::plan::watch::{Step, Watch, plan};
use crate::brokerage::matching::plan::{Ask, Give, Instance, InstanceFault, Objective, Pairing, Plan};

/// A market with its best plan. Requests that left keep their places in the list, so one that has seen many is at last planned
/// anew: when [`LivePlan::arrive`] says that it is too large.
#[derive(Clone, Debug)]
pub struct LivePlan {
    state: State<'static>,
    paths: Paths,
    releases: Releases,
    /// The requests by their keys, but for those that have left.
    requests: BTreeMap<u64, u32>,
    /// The specialists by their keys.
    specialists: BTreeMap<u64, u32>,
}

impl LivePlan {
    /// Plans a market.
    pub fn new(instance: Instance, objective: Objective) -> Self {
        let seed = instance.seed();
        let mut go_on = |_: super::Checkpoint<'_>| Step::GoOn;
        let state = run(Cow::Owned(instance), Cow::Owned(objective), seed, &mut Watch::new(&mut go_on));
        let mut it = Self {
            requests: (0_u32..).zip(state.instance.asks()).map(|(request, ask)| (ask.key, request)).collect(),
            specialists: (0_u32..)
                .zip(state.instance.gives())
                .map(|(specialist, give)| (give.key, specialist))
                .collect(),
            releases: Releases::among(&state),
            paths: Paths::default(),
            state,
        };
        // Lowest prices are lower than those of which the short lists were told.
        for request in 0..it.state.instance.asks().len() as u32 {
            it.state.freshen(request);
        }
        it
    }

    /// The market as it is. Requests that have left are in it without any pair.
    pub fn instance(&self) -> &Instance {
        &self.state.instance
    }

    /// What load costs.
    pub fn objective(&self) -> &Objective {
        &self.state.objective
    }

    /// The plan as it stands, best but for what the draw may have left equal.
    pub fn plan(&self) -> Plan {
        plan(&self.state)
    }

    /// The plan with its proof.
    pub fn solved(&self) -> Solved {
        let mut state = self.state.clone();
        lower(&mut state);
        if is_settled_by_draw(&state) {
            told(&state, true)
        } else {
            solve(&self.state.instance, &self.state.objective, &mut |_| Step::GoOn)
        }
    }

    /// Takes in a request with its pairs; gives its place in the list of requests.
    pub fn arrive(&mut self, ask: Ask, pairs: Vec<Pairing>) -> Result<u32, InstanceFault> {
        if self.requests.contains_key(&ask.key) {
            return Err(InstanceFault::KeyTwice { key: ask.key });
        }
        if self.state.seats.len() + ask.seats as usize > MOST_SEATS {
            return Err(InstanceFault::TooLarge);
        }
        let request = self.state.instance.asks().len();
        self.state.instance.to_mut().add_row(ask, pairs)?;
        self.state.seat(request);
        self.releases.owe(request as u32);
        self.requests.insert(ask.key, request as u32);
        self.fill(request as u32);
        Ok(request as u32)
    }

    /// Lets a request go. It stays in the list of requests, without any pair.
    pub fn leave(&mut self, request: u32) {
        self.requests.remove(&self.state.instance.asks()[request as usize].key);
        self.put_row(request, Vec::new());
    }

    /// Puts other pairs in the place of those of a request: some forbidden, some more, or of other points.
    pub fn replace(&mut self, request: u32, pairs: Vec<Pairing>) -> Result<(), InstanceFault> {
        let worth = self.state.instance.asks()[request as usize].worth;
        let row = self.state.instance.checked(request as usize, worth, pairs)?;
        self.change_row(request, row);
        Ok(())
    }

    /// Changes how many jobs a specialist can take.
    pub fn resize(&mut self, specialist: u32, capacity: u32) -> Result<(), InstanceFault> {
        self.state.instance.to_mut().resize(specialist, capacity)?;
        self.state.weigh(specialist);
        while self.state.places[specialist as usize].load > capacity {
            self.paths.take_one(&mut self.state, specialist);
        }
        self.releases.settle(&mut self.state, specialist);
        Ok(())
    }

    /// Takes in a specialist with the requests that could have him or her and the points of each such pair; gives his or her
    /// place in the list of those who give.
    pub fn join(&mut self, give: Give, pairs: &[(u32, i64)]) -> Result<u32, InstanceFault> {
        if self.specialists.contains_key(&give.key) {
            return Err(InstanceFault::KeyTwice { key: give.key });
        }
        let specialist = self.state.instance.gives().len() as u32;
        let rows = self.state.instance.to_mut().add_specialist(give, pairs)?;
        self.specialists.insert(give.key, specialist);
        self.state.join(give);
        let columns = self.releases.columns(&self.state.instance);
        columns.join();
        for (request, row) in rows {
            let gain = row.iter().find(|pair| pair.specialist == specialist).map_or(0, |pair| pair.gain);
            columns.add_one(specialist, request, gain);
            self.state.instance.to_mut().put_row(request as usize, row);
        }
        self.releases.make_dear(&mut self.state, specialist);
        self.releases.settle(&mut self.state, specialist);
        Ok(specialist)
    }

    pub(super) fn change_row(&mut self, request: u32, row: Vec<Pair>) {
        self.put_row(request, row);
        self.fill(request);
    }

    /// Empties the seats of a request and gives it another row; what that frees is offered round.
    fn put_row(&mut self, request: u32, row: Vec<Pair>) {
        let freed: Vec<u32> = self.state.seats_of(request).filter_map(|seat| self.state.vacate(seat)).collect();
        self.releases.columns(&self.state.instance).remove(&self.state.instance, request as usize);
        self.state.instance.to_mut().put_row(request as usize, Vec::new());
        self.state.freshen(request);
        for specialist in freed {
            self.releases.settle(&mut self.state, specialist);
        }
        self.state.instance.to_mut().put_row(request as usize, row);
        self.releases.owe(request);
        self.state.freshen(request);
    }

    fn fill(&mut self, request: u32) {
        for seat in self.state.seats_of(request) {
            self.paths.fill(&mut self.state, seat);
        }
    }
}
