//! The plan of a market as it would be, beside the plan of the market as it is.

use std::collections::BTreeMap;

use crate::brokerage::matching::canon::{Canon, canon};
use crate::brokerage::matching::plan::{Checkpoint, Objective, Plan, Solved, Step, solve};
use crate::brokerage::matching::report::{Case, Comparison, Figure, Journeys, Report, compare};
use crate::brokerage::matching::{Frozen, Laid, Policy, WhatIf};
use crate::exchange::{CapacityHolder, SupportRequest};
use crate::rule::{Refusals, Rejected};
use crate::{Id, Rule};

/// What the bytes begin with: their format and its version.
const BESIDE: u64 = u64::from_be_bytes(*b"LATMTWB1");

/// On how many cases the figures of a plan stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Requests in the market.
    pub requests: i64,
    /// Pairs in the plan.
    pub placed: i64,
    /// Journeys whose length is known.
    pub metres: i64,
    /// Journeys whose time is known.
    pub minutes: i64,
}

impl Basis {
    /// On how many cases the figures of a plan stand that has this report.
    pub(in crate::brokerage::matching) fn of(market: &Frozen, plan: &Plan, report: &Report) -> Self {
        let known = |journeys: Option<Journeys>| journeys.map_or(0, |it| it.known as i64);
        Self {
            requests: market.sought.len() as i64,
            placed: plan.pairs().len() as i64,
            metres: known(report.travel.metres),
            minutes: known(report.travel.minutes),
        }
    }
}

/// Two plans beside each other, both proven best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// On what the figures of today's plan stand.
    pub today: Basis,
    /// On what those of the other stand.
    pub then: Basis,
    /// Of today's pairs, those that would stand.
    pub kept: Figure,
    /// Line by line: `this` as it would be, `other` as it is today, and how the one stands to the other.
    pub lines: Vec<Comparison>,
}

/// A market with its plan and its report.
struct Planned {
    report: Report,
    basis: Basis,
    pairs: BTreeMap<Id<SupportRequest>, CapacityHolder>,
}

impl WhatIf {
    /// Plans both markets and lays their reports beside each other, unless the watcher stops it: a plan that is not proven best
    /// says nothing of what a change would do. The policy must be the one of the market's version.
    pub fn weigh(&self, policy: &Policy, watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step) -> Result<Beside, Refusals> {
        let (then, changed) = self.then(policy)?;
        let mut stopped = false;
        let mut watched = |at: Checkpoint<'_>| {
            let step = watcher(at);
            stopped |= step == Step::Stop;
            step
        };
        let today = planned(&self.today, policy, &mut watched)?;
        let then = planned(&then, &changed, &mut watched)?;
        // A plan may be proven best although it was stopped. Whether it is would hang on how fast the machine was.
        if stopped {
            return Err(Rule::ScenarioTooLarge.into());
        }
        let stands =
            |(request, holder): &(&Id<SupportRequest>, &CapacityHolder)| then.pairs.get(request) == Some(holder);
        let kept = Figure { part: today.pairs.iter().filter(stands).count() as i64, of: today.pairs.len() as i64 };
        Ok(Beside { today: today.basis, then: then.basis, kept, lines: compare(&then.report, &today.report) })
    }
}

fn planned(
    market: &Frozen,
    policy: &Policy,
    watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
) -> Result<Planned, Rejected> {
    let laid = market.lay_out(policy).map_err(|_| Rule::ScenarioTooLarge)?;
    let best = proven(&laid, &laid.objective, watcher)?;
    let without_load = proven(&laid, &Objective::linear(), watcher)?;
    let report = Report::of(
        &Case {
            preferences: &laid.preferences(),
            objective: &laid.objective,
            facts: &market.facts(&laid),
            journey: &|request, giver| market.journey(policy, &laid, (request, giver)),
            certificate: Some(&best.certificate),
            best_without_load: Some(without_load.value.total()),
            last: None,
        },
        &best.plan,
    );
    let report = report.expect("the plan and the facts are those of the market");
    let basis = Basis::of(market, &best.plan, &report);
    Ok(Planned { report, basis, pairs: pairs(market, &laid, &best.plan) })
}

/// The best plan, if it is proven.
fn proven(
    laid: &Laid,
    objective: &Objective,
    watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
) -> Result<Solved, Rejected> {
    let solved = solve(&laid.instance, objective, watcher);
    if solved.is_exact() { Ok(solved) } else { Err(Rule::ScenarioTooLarge.into()) }
}

/// Who goes to which request: a request of a round has one seat.
fn pairs(market: &Frozen, laid: &Laid, plan: &Plan) -> BTreeMap<Id<SupportRequest>, CapacityHolder> {
    let named = |(request, giver): &(u32, u32)| {
        (market.sought[*request as usize].question.request, laid.holders[*giver as usize])
    };
    plan.pairs().iter().map(named).collect()
}

impl Beside {
    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        BESIDE.put(&mut to);
        self.put(&mut to);
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != BESIDE {
            return None;
        }
        let it = Self::take(from)?;
        from.is_empty().then_some(it)
    }
}

canon! {
    Basis { requests, placed, metres, minutes }
    Beside { today, then, kept, lines }
}
