//! What of a comparison is told to whom: to those whose market it is everything; to everybody else nothing that could be about
//! one school or one person.

use crate::brokerage::matching::report::{Comparison, Figure, Line, Verdict};
use crate::brokerage::matching::{Basis, Beside};

/// Fewer than these are not told to others (DOMAIN C.3: suppressed aggregates).
const FEWEST: i64 = 5;

/// A line of a comparison as it is told. What is held back is nothing; and where either figure is, so is how the one stands to
/// the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldLine {
    /// The line.
    pub line: Line,
    /// What it says of the one plan.
    pub this: Option<Figure>,
    /// What it says of the other.
    pub other: Option<Figure>,
    /// How the one stands to the other.
    pub verdict: Option<Verdict>,
}

impl ToldLine {
    /// A line as it is told: `whole` to those whose market it is. The figures stand on these cases.
    pub(in crate::brokerage::matching) fn of(it: &Comparison, basis: (&Basis, &Basis), whole: bool) -> Self {
        let shown = |figure, basis| (whole || is_told(it.line, figure, basis)).then_some(figure);
        let (this, other) = (shown(it.this, basis.0), shown(it.other, basis.1));
        Self { line: it.line, this, other, verdict: this.and(other).map(|_| it.verdict) }
    }
}

impl Beside {
    /// The lines as they are told: `whole` to those whose market it is.
    pub fn told(&self, whole: bool) -> Vec<ToldLine> {
        self.lines.iter().map(|it| ToldLine::of(it, (&self.then, &self.today), whole)).collect()
    }

    /// How many requests are in the market, as it is told.
    pub fn requests_as_told(&self, whole: bool) -> Option<i64> {
        (whole || self.today.requests >= FEWEST).then_some(self.today.requests)
    }

    /// How many of today's pairs would stand, as it is told.
    pub fn kept_as_told(&self, whole: bool) -> Option<Figure> {
        (whole || is_share_told(self.kept)).then_some(self.kept)
    }
}

fn is_told(line: Line, figure: Figure, basis: &Basis) -> bool {
    match line {
        // Sums and means over the plan: of a few pairs they would be about those few.
        Line::Value | Line::GivenUp | Line::Gini | Line::Balances => basis.placed >= FEWEST,
        Line::MeanMetres | Line::FarMetres => basis.metres >= FEWEST,
        Line::MeanMinutes | Line::FarMinutes => basis.minutes >= FEWEST,
        Line::ThreeOrMore | Line::Blocking | Line::Envious => figure.part >= FEWEST,
        Line::Met
        | Line::Seats
        | Line::MetOfPriority(_)
        | Line::MetIsolated
        | Line::Newcomers
        | Line::GaveAndGotNothing
        | Line::Kept => is_share_told(figure),
    }
}

/// A part is told if neither it nor what is left of the whole is about a few. Where nothing is left, it is about nobody.
const fn is_share_told(Figure { part, of }: Figure) -> bool {
    let rest = of - part;
    part >= FEWEST && (rest == 0 || rest >= FEWEST)
}
