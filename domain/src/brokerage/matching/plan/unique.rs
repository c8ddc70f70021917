//! Whether another plan is worth as much.
//!
//! Whoever compares two best plans finds a chain of changes that loses nothing: a round of seats that each take the place of the
//! next, or a row of them from one end to another. At prices that prove the plan no step of it loses anything either (the
//! residual graph of flows, Ahuja, Magnanti and Orlin 1993, chapter 9). So the plan is the only best one just if the steps that
//! lose nothing make up no round and lead from no beginning to no end. Cost: one pass over the pairs.

use crate::brokerage::matching::plan::instance::{Instance, Pair};
use crate::brokerage::matching::plan::{Objective, Plan};

/// A plan beside the prices that prove it, in any unit.
pub struct Proved<'p, G, C> {
    /// The market.
    pub instance: &'p Instance,
    /// What load costs.
    pub objective: &'p Objective,
    /// The plan.
    pub plan: &'p Plan,
    /// The price of each specialist.
    pub prices: &'p [i64],
    /// What a pair of a request is worth to it.
    pub gain: G,
    /// Points in the unit.
    pub unit: C,
}

/// The steps that lose nothing.
struct Ties {
    /// From whom a seat could pass to whom.
    steps: Vec<Vec<u32>>,
    /// Who could have a job more at the beginning of a chain, since somebody who has nobody would be as content with them, or
    /// since somebody could pass to them from whom a job might go for nothing.
    begins: Vec<u32>,
    /// Where a chain may end: who might take a job more for nothing, or give one up that is worth nothing to its request.
    ends: Vec<bool>,
}

impl<G: Fn(usize, Pair) -> i64, C: Fn(i64) -> i64> Proved<'_, G, C> {
    /// Whether no other plan is worth as much.
    pub fn is_unique(&self) -> bool {
        let ties = self.ties();
        !leads_to_an_end(&ties) && !goes_round(&ties.steps)
    }

    fn ties(&self) -> Ties {
        let gives = self.instance.gives();
        let loads = self.plan.loads(gives.len());
        let cost = |at: usize, jobs| (self.unit)(self.objective.cost_after(gives[at].jobs + jobs));
        let takes = |at: usize| loads[at] < gives[at].capacity && cost(at, loads[at]) == self.prices[at];
        let goes = |at: usize| loads[at] > 0 && cost(at, loads[at] - 1) == self.prices[at];
        let ends = (0..gives.len()).map(takes).collect();
        let mut ties = Ties { steps: vec![Vec::new(); gives.len()], begins: Vec::new(), ends };
        let mut own = Vec::new();
        for (request, ask) in self.instance.asks().iter().enumerate() {
            own.clear();
            own.extend(self.plan.of_request(request as u32));
            let left = |pair: &Pair| (self.gain)(request, *pair) - self.prices[pair.specialist as usize];
            // A row is in order of gain, and no price is below nought: of what comes after all that it has, little counts.
            let held = |pair: &&Pair| own.contains(&pair.specialist);
            let row = self.instance.pairs_of(request);
            let is_full = own.len() == ask.seats as usize;
            let least = row.iter().filter(held).take(own.len()).map(left).min().filter(|_| is_full).unwrap_or(0);
            let row = &row[..row.partition_point(|pair| (self.unit)(i64::from(pair.gain) + 1) > least)];
            let others = || row.iter().filter(move |pair| !held(pair));
            if own.len() < ask.seats as usize {
                ties.begins.extend(others().filter(|pair| left(pair) == 0).map(|pair| pair.specialist));
            }
            for held in row.iter().filter(held) {
                let (kept, from) = (left(held), held.specialist as usize);
                ties.ends[from] |= kept == 0;
                for pair in others().filter(|pair| left(pair) == kept) {
                    ties.steps[from].push(pair.specialist);
                    if goes(from) {
                        ties.begins.push(pair.specialist);
                    }
                }
                if kept == 0 && goes(from) {
                    // It might go without, and nobody would lose anything.
                    ties.begins.push(held.specialist);
                }
            }
        }
        ties
    }
}

fn leads_to_an_end(ties: &Ties) -> bool {
    let mut seen = vec![false; ties.steps.len()];
    let mut ahead = ties.begins.clone();
    while let Some(at) = ahead.pop() {
        if ties.ends[at as usize] {
            return true;
        }
        if !std::mem::replace(&mut seen[at as usize], true) {
            ahead.extend(&ties.steps[at as usize]);
        }
    }
    false
}

/// Whether steps come back to where they began, by taking away again and again whom nothing leads to (Kahn 1962).
fn goes_round(steps: &[Vec<u32>]) -> bool {
    let mut leading = vec![0_u32; steps.len()];
    for to in steps.iter().flatten() {
        leading[*to as usize] += 1;
    }
    let mut free: Vec<u32> = (0..steps.len() as u32).filter(|it| leading[*it as usize] == 0).collect();
    let mut gone = 0;
    while let Some(at) = free.pop() {
        gone += 1;
        for to in &steps[at as usize] {
            leading[*to as usize] -= 1;
            if leading[*to as usize] == 0 {
                free.push(*to);
            }
        }
    }
    gone < steps.len()
}
