//! What is told of a programme in numbers: how many took part, and when. Nothing is decided by them.

use chrono::NaiveDate;

use super::{FigureOf, FigureSense};

/// One number that is told of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgrammeFigure {
    /// Of what.
    pub of: FigureOf,
    /// How exactly it is told.
    pub sense: FigureSense,
    /// The number.
    pub number: i32,
    /// The first day of the time of which it is told.
    pub since: NaiveDate,
    /// The last day of that time.
    pub until: NaiveDate,
}
