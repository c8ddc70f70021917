//! Where a school stands: two tallies and what is promised, never forced into one number (DOMAIN C.4, C42).

use crate::reciprocity::{AccountKind, LedgerAccount};

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
    /// Counts another account in.
    #[must_use]
    pub fn with(self, account: &LedgerAccount) -> Self {
        let (credited, debited) = (account.credited, account.debited);
        match account.key.kind {
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
