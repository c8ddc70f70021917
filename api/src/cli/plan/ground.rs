//! What a plan is weighed on: a market, an objective, and what was told to people before.

use domain::brokerage::matching::interchange::{Night, Told};
use domain::brokerage::matching::plan::{Certificate, Instance, Objective, Plan, PlanFault};

use super::Named;
use crate::interchange::{Figures, Keeping};

/// A market with all that decides what a plan of it is worth.
pub struct Ground<'n> {
    night: &'n Night,
    named: Named,
    /// What counts.
    pub objective: Objective,
    /// What was told, and the market in which that is held dear.
    told: Option<(Told, Instance)>,
}

impl<'n> Ground<'n> {
    /// Puts it together; `told` is an earlier plan and what each of its pairs costs that is not kept.
    pub fn new(night: &'n Night, named: Named, told: Option<(Plan, i64)>) -> Result<Self, String> {
        let objective = match named {
            Named::Fair => night.fair.clone(),
            Named::Linear => Objective::linear(),
        };
        let told = told.map(|(plan, cost)| {
            let told = Told::new(&night.instance, &plan, cost);
            let dear = told.held_dear(&night.instance);
            let dear = dear.map_err(|_| "with the switch cost a pair would be worth more than points can be")?;
            Ok::<_, String>((told, dear))
        });
        Ok(Self { night, named, objective, told: told.transpose()? })
    }

    /// The market to be planned.
    pub fn market(&self) -> &Instance {
        self.told.as_ref().map_or(&self.night.instance, |(_, dear)| dear)
    }

    /// What value and bound of that market have too much.
    pub fn added(&self) -> i64 {
        self.told.as_ref().map_or(0, |(told, _)| told.added())
    }

    /// Weighs a plan by one pass over it, and its proof by one pass over the pairs. Nothing of what the planner says is believed.
    pub fn weigh(&self, plan: &Plan, certificate: Option<&Certificate>) -> Result<Figures, String> {
        let Night { instance, seed, .. } = self.night;
        let value = plan.value(instance, &self.objective).map_err(said)?;
        let total = plan.value(self.market(), &self.objective).map_err(said)?.total() - self.added();
        let prove = |certificate: &Certificate| {
            let bound = certificate.bound(self.market(), &self.objective);
            let people = instance.gives().len();
            let bound =
                bound.ok_or_else(|| format!("the prices are not one for each of {people} specialists, or too high"))?;
            Ok::<_, String>(bound.total() - self.added())
        };
        let bound = certificate.map(prove).transpose()?;
        let keeping = |(told, _): &(Told, Instance)| Keeping {
            possible: told.possible(),
            kept: told.kept(plan),
            switch_cost: told.cost,
        };
        Ok(Figures {
            objective: match self.named {
                Named::Fair => "fair",
                Named::Linear => "linear",
            },
            load_penalty: self.objective.load().to_vec(),
            seed: *seed,
            requests: instance.asks().len(),
            met: value.met,
            specialists: instance.gives().len(),
            used: plan.loads(instance.gives().len()).into_iter().filter(|load| *load > 0).count(),
            edges: instance.len(),
            weight: value.weight,
            worth: value.worth,
            load: value.load,
            told: self.told.as_ref().map(keeping),
            value: total,
            bound,
            gap: bound.map(|bound| bound - total),
        })
    }
}

/// Why a plan is none of this market.
fn said(fault: PlanFault) -> String {
    match fault {
        PlanFault::NoSuchRequest { request } => format!("there is no request {request}"),
        PlanFault::NoSuchPair { request, specialist } => {
            format!("request {request} and specialist {specialist} are no possible pair")
        }
        PlanFault::PairTwice { request, specialist } => {
            format!("the pair of request {request} and specialist {specialist} stands twice")
        }
        PlanFault::TooMany { request, seats } => format!("request {request} wants {seats}, and has more"),
        PlanFault::OverCapacity { specialist, capacity } => {
            format!("specialist {specialist} can take {capacity}, and has more")
        }
    }
}
