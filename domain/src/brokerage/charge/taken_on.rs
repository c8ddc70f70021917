//! What is paid of a charge in the place of a grant or of a pooled budget that has no more, and by whom (decision 109).

use crate::brokerage::PayerKind;
use crate::{Rejected, Rule};

/// What somebody pays of a charge in the place of others, in pence: below nothing, where that is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InPlaceOf {
    /// Who pays it: the school that receives, or the alliance whose broker settled a dispute.
    pub by: PayerKind,
    /// What they pay in the place of a grant.
    pub grant: i64,
    /// What they pay in the place of a pooled budget.
    pub pool: i64,
}

impl InPlaceOf {
    /// Nothing, by the school that receives.
    pub const NOTHING: Self = Self { by: PayerKind::Host, grant: 0, pool: 0 };

    /// What comes to it of both.
    pub const fn sum(self) -> i64 {
        self.grant + self.pool
    }

    /// What whoever is to pay it is warned of first.
    pub fn warnings(self) -> Vec<Rejected> {
        let lacks = [(self.grant, Rule::GrantSpent, "grant"), (self.pool, Rule::PoolSpent, "pooled budget")];
        let lacks = lacks.into_iter().filter(|(pence, ..)| *pence > 0);
        lacks
            .map(|(_, rule, of)| if self.by == PayerKind::Alliance { warns_alliance(rule, of) } else { rule.into() })
            .collect()
    }

    /// Who pays it; nobody, where there is nothing to pay.
    pub fn taker(self) -> Option<PayerKind> {
        (self != Self::NOTHING).then_some(self.by)
    }

    /// What of it the school that receives pays.
    pub fn by_host(self) -> i64 {
        if self.by == PayerKind::Host { self.sum() } else { 0 }
    }

    /// This and another, by whom the other was paid.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { by: other.by, grant: self.grant + other.grant, pool: self.pool + other.pool }
    }
}

impl Default for InPlaceOf {
    fn default() -> Self {
        Self::NOTHING
    }
}

fn warns_alliance(rule: Rule, of: &str) -> Rejected {
    Rejected::from(rule).saying(format!(
        "The {of} has no money left for all of this visit: your alliance would pay the rest. If that is meant, say why in “overrides”."
    ))
}
