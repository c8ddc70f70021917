//! A report line by line, and two of them beside each other.

use std::cmp::Ordering;
use std::fmt;

use crate::brokerage::matching::report::{Journeys, Report, Share};
use crate::words;

/// What one line of a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// What the plan is worth, in points.
    Value,
    /// The price of fairness, in points.
    GivenUp,
    /// The requests that are met.
    Met,
    /// The people who come, of those who are wanted.
    Seats,
    /// The requests of one priority that are met.
    MetOfPriority(u8),
    /// The requests of isolated schools that are met.
    MetIsolated,
    /// How unevenly the work lies.
    Gini,
    /// People with three or more jobs.
    ThreeOrMore,
    /// People who never gave before and now do.
    Newcomers,
    /// Schools that gave and got nothing.
    GaveAndGotNothing,
    /// How far balances lie apart once the plan is done.
    Balances,
    /// The mean journey in metres.
    MeanMetres,
    /// The journey in metres that 95 in 100 do not exceed.
    FarMetres,
    /// The mean journey in minutes.
    MeanMinutes,
    /// The journey in minutes that 95 in 100 do not exceed.
    FarMinutes,
    /// Pairs who would rather have each other.
    Blocking,
    /// Schools that envy another with reason.
    Envious,
    /// Pairs of the last plan that stand.
    Kept,
}

/// What a line says: a number, or a part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number, or the part.
    pub part: i64,
    /// The whole; 1 for a number.
    pub of: i64,
}

words! {
    /// How one plan stands to another on a line.
    pub enum Verdict {
        /// Better than the other.
        Better = "better",
        /// The same.
        Same = "same",
        /// Worse than the other.
        Worse = "worse",
    }
}

/// Two plans on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The line.
    pub line: Line,
    /// What it says of the one.
    pub this: Figure,
    /// What it says of the other.
    pub other: Figure,
    /// How the one stands to the other.
    pub verdict: Verdict,
}

impl Line {
    /// Whether a plan is better for more of it.
    pub const fn more_is_better(self) -> bool {
        use Line::{Kept, Met, MetIsolated, MetOfPriority, Newcomers, Seats, Value};
        matches!(self, Value | Met | Seats | MetOfPriority(_) | MetIsolated | Newcomers | Kept)
    }

    /// Whether it says how fairly a plan treats people and schools. What a plan is worth, and who would rather have each other,
    /// are questions of their own: a plan that is worth more for all is seldom stable.
    pub const fn is_of_fairness(self) -> bool {
        use Line::{Balances, GaveAndGotNothing, Gini, MetIsolated, MetOfPriority, Newcomers, ThreeOrMore};
        matches!(self, MetOfPriority(_) | MetIsolated | Gini | ThreeOrMore | Newcomers | GaveAndGotNothing | Balances)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "value in points",
            Self::GivenUp => "points given up for fairness",
            Self::Met => "requests met",
            Self::Seats => "people who come, of those wanted",
            Self::MetOfPriority(priority) => return write!(f, "requests of priority {priority} met"),
            Self::MetIsolated => "requests of isolated schools met",
            Self::Gini => "Gini coefficient of load over capacity, in thousandths",
            Self::ThreeOrMore => "people with three or more jobs",
            Self::Newcomers => "people with a job, of those who never gave before",
            Self::GaveAndGotNothing => "schools that gave and asked and got nothing",
            Self::Balances => "standard deviation of balances afterwards, in thousandths",
            Self::MeanMetres => "mean journey in metres",
            Self::FarMetres => "95th percentile of journeys in metres",
            Self::MeanMinutes => "mean journey in minutes",
            Self::FarMinutes => "95th percentile of journeys in minutes",
            Self::Blocking => "pairs who would rather have each other",
            Self::Envious => "of these, by justified envy",
            Self::Kept => "pairs of the last plan that stand",
        })
    }
}

impl From<Share> for Figure {
    fn from(Share { part, of }: Share) -> Self {
        Self { part: part as i64, of: of as i64 }
    }
}

impl Figure {
    const fn number(part: i64) -> Self {
        Self { part, of: 1 }
    }

    /// Which of two is more, without a rounding; nothing of nothing is as much as nothing.
    fn order(self, other: Self) -> Ordering {
        let product = |one: Self, other: Self| i128::from(one.part) * i128::from(other.of.max(1));
        product(self, other).cmp(&product(other, self))
    }
}

impl Report {
    /// The report line by line, without the lines of which nothing is known.
    pub fn lines(&self) -> Vec<(Line, Figure)> {
        let mut lines = vec![(Line::Value, Figure::number(self.value.total()))];
        lines.extend(self.given_up.map(|points| (Line::GivenUp, Figure::number(points))));
        lines.push((Line::Met, self.coverage.met.into()));
        lines.push((Line::Seats, self.coverage.seats.into()));
        let by_priority = self.coverage.by_priority.iter().rev();
        lines.extend(by_priority.map(|(priority, share)| (Line::MetOfPriority(*priority), (*share).into())));
        lines.push((Line::MetIsolated, self.coverage.isolated.into()));
        lines.push((Line::Gini, Figure::number(self.load.gini as i64)));
        lines.push((Line::ThreeOrMore, Figure::number(self.load.three_or_more as i64)));
        lines.push((Line::Newcomers, self.load.newcomers.into()));
        lines.push((Line::GaveAndGotNothing, self.ledger.gave_and_got_nothing.into()));
        lines.extend(self.ledger.after.map(|after| (Line::Balances, Figure::number(after.deviation as i64))));
        let far = |journeys: Option<Journeys>, [mean, far]: [Line; 2]| {
            let both = journeys.map(|it| [(mean, it.mean), (far, it.percentile_95)]);
            both.into_iter().flatten().map(|(line, number)| (line, Figure::number(number as i64)))
        };
        lines.extend(far(self.travel.metres, [Line::MeanMetres, Line::FarMetres]));
        lines.extend(far(self.travel.minutes, [Line::MeanMinutes, Line::FarMinutes]));
        lines.push((Line::Blocking, Figure::number(self.blocking as i64)));
        lines.push((Line::Envious, Figure::number(self.envious as i64)));
        lines.extend(self.kept.map(|kept| (Line::Kept, kept.into())));
        lines
    }
}

/// Two reports of one market beside each other: each line that both have, and whether the first is better on it.
pub fn compare(this: &Report, other: &Report) -> Vec<Comparison> {
    let others = other.lines();
    let beside = |(line, this): (Line, Figure)| {
        let (_, other) = *others.iter().find(|(it, _)| *it == line)?;
        let order = if line.more_is_better() { this.order(other) } else { other.order(this) };
        let verdict = match order {
            Ordering::Greater => Verdict::Better,
            Ordering::Equal => Verdict::Same,
            Ordering::Less => Verdict::Worse,
        };
        Some(Comparison { line, this, other, verdict })
    };
    this.lines().into_iter().filter_map(beside).collect()
}
