//! What a deployment came to, in the contract: for each expected outcome what was measured, and what that proves.

use async_graphql::SimpleObject;
use domain::brokerage::{AbsentReason, Figure, Found, Measure, Outcome, Reading};

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Day;

/// What was measured of one expected outcome, and what can be said of it.
#[derive(SimpleObject)]
pub struct OutcomeImpact {
    /// Its place in the terms, from 1.
    pub outcome: i32,
    /// The group of pupils, never a single pupil.
    pub pupil_group: String,
    /// How one will see it.
    pub measure: String,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// Before the work; nothing while nobody has written it down.
    pub baseline: Option<ImpactReading>,
    /// Half-way; nothing while nobody has written it down.
    pub mid: Option<ImpactReading>,
    /// At the end; nothing while nobody has written it down.
    pub end: Option<ImpactReading>,
    /// How much it has changed from the first to the last; nothing where one of the two is absent.
    pub change: Option<f64>,
    /// What can be said of it, and how little that proves.
    pub sentence: String,
}

/// What was found at one point: a number, or why there is none.
#[derive(SimpleObject)]
pub struct ImpactReading {
    /// The number; nothing where it is absent, which is not nought.
    pub value: Option<f64>,
    /// Why there is no number.
    pub absent: Option<Choice<AbsentReason>>,
    /// Where it comes from, or would have come from.
    pub source: String,
    /// The day of which it tells.
    pub on: Day,
}

impl From<Reading> for ImpactReading {
    fn from(it: Reading) -> Self {
        let (value, absent) = match it.found {
            Found::Value(figure) => (Some(figure.number()), None),
            Found::Absent(why) => (None, Some(Choice(why))),
        };
        Self { value, absent, source: it.source.as_str().to_owned(), on: Day(it.on) }
    }
}

impl OutcomeImpact {
    /// What was measured of an outcome of the terms.
    pub fn of(outcome: &Outcome, it: Measure) -> Self {
        Self {
            outcome: it.outcome,
            pupil_group: outcome.pupil_group.as_str().to_owned(),
            measure: outcome.measure.as_str().to_owned(),
            change: it.change().map(Figure::number),
            sentence: it.sentence(),
            unit: it.unit.map(|it| it.as_str().to_owned()),
            baseline: it.baseline.map(ImpactReading::from),
            mid: it.mid.map(ImpactReading::from),
            end: it.end.map(ImpactReading::from),
        }
    }
}
