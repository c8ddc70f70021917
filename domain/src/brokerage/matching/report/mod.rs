//! The report of every plan, of whatever planner, by one road for tests, commands and the service.
//!
//! *Source*: each measure says in its own module how it is taken, and after whom. *Cost*: one pass over the pairs of the
//! market for those that block, and one over those of the plan for the rest. *Proof obligation*: whole numbers that anybody can
//! take again from the market and the plan alone; a plan that is none of the market has no report.
//!
//! Read in this order: what it is made of ([`Case`], [`Facts`]); what it says ([`Report`]); two beside each other
//! ([`compare`]).

mod coverage;
mod facts;
mod ledger;
mod line;
mod load;
#[cfg(test)]
mod tests;
mod travel;

use std::collections::BTreeSet;

use crate::brokerage::matching::plan::{Certificate, Objective, Plan, PlanFault, Value};
use crate::brokerage::matching::stable::{Preferences, blocking};

pub use coverage::{Coverage, Share};
pub use facts::{Account, AskFacts, Facts, FactsFault, GiveFacts, Journey};
pub use ledger::{Balances, Ledger};
pub use line::{Comparison, Figure, Line, Verdict, compare};
pub use load::Load;
pub use travel::{Journeys, Travel};

/// What a plan is seen against: the same for all plans that are to be compared.
#[derive(Clone, Copy)]
pub struct Case<'c> {
    /// The market, and what both sides of it want.
    pub preferences: &'c Preferences<'c>,
    /// What counts.
    pub objective: &'c Objective,
    /// What is known of the market beyond its numbers.
    pub facts: &'c Facts,
    /// The journey of a specialist to a request, given request and specialist.
    pub journey: &'c dyn Fn(u32, u32) -> Journey,
    /// Prices that bound the value of every plan, if there are any.
    pub certificate: Option<&'c Certificate>,
    /// What the best plan is worth if load costs nothing, if that is known.
    pub best_without_load: Option<i64>,
    /// The plan that was told to people before, if there was one.
    pub last: Option<&'c Plan>,
}

/// What is to be said of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is worth.
    pub value: Value,
    /// What no plan can exceed, if there are prices that show it.
    pub bound: Option<i64>,
    /// Who is met.
    pub coverage: Coverage,
    /// How evenly the work lies.
    pub load: Load,
    /// How far people travel.
    pub travel: Travel,
    /// What it does to giving and receiving.
    pub ledger: Ledger,
    /// How many pairs would rather have each other.
    pub blocking: usize,
    /// In how many of these a school envies another with reason.
    pub envious: usize,
    /// The price of fairness, in points: what the best plan is worth if load costs nothing, less what this one is worth if load
    /// costs nothing.
    pub given_up: Option<i64>,
    /// Of the pairs of the last plan, those that stand in this one.
    pub kept: Option<Share>,
}

/// Why there is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFault {
    /// The plan is none of the market.
    Plan(PlanFault),
    /// The facts are none of the market.
    Facts(FactsFault),
}

impl Report {
    /// What is to be said of a plan.
    pub fn of(case: &Case<'_>, plan: &Plan) -> Result<Self, ReportFault> {
        let Case { preferences, objective, facts, .. } = *case;
        let instance = preferences.instance();
        facts.check(instance.asks().len(), instance.gives().len()).map_err(ReportFault::Facts)?;
        let value = plan.value(instance, objective).map_err(ReportFault::Plan)?;
        let blocking = blocking(preferences, plan, 0).map_err(ReportFault::Plan)?;
        let bound = case.certificate.and_then(|certificate| certificate.bound(instance, objective));
        let kept = |last: &Plan| {
            let now: BTreeSet<_> = plan.pairs().iter().collect();
            Share { part: last.pairs().iter().filter(|pair| now.contains(pair)).count(), of: last.pairs().len() }
        };
        Ok(Self {
            value,
            bound: bound.map(|bound| bound.total()),
            coverage: Coverage::of(instance, facts, plan),
            load: Load::of(instance, facts, plan),
            travel: Travel::of(plan, case.journey),
            ledger: Ledger::of(facts, plan),
            blocking: blocking.pairs,
            envious: blocking.envious,
            given_up: case.best_without_load.map(|best| best - value.weight - value.worth),
            kept: case.last.map(kept),
        })
    }

    /// By how much the bound exceeds the value, in points: nought proves that no plan is worth more.
    pub fn gap(&self) -> Option<i64> {
        self.bound.map(|bound| bound - self.value.total())
    }
}
