//! Who is met: of all requests, by how much they press, and by whether their school is isolated.

use std::collections::BTreeMap;

use crate::brokerage::matching::plan::{Instance, Plan};
use crate::brokerage::matching::report::Facts;

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: usize,
    /// The whole.
    pub of: usize,
}

/// How many requests have somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Of all requests, those that are met: by one person at least.
    pub met: Share,
    /// Of all people who are wanted, those who come.
    pub seats: Share,
    /// Of all requests, those for which anybody would be possible at all.
    pub possible: Share,
    /// Of the requests of each priority, those that are met.
    pub by_priority: BTreeMap<u8, Share>,
    /// Of the requests of isolated schools, those that are met.
    pub isolated: Share,
    /// Of the requests of all other schools, those that are met.
    pub others: Share,
}

impl Share {
    /// Counts one more, and whether it is of the part.
    pub(super) fn count(&mut self, part: bool) {
        self.part += usize::from(part);
        self.of += 1;
    }

    /// The part in thousandths of the whole, rounded down; nothing of nothing.
    pub fn thousandths(self) -> Option<usize> {
        (self.part * 1_000).checked_div(self.of)
    }
}

impl Coverage {
    pub(super) fn of(instance: &Instance, facts: &Facts, plan: &Plan) -> Self {
        let mut it = Self::default();
        for (request, (ask, fact)) in (0_u32..).zip(instance.asks().iter().zip(&facts.asks)) {
            let come = plan.of_request(request).count();
            it.met.count(come > 0);
            it.seats.part += come;
            it.seats.of += ask.seats as usize;
            it.possible.count(instance.row(request as usize).iter().len() > 0);
            it.by_priority.entry(fact.priority).or_default().count(come > 0);
            if fact.isolated { &mut it.isolated } else { &mut it.others }.count(come > 0);
        }
        it
    }
}
