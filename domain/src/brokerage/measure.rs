//! What was measured of an expected outcome before, half-way and at the end: a number, or said to be absent and why
//! (DOMAIN J131, J133).

use std::fmt;

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus};
use crate::rule::{Faults, Refusals};
use crate::text::{Line, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp, Word, words};

words! {
    /// When an expected outcome is measured.
    pub enum MeasurePoint {
        /// Before the work, or as it begins.
        Baseline = "baseline",
        /// Half-way.
        Mid = "mid",
        /// At the end, or after it.
        End = "end",
    }

    /// Why there is no number.
    pub enum AbsentReason {
        /// It is not known yet.
        NotYet = "not_yet",
        /// Nobody collected it.
        NotCollected = "not_collected",
        /// The group is so small that a number would tell of single pupils.
        TooFewPupils = "too_few_pupils",
        /// What was collected cannot be compared with the other numbers.
        NotComparable = "not_comparable",
        /// The school does not share it.
        NotShared = "not_shared",
    }
}

/// The unit of a number: per cent, months, pupils.
pub type Unit = Line<40>;

/// A number with at most two decimals, kept in hundredths, so that what is added up stays exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(i32);

/// The most that a figure may be, and with a minus the least.
const MOST: f64 = 10_000_000.0;

impl Figure {
    /// Checks a number: at most two decimals, at most ten million.
    pub fn new(number: f64) -> Result<Self, Rejected> {
        let hundredths = (number * 100.0).round();
        let exact = number.is_finite() && number.abs() <= MOST && (number * 100.0 - hundredths).abs() < 1e-3;
        // Within ten million, hundredths fit.
        if exact { Ok(Self(hundredths as i32)) } else { Err(Rule::NumberOutOfRange.into()) }
    }

    /// Reads back what was stored.
    pub const fn of_hundredths(hundredths: i32) -> Self {
        Self(hundredths)
    }

    /// The number in hundredths.
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// The number.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.number(), f)
    }
}

/// A number, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The number.
    Value(Figure),
    /// There is none: absent is never nought.
    Absent(AbsentReason),
}

/// What was found at one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The number, or why there is none.
    pub found: Found,
    /// Where it comes from, or would have come from.
    pub source: Remark,
    /// The day of which it tells.
    pub on: NaiveDate,
}

/// What was measured of one expected outcome of a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The outcome's place in the terms, from 1.
    pub outcome: i32,
    /// The unit of its numbers: one for all of them, so that they can be compared.
    pub unit: Option<Unit>,
    /// Before the work.
    pub baseline: Option<Reading>,
    /// Half-way.
    pub mid: Option<Reading>,
    /// At the end.
    pub end: Option<Reading>,
}

/// What was found at one point, as it is typed.
#[derive(Clone, Debug)]
pub struct ReadingDraft {
    /// The point.
    pub point: MeasurePoint,
    /// The number.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Why there is no number.
    pub absent: Option<AbsentReason>,
    /// Where it comes from, or would have come from.
    pub source: String,
    /// The day of which it tells.
    pub on: NaiveDate,
}

impl Measure {
    /// An outcome of which nothing is measured yet.
    pub const fn none(deployment: Id<Deployment>, outcome: i32) -> Self {
        Self { deployment, outcome, unit: None, baseline: None, mid: None, end: None }
    }

    /// Writes down, for the school that receives, what was found at one point; a later word takes the place of an
    /// earlier one of the same point.
    pub fn take(
        &mut self,
        deployment: &Deployment,
        draft: &ReadingDraft,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        by.require(Action::MeasureImpact { host: deployment.host })?;
        let open = deployment.agreed_at.is_some() && deployment.status != DeploymentStatus::Closed;
        deployment.require(open)?;
        let mut faults = Faults::default();
        let outcomes = deployment.terms.as_ref().map_or(0, |terms| terms.outcomes.len());
        let known = usize::try_from(self.outcome).is_ok_and(|place| (1..=outcomes).contains(&place));
        faults.need(known, || Rule::OutcomeUnknown.at("outcome"));
        let found = match (draft.value, draft.absent, &draft.unit) {
            (Some(value), None, Some(_)) => faults.keep("value", Figure::new(value)).map(Found::Value),
            (None, Some(why), None) => Some(Found::Absent(why)),
            _ => faults.keep("value", Err(Rule::MeasureUnclear.into())),
        };
        let unit = draft.unit.as_deref().and_then(|unit| faults.keep("unit", Unit::new(unit)));
        let source = faults.keep("source", Remark::new(&draft.source));
        let reading = found.zip(source).map(|(found, source)| Reading { found, source, on: draft.on });
        let mut next = self.clone();
        next.put(draft.point, reading);
        // A unit holds for as long as another number has it.
        let numbers = [&next.baseline, &next.mid, &next.end].into_iter().flatten().filter(|it| it.is_number()).count();
        let fits = unit.is_none() || numbers <= 1 || unit == self.unit;
        faults.need(fits, || Rule::MeasureUnitDiffers.at("unit"));
        next.unit = unit.or(next.unit.take()).filter(|_| numbers > 0);
        faults.need(draft.on <= now.day() && next.is_in_order(deployment), || Rule::MeasureOutside.at("on"));
        faults.end()?;
        *self = next;
        Ok(Event::OutcomeMeasured { deployment: deployment.id, outcome: self.outcome, point: draft.point })
    }

    /// What was found at a point.
    pub const fn at(&self, point: MeasurePoint) -> Option<&Reading> {
        match point {
            MeasurePoint::Baseline => self.baseline.as_ref(),
            MeasurePoint::Mid => self.mid.as_ref(),
            MeasurePoint::End => self.end.as_ref(),
        }
    }

    /// Puts down what was found at a point.
    pub fn put(&mut self, point: MeasurePoint, reading: Option<Reading>) {
        match point {
            MeasurePoint::Baseline => self.baseline = reading,
            MeasurePoint::Mid => self.mid = reading,
            MeasurePoint::End => self.end = reading,
        }
    }

    /// How much it has changed from the first to the last: nothing where one of the two is absent.
    pub fn change(&self) -> Option<Figure> {
        let number = |reading: &Option<Reading>| match reading.as_ref()?.found {
            Found::Value(figure) => Some(figure),
            Found::Absent(_) => None,
        };
        Some(number(&self.end)?.minus(number(&self.baseline)?))
    }

    /// What can be said of it, in plain words, and how little that proves (DOMAIN J133).
    pub fn sentence(&self) -> String {
        if let (Some(change), Some(baseline), Some(end)) = (self.change(), &self.baseline, &self.end) {
            let unit = self.unit.as_ref().map_or("", Line::as_str);
            let sign = if change.0 > 0 { "+" } else { "" };
            return format!(
                "Between {} and {} it changed by {sign}{change} ({unit}). This is one group, measured in one school and \
                 compared with no other: whatever else happened in that time is in the number too, so it does not show \
                 that the support was the cause.",
                baseline.on, end.on
            );
        }
        let gap = |name: &str, reading: &Option<Reading>| match reading.as_ref().map(|it| it.found) {
            Some(Found::Value(_)) => None,
            Some(Found::Absent(why)) => Some(format!("The {name} value is absent: {}", lower(why.about()))),
            None => Some(format!("The {name} value was not written down.")),
        };
        let gaps = [gap("first", &self.baseline), gap("last", &self.end)].into_iter().flatten();
        gaps.chain(["So nothing can be said of a change.".to_owned()]).collect::<Vec<_>>().join(" ")
    }

    /// Whether its days do not run backwards, and all but the first lie after the beginning of the work.
    fn is_in_order(&self, deployment: &Deployment) -> bool {
        let began = deployment.started_at.map(Timestamp::day);
        let later = [&self.mid, &self.end].into_iter().flatten();
        let days = [&self.baseline, &self.mid, &self.end].into_iter().flatten().map(|it| it.on);
        later.map(|it| it.on).all(|on| began.is_some_and(|began| on >= began)) && days.is_sorted()
    }
}

impl Reading {
    const fn is_number(&self) -> bool {
        matches!(self.found, Found::Value(_))
    }
}

/// A sentence as it goes on after a colon.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
