//! The report of a round's plan, beside what first come, first served would have come to (MATCHING 5).
//!
//! Both plans are seen against the market with the requests that are still in it. Who came first is told by the ids of the requests,
//! which rise with the instant at which each was written.

use crate::brokerage::matching::baseline::first_come;
use crate::brokerage::matching::canon::{Canon, canon};
use crate::brokerage::matching::plan::Plan;
use crate::brokerage::matching::report::{Case, Comparison, Report, compare};
use crate::brokerage::matching::what_if::ToldLine;
use crate::brokerage::matching::{Basis, Frozen, Laid, Policy};

/// What the bytes begin with: their format and its version.
const REPORT: u64 = u64::from_be_bytes(*b"LATMTRR1");

/// The report of a round's plan beside first come, first served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundReport {
    /// On what the figures of the plan stand.
    pub plan: Basis,
    /// On what those of first come, first served stand.
    pub first_come: Basis,
    /// Line by line: `this` of the plan, `other` of first come, first served, and how the one stands to the other.
    pub lines: Vec<Comparison>,
}

impl Frozen {
    /// The report of a plan of this market. `best_without_load` is what the best plan is worth if load costs nothing, if that is
    /// known.
    pub fn report(&self, policy: &Policy, laid: &Laid, plan: &Plan, best_without_load: Option<i64>) -> RoundReport {
        let (preferences, facts) = (laid.preferences(), self.facts(laid));
        let case = Case {
            preferences: &preferences,
            objective: &laid.objective,
            facts: &facts,
            journey: &|request, giver| self.journey(policy, laid, (request, giver)),
            certificate: None,
            best_without_load,
            last: None,
        };
        let of = |plan: &Plan| Report::of(&case, plan).expect("the plan and the facts are those of the market");
        let by_turn = first_come(&laid.instance, i64::from);
        let (this, other) = (of(plan), of(&by_turn));
        RoundReport {
            plan: Basis::of(self, plan, &this),
            first_come: Basis::of(self, &by_turn, &other),
            lines: compare(&this, &other),
        }
    }
}

impl RoundReport {
    /// The lines as they are told: `whole` to those whose market it is, to everybody else nothing that could be about a few.
    pub fn told(&self, whole: bool) -> Vec<ToldLine> {
        self.lines.iter().map(|it| ToldLine::of(it, (&self.plan, &self.first_come), whole)).collect()
    }

    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        REPORT.put(&mut to);
        self.put(&mut to);
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != REPORT {
            return None;
        }
        let it = Self::take(from)?;
        from.is_empty().then_some(it)
    }
}

canon! {
    RoundReport { plan, first_come, lines }
}
