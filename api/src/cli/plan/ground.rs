//! What a plan is weighed on: a market, an objective, and what was told to people before.

use domain::brokerage::matching::baseline::first_come;
use domain::brokerage::matching::interchange::{Night, Told};
use domain::brokerage::matching::plan::{Certificate, Instance, Objective, Plan, PlanFault};
use domain::brokerage::matching::report::{Case, Report, ReportFault};
use domain::brokerage::matching::stable::{Preferences, blocking};

use super::Named;
use crate::interchange::{Beside, Figures, Keeping};

/// A market with all that decides what a plan of it is worth.
pub struct Ground<'n> {
    night: &'n Night,
    preferences: Preferences<'n>,
    named: Named,
    /// What counts.
    pub objective: Objective,
    /// The plan that was told, what of it is still possible, and the market in which that is held dear.
    told: Option<(Plan, Told, Instance)>,
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
            Ok::<_, String>((plan, told, dear))
        });
        Ok(Self { night, preferences: night.preferences(), named, objective, told: told.transpose()? })
    }

    /// The market to be planned.
    pub fn market(&self) -> &Instance {
        self.told.as_ref().map_or(&self.night.instance, |(.., dear)| dear)
    }

    /// What value and bound of that market have too much.
    pub fn added(&self) -> i64 {
        self.told.as_ref().map_or(0, |(_, told, _)| told.added())
    }

    /// What both sides of the market want, whatever they were told.
    pub const fn preferences(&self) -> &Preferences<'n> {
        &self.preferences
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
        let keeping = |(_, told, _): &(Plan, Told, Instance)| Keeping {
            possible: told.possible(),
            kept: told.kept(plan),
            switch_cost: told.cost,
        };
        let blocking = blocking(&self.preferences, plan, 0).map_err(said)?;
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
            blocking: blocking.pairs,
            envious: blocking.envious,
            told: self.told.as_ref().map(keeping),
            value: total,
            bound,
            gap: bound.map(|bound| bound - total),
        })
    }

    /// The report of a plan, beside that of the plan that places requests in the order of their rows: first come, first served.
    /// What the best plan is worth if load costs nothing may be unknown.
    pub fn report(&self, plan: &Plan, best_without_load: Option<i64>) -> Result<Beside, String> {
        let case = Case {
            preferences: &self.preferences,
            objective: &self.objective,
            facts: &self.night.facts(),
            journey: &|request, specialist| self.night.journey(request, specialist),
            // Value and bound are told with the plan.
            certificate: None,
            best_without_load,
            last: self.told.as_ref().map(|(plan, ..)| plan),
        };
        let of = |plan: &Plan| {
            Report::of(&case, plan).map_err(|fault| match fault {
                ReportFault::Plan(fault) => said(fault),
                ReportFault::Facts(fault) => format!("the rows do not say what a report needs: {fault:?}"),
            })
        };
        let by_arrival = first_come(&self.night.instance, i64::from);
        Ok(Beside::of(&of(plan)?, &of(&by_arrival)?))
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
