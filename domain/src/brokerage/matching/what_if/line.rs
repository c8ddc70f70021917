//! The lines of a report by name, as they are kept and told.

use crate::brokerage::matching::canon::{Canon, canon};
use crate::brokerage::matching::report::{Comparison, Figure, Line};
use crate::words;

words! {
    /// What a line of a report is about.
    pub enum PlanLine {
        /// What the plan is worth, in points.
        Value = "value",
        /// The price of fairness: the points that are given up so that work lies evenly.
        GivenUp = "given_up",
        /// Requests that are met, of all.
        Met = "met",
        /// People who come, of those who are wanted.
        Seats = "seats",
        /// Requests of one urgency that are met, of all of that urgency.
        MetOfUrgency = "met_of_urgency",
        /// Requests of isolated schools that are met, of all of theirs.
        MetIsolated = "met_isolated",
        /// How unevenly the work lies: the Gini coefficient of work over capacity, in thousandths.
        Gini = "gini",
        /// People with three or more jobs.
        ThreeOrMore = "three_or_more",
        /// People who give for the first time, of all who could.
        Newcomers = "newcomers",
        /// Schools that gave and asked and got nothing, of all that gave and asked.
        GaveAndGotNothing = "gave_and_got_nothing",
        /// How far balances lie apart afterwards: their standard deviation in thousandths of a half-day.
        Balances = "balances",
        /// The mean journey in metres.
        MeanMetres = "mean_metres",
        /// The journey in metres that 95 in 100 do not exceed.
        FarMetres = "far_metres",
        /// The mean journey in minutes.
        MeanMinutes = "mean_minutes",
        /// The journey in minutes that 95 in 100 do not exceed.
        FarMinutes = "far_minutes",
        /// Pairs who would rather have each other.
        Blocking = "blocking",
        /// Schools that envy another with reason.
        Envious = "envious",
        /// Pairs of the plan before that stand.
        Kept = "kept",
    }
}

impl PlanLine {
    /// The name of a line.
    pub const fn of(line: Line) -> Self {
        match line {
            Line::Value => Self::Value,
            Line::GivenUp => Self::GivenUp,
            Line::Met => Self::Met,
            Line::Seats => Self::Seats,
            Line::MetOfPriority(_) => Self::MetOfUrgency,
            Line::MetIsolated => Self::MetIsolated,
            Line::Gini => Self::Gini,
            Line::ThreeOrMore => Self::ThreeOrMore,
            Line::Newcomers => Self::Newcomers,
            Line::GaveAndGotNothing => Self::GaveAndGotNothing,
            Line::Balances => Self::Balances,
            Line::MeanMetres => Self::MeanMetres,
            Line::FarMetres => Self::FarMetres,
            Line::MeanMinutes => Self::MeanMinutes,
            Line::FarMinutes => Self::FarMinutes,
            Line::Blocking => Self::Blocking,
            Line::Envious => Self::Envious,
            Line::Kept => Self::Kept,
        }
    }

    /// The line of this name; the priority counts for the one line alone that is about a priority.
    const fn line(self, priority: u8) -> Line {
        match self {
            Self::Value => Line::Value,
            Self::GivenUp => Line::GivenUp,
            Self::Met => Line::Met,
            Self::Seats => Line::Seats,
            Self::MetOfUrgency => Line::MetOfPriority(priority),
            Self::MetIsolated => Line::MetIsolated,
            Self::Gini => Line::Gini,
            Self::ThreeOrMore => Line::ThreeOrMore,
            Self::Newcomers => Line::Newcomers,
            Self::GaveAndGotNothing => Line::GaveAndGotNothing,
            Self::Balances => Line::Balances,
            Self::MeanMetres => Line::MeanMetres,
            Self::FarMetres => Line::FarMetres,
            Self::MeanMinutes => Line::MeanMinutes,
            Self::FarMinutes => Line::FarMinutes,
            Self::Blocking => Line::Blocking,
            Self::Envious => Line::Envious,
            Self::Kept => Line::Kept,
        }
    }
}

impl Canon for Line {
    fn put(&self, to: &mut Vec<u8>) {
        let priority = match self {
            Self::MetOfPriority(priority) => *priority,
            _ => 0,
        };
        (PlanLine::of(*self), priority).put(to);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let (name, priority) = <(PlanLine, u8)>::take(from)?;
        Some(name.line(priority))
    }
}

canon! {
    Figure { part, of }
    Comparison { line, this, other, verdict }
}
