//! What a broker's choice does to the plan of a round: exactly what it loses, and how many others it moves (MATCHING 4.2).

use crate::brokerage::matching::plan::{Checkpoint, Plan, Solved, Step};
use crate::brokerage::matching::{Laid, Settled, SettledFault};
use crate::exchange::SupportRequest;
use crate::rule::Rejected;
use crate::{Id, Rule};

/// What comes of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The best plan with it.
    pub solved: Solved,
    /// By how many points that is worth less than the best plan without it; below nought where a choice is lifted.
    pub loss: i64,
    /// How many other requests have somebody else then, or nobody.
    pub displaced: usize,
}

impl Laid {
    /// The best plan with that settled, if it is proven before the watcher stops it: of a plan that is not proven best, nobody
    /// could say what a choice loses.
    pub fn proven(
        &self,
        settled: &Settled,
        watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
    ) -> Result<Solved, Rejected> {
        let mut stopped = false;
        let mut watched = |at: Checkpoint<'_>| {
            let step = watcher(at);
            stopped |= step == Step::Stop;
            step
        };
        let solved = self.under(settled).map_err(refused)?.solve(&mut watched);
        // A plan may be proven best although it was stopped: which of equals it is would hang on how fast the machine was.
        if solved.is_exact() && !stopped { Ok(solved) } else { Err(Rule::RoundTooSlow.into()) }
    }

    /// What comes of a choice about a request: the best plan `after` it beside the best one `before` it.
    pub fn weigh(
        &self,
        request: Id<SupportRequest>,
        [before, after]: [&Settled; 2],
        watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
    ) -> Result<Weighed, Rejected> {
        let was = self.proven(before, watcher)?;
        let solved = self.proven(after, watcher)?;
        let displaced = self.displaced(request, [&was.plan, &solved.plan]);
        Ok(Weighed { loss: was.value.total() - solved.value.total(), solved, displaced })
    }

    fn displaced(&self, request: Id<SupportRequest>, plans: [&Plan; 2]) -> usize {
        let has = |plan: &Plan, request: u32| plan.of_request(request).collect::<Vec<_>>();
        let others = (0_u32..).zip(&self.requests).filter(|(_, other)| **other != request);
        others.filter(|(at, _)| has(plans[0], *at) != has(plans[1], *at)).count()
    }
}

/// Why it cannot be so, as it is told to whoever chose it.
fn refused(fault: SettledFault) -> Rejected {
    match fault {
        SettledFault::NoSuchPair { .. } => Rule::RoundPairImpossible.at("offer"),
        SettledFault::NoPlace { .. } => Rule::RoundPlacesSettled.at("offer"),
        SettledFault::Left(_) => Rule::RoundTooSlow.into(),
    }
}
