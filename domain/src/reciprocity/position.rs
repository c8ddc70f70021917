//! Where a school stands: two tallies and what is promised, never forced into one number (DOMAIN C.4, C42). All of it is told;
//! by what was given and received for credit it is weighed.

use crate::reciprocity::{AccountKind, LedgerAccount, Sums};

/// Where a school stands, in half-days, over its own accounts and those of its predecessors (SETTLED 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Given to other schools.
    pub given: i64,
    /// Received from other schools.
    pub received: i64,
    /// Agreed to be given, and not given yet.
    pub promised: i64,
    /// Agreed to be received, and not received yet.
    pub awaited: i64,
}

impl Position {
    /// Counts the sums of another account in.
    const fn with(self, kind: AccountKind, Sums { credited, debited }: Sums) -> Self {
        match kind {
            AccountKind::Support => Self { given: self.given + credited, received: self.received + debited, ..self },
            AccountKind::Promise => {
                Self { promised: self.promised + credited, awaited: self.awaited + debited, ..self }
            }
        }
    }

    /// Adds what moved since.
    #[must_use]
    pub const fn plus(self, moved: Self) -> Self {
        Self {
            given: self.given + moved.given,
            received: self.received + moved.received,
            promised: self.promised + moved.promised,
            awaited: self.awaited + moved.awaited,
        }
    }

    /// Given less received. Being below nothing never blocks urgent support.
    pub const fn position(self) -> i64 {
        self.given - self.received
    }
}

/// Where a school stands by everything, and by what was for credit alone. What is paid for, exchanged or subscribed to is
/// settled by that: it is told, and counts neither for the school that gave nor against the one that received (DOMAIN C.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Everything that was given and received, whatever came in return.
    pub all: Position,
    /// So much of it as nothing but credit came for.
    pub for_credit: Position,
}

impl Tallies {
    /// Counts another account in.
    #[must_use]
    pub const fn with(self, account: &LedgerAccount) -> Self {
        let &LedgerAccount { credited, debited, for_credit, .. } = account;
        let kind = account.key.kind;
        Self {
            all: self.all.with(kind, Sums { credited, debited }),
            for_credit: self.for_credit.with(kind, for_credit),
        }
    }

    /// Adds what moved since.
    #[must_use]
    pub const fn plus(self, moved: Self) -> Self {
        Self { all: self.all.plus(moved.all), for_credit: self.for_credit.plus(moved.for_credit) }
    }
}
