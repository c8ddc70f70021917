//! The report of a round's plan, in the contract: beside what first come, first served would have come to.

use async_graphql::SimpleObject;
use domain::Word;
use domain::brokerage::RoundOutcome;
use domain::brokerage::matching::report::Verdict;
use domain::brokerage::matching::{self, PlanLine, ToldLine};
use domain::exchange::Urgency;

use super::scenario_report::{PlanFigure, urgency_of};
use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Points;

/// The report of a plan, beside what first come, first served would have come to with the same requests and the same help.
#[derive(SimpleObject)]
pub struct RoundReport {
    /// What the plan is worth.
    pub value: Points,
    /// What no plan can exceed that keeps to what brokers chose.
    pub bound: Points,
    /// By how much that is more: nought where the plan is proven best.
    pub gap: Points,
    /// Line by line.
    pub lines: Vec<RoundReportLine>,
}

/// One line of the report of a plan. What could be about a few schools or people is not told to others than the brokers of the
/// round's alliance.
#[derive(SimpleObject)]
pub struct RoundReportLine {
    /// What it is about.
    pub line: Choice<PlanLine>,
    /// The urgency, where the line is about one.
    pub urgency: Option<Choice<Urgency>>,
    /// What it is about, in plain words.
    pub about: &'static str,
    /// Whether it says how fairly a plan treats people and schools.
    pub of_fairness: bool,
    /// What it says of the plan.
    pub plan: Option<PlanFigure>,
    /// What it says of first come, first served.
    pub first_come: Option<PlanFigure>,
    /// Whether the plan is better, worse or the same.
    pub verdict: Option<Choice<Verdict>>,
}

impl From<ToldLine> for RoundReportLine {
    fn from(it: ToldLine) -> Self {
        let line = PlanLine::of(it.line);
        Self {
            line: Choice(line),
            urgency: urgency_of(it.line).map(Choice),
            about: line.about(),
            of_fairness: it.line.is_of_fairness(),
            plan: it.this.map(PlanFigure::from),
            first_come: it.other.map(PlanFigure::from),
            verdict: it.verdict.map(Choice),
        }
    }
}

impl RoundReport {
    /// A report as it is told: `whole` to the brokers of the round's alliance.
    pub(super) fn of(found: &RoundOutcome, it: &matching::RoundReport, whole: bool) -> Self {
        Self {
            value: Points(found.value),
            bound: Points(found.bound),
            gap: Points(found.bound - found.value),
            lines: it.told(whole).into_iter().map(RoundReportLine::from).collect(),
        }
    }
}
