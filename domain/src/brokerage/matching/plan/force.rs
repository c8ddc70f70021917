//! What a plan would lose by having somebody's way: a pair forced into it, or kept out of it.
//!
//! The market is changed, the plan repaired by single chains, compared, and changed back; as the best plan is one alone, it is
//! then what it was. A pair is forced by raising its points above anything that forcing it could cost: to make room for it, a
//! plan gives up at most what its request has, what its specialist has, and the worth of the pair itself.

use crate::brokerage::matching::plan::instance::Pair;
use crate::brokerage::matching::plan::{LivePlan, Plan};

/// What comes of a plan if somebody has their way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// By how many points the plan is worth less.
    pub loss: i64,
    /// The best plan that does as they wish.
    pub plan: Plan,
    /// The other requests that would have somebody else, or nobody.
    pub displaced: Vec<u32>,
}

impl LivePlan {
    /// The best plan with a pair in it; nothing if it is no possible pair, or the specialist can take no job at all.
    pub fn force(&mut self, request: u32, specialist: u32) -> Option<Tried> {
        self.lift(request, |pair| pair.specialist == specialist)
    }

    /// The best plan in which a request for one person has somebody; nothing if nobody could be had at all.
    pub fn meet(&mut self, request: u32) -> Option<Tried> {
        self.lift(request, |_| true)
    }

    /// The best plan with one of some pairs of a request in it.
    fn lift(&mut self, request: u32, chosen: impl Fn(&Pair) -> bool) -> Option<Tried> {
        let gives = self.instance().gives();
        let can = |pair: &Pair| chosen(pair) && gives[pair.specialist as usize].capacity > 0;
        let mut row = self.instance().pairs_of(request as usize).to_vec();
        let own = row.iter().filter(|pair| can(pair));
        let costs = own.clone().map(|pair| {
            let give = gives[pair.specialist as usize];
            self.objective().cost_after(give.jobs + give.capacity)
        });
        let most = |pair: &Pair| i64::from(pair.gain.abs());
        let others = (0..self.instance().asks().len()).flat_map(|it| self.instance().pairs_of(it)).map(most).max();
        let lift = 2 * others.unwrap_or(0) + own.clone().map(most).max()? + costs.max()? + 1;
        let lift = i32::try_from(lift).expect("points are within 2^20");
        for pair in row.iter_mut().filter(|pair| can(pair)) {
            pair.gain += lift;
        }
        row.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.gain), pair.specialist));
        Some(self.try_row(request, row))
    }

    /// The best plan without a pair in it; nothing if it is no possible pair.
    pub fn forbid(&mut self, request: u32, specialist: u32) -> Option<Tried> {
        let mut row = self.instance().pairs_of(request as usize).to_vec();
        row.remove(row.iter().position(|pair| pair.specialist == specialist)?);
        Some(self.try_row(request, row))
    }

    fn try_row(&mut self, request: u32, row: Vec<Pair>) -> Tried {
        let before = self.plan();
        let own = self.instance().pairs_of(request as usize).to_vec();
        self.change_row(request, row);
        let after = self.plan();
        self.change_row(request, own);
        let worth = |plan: &Plan| {
            let value = plan.value(self.instance(), self.objective());
            value.expect("both are plans of this market").total()
        };
        let has = |plan: &Plan, request: u32| plan.of_request(request).collect::<Vec<_>>();
        let others = (0..self.instance().asks().len() as u32).filter(|other| *other != request);
        let displaced = others.filter(|other| has(&before, *other) != has(&after, *other)).collect();
        Tried { loss: worth(&before) - worth(&after), plan: after, displaced }
    }
}
