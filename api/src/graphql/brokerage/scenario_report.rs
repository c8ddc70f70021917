//! The reports of scenarios in the contract: today's plan, and the one that would be.

use async_graphql::SimpleObject;
use domain::Word;
use domain::brokerage::ScenarioOutcome;
use domain::brokerage::matching::report::{Figure, Line, Verdict};
use domain::brokerage::matching::{PlanLine, ToldLine};
use domain::exchange::Urgency;

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Points;

/// What came of a scenario. Both plans are proven best.
#[derive(SimpleObject)]
pub struct ScenarioReport {
    /// How many requests were in it; nothing where they are fewer than five and the market is not your own.
    pub requests: Option<i32>,
    /// The version of the matching policy of today's plan.
    pub policy_version: i32,
    /// Of the pairs of today's plan, those that would stand.
    pub kept: Option<PlanFigure>,
    /// Line by line.
    pub lines: Vec<ScenarioLine>,
    /// The SHA-256 of all that it was made of, in hexadecimal digits.
    pub input_hash: String,
}

/// One line of a report: as it is today, and as it would be. What could be about a few schools or people is not told to others than
/// the brokers of the market.
#[derive(SimpleObject)]
pub struct ScenarioLine {
    /// What it is about.
    pub line: Choice<PlanLine>,
    /// The urgency, where the line is about one.
    pub urgency: Option<Choice<Urgency>>,
    /// What it is about, in plain words.
    pub about: &'static str,
    /// Whether it says how fairly the plan treats people and schools.
    pub of_fairness: bool,
    /// As it is today.
    pub today: Option<PlanFigure>,
    /// As it would be.
    pub then: Option<PlanFigure>,
    /// Whether that would be better, worse or the same.
    pub verdict: Option<Choice<Verdict>>,
}

/// A figure of a plan: a number, or a part of a whole.
#[derive(SimpleObject)]
pub struct PlanFigure {
    /// The number, or the part.
    pub part: Points,
    /// The whole; 1 for a number.
    pub of: Points,
}

impl From<Figure> for PlanFigure {
    fn from(it: Figure) -> Self {
        Self { part: Points(it.part), of: Points(it.of) }
    }
}

impl From<ToldLine> for ScenarioLine {
    fn from(it: ToldLine) -> Self {
        let line = PlanLine::of(it.line);
        Self {
            line: Choice(line),
            urgency: urgency_of(it.line).map(Choice),
            about: line.about(),
            of_fairness: it.line.is_of_fairness(),
            today: it.other.map(PlanFigure::from),
            then: it.this.map(PlanFigure::from),
            verdict: it.verdict.map(Choice),
        }
    }
}

/// The urgency of the requests that a line is about, where it is about one.
pub(super) fn urgency_of(line: Line) -> Option<Urgency> {
    match line {
        Line::MetOfPriority(priority) => Urgency::ALL.get(usize::from(priority).saturating_sub(1)).copied(),
        _ => None,
    }
}

impl ScenarioReport {
    /// A report as it is told: `whole` to the brokers of the market.
    pub(super) fn of(outcome: &ScenarioOutcome, whole: bool) -> Self {
        let report = &outcome.report;
        Self {
            requests: report.requests_as_told(whole).map(|_| outcome.requests),
            policy_version: outcome.policy_version,
            kept: report.kept_as_told(whole).map(PlanFigure::from),
            lines: report.told(whole).into_iter().map(ScenarioLine::from).collect(),
            input_hash: outcome.input_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}
