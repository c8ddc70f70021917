//! The report of a plan beside first come, first served, as JSON and as a table for people.

use domain::Word;
use domain::brokerage::matching::PlanLine;
use domain::brokerage::matching::report::{Comparison, Figure, Line, Report, compare};
use serde::Serialize;

/// Two reports beside each other.
#[derive(Serialize)]
pub struct Beside {
    lines: Vec<BesideLine>,
    /// How far balances lie apart before any plan: their standard deviation in thousandths of a day, where any is known.
    balances_before: Option<u64>,
}

/// One line of both.
#[derive(Serialize)]
struct BesideLine {
    line: &'static str,
    /// The priority, where the line is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u8>,
    plan: Told,
    first_come: Told,
    /// How the plan stands to first come, first served.
    verdict: &'static str,
    #[serde(skip)]
    about: String,
}

/// A figure: a number, or a part of a whole.
#[derive(Serialize)]
struct Told {
    part: i64,
    /// The whole; 1 for a number.
    of: i64,
}

impl From<Figure> for Told {
    fn from(Figure { part, of }: Figure) -> Self {
        Self { part, of }
    }
}

impl Told {
    fn said(&self) -> String {
        let Self { part, of } = self;
        if *of == 1 { part.to_string() } else { format!("{part} of {of}") }
    }
}

impl From<Comparison> for BesideLine {
    fn from(it: Comparison) -> Self {
        let priority = match it.line {
            Line::MetOfPriority(priority) => Some(priority),
            _ => None,
        };
        let line = PlanLine::of(it.line).as_str();
        let (plan, first_come) = (it.this.into(), it.other.into());
        Self { line, priority, plan, first_come, verdict: it.verdict.as_str(), about: it.line.to_string() }
    }
}

impl Beside {
    /// Lays the report of a plan beside that of first come, first served.
    pub fn of(plan: &Report, first_come: &Report) -> Self {
        let lines = compare(plan, first_come).into_iter().map(BesideLine::from).collect();
        Self { lines, balances_before: plan.ledger.before.map(|before| before.deviation) }
    }

    /// The lines under each other, for people.
    pub fn said(&self) -> String {
        let row = |about: &str, plan: &str, first_come: &str, verdict: &str| {
            format!("{about:<60}{plan:>16}{first_come:>16}  {verdict}").trim_end().to_owned() + "\n"
        };
        let head = row("", "this plan", "first come", "");
        let lines = self.lines.iter().map(|it| row(&it.about, &it.plan.said(), &it.first_come.said(), it.verdict));
        let before = self.balances_before.map(|before| before.to_string());
        let before = before.map(|it| row("standard deviation of balances beforehand, in thousandths", &it, &it, ""));
        ["\n".to_owned(), head].into_iter().chain(lines).chain(before).collect()
    }
}
