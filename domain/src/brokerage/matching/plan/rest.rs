//! What is left of a market when some of its plan is settled before it is sought: pairs that are in it in any case, and pairs that
//! are possible no more.
//!
//! A pair that is in the plan in any case leaves the market: it takes a seat of its request and a place of its specialist, to whom
//! it counts as one more job that was agreed before, so that the next one costs as the one after it. So the best plan of the rest,
//! with these pairs, is the best plan of the whole that has them; and the bound of the rest, with what they count, bounds it.

use crate::brokerage::matching::plan::{
    Ask, Bound, Certificate, Checkpoint, Draft, Give, Instance, InstanceFault, Objective, Plan, PlanFault, Solved,
    Step, Value, solve,
};

/// What is left of a market.
#[derive(Clone, Debug)]
pub struct Rest<'w> {
    whole: &'w Instance,
    objective: &'w Objective,
    pinned: Plan,
    counts: Value,
    left: Instance,
}

/// Why a market cannot be planned with some of it settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestFault {
    /// The pairs that are in the plan in any case are no plan of this market.
    Pinned(PlanFault),
    /// What is left is no market.
    Left(InstanceFault),
}

impl<'w> Rest<'w> {
    /// Settles some pairs of a market, and leaves of the others those that are still open.
    pub fn of(
        whole: &'w Instance,
        objective: &'w Objective,
        pinned: Plan,
        open: impl Fn(u32, u32) -> bool,
    ) -> Result<Self, RestFault> {
        let counts = pinned.value(whole, objective).map_err(RestFault::Pinned)?;
        let closed = pinned.pairs().iter().find(|(request, specialist)| !open(*request, *specialist));
        if let Some(&(request, specialist)) = closed {
            return Err(RestFault::Pinned(PlanFault::NoSuchPair { request, specialist }));
        }
        let loads = pinned.loads(whole.gives().len());
        let (mut asks, mut pairs) = (Vec::new(), Vec::new());
        for (request, ask) in (0_u32..).zip(whole.asks()) {
            let own: Vec<u32> = pinned.of_request(request).collect();
            let seats = ask.seats - own.len() as u32;
            let left = whole.row(request as usize).iter();
            let left = left.filter(|it| seats > 0 && !own.contains(&it.specialist) && open(request, it.specialist));
            pairs.push(left.collect());
            asks.push(Ask { seats: seats.max(1), ..*ask });
        }
        let gives = whole.gives().iter().zip(&loads);
        let gives = gives.map(|(give, load)| Give { capacity: give.capacity - load, jobs: give.jobs + load, ..*give });
        let draft = Draft { asks, gives: gives.collect(), pairs, seed: whole.seed() };
        let left = Instance::new(draft).map_err(RestFault::Left)?;
        Ok(Self { whole, objective, pinned, counts, left })
    }

    /// Finds the best plan of the whole that keeps to what is settled, as [`solve`] does, with its value and what no plan that
    /// keeps to it can exceed.
    pub fn solve(&self, watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step) -> Solved {
        let Solved { plan, certificate, bound, unique, .. } = solve(&self.left, self.objective, watcher);
        let plan = Plan::new(plan.pairs().iter().chain(self.pinned.pairs()).copied());
        let value = plan.value(self.whole, self.objective).expect("both parts keep to the places of the whole");
        Solved { plan, value, certificate, bound: self.with_pinned(bound), unique }
    }

    /// What no plan that keeps to what is settled can exceed at these prices: by one pass over what is left, and what the pairs
    /// count that are in it in any case.
    pub fn bound(&self, certificate: &Certificate) -> Option<Bound> {
        certificate.bound(&self.left, self.objective).map(|bound| self.with_pinned(bound))
    }

    const fn with_pinned(&self, bound: Bound) -> Bound {
        Bound { gained: bound.gained + self.counts.total(), ..bound }
    }
}
