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
        let give = self.instance().gives()[specialist as usize];
        let mut row = self.instance().pairs_of(request as usize).to_vec();
        let forced = row.iter_mut().find(|pair| pair.specialist == specialist).filter(|_| give.capacity > 0)?;
        let most = |pair: &Pair| i64::from(pair.gain.abs());
        let others = (0..self.instance().asks().len()).flat_map(|it| self.instance().pairs_of(it)).map(most).max();
        let costs = self.objective().cost_after(give.jobs + give.capacity);
        let lift = 2 * others.unwrap_or(0) + most(forced) + costs + 1;
        forced.gain += i32::try_from(lift).expect("points are within 2^20");
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
