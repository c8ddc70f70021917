//! An account of the ledger: what one school gave and received, or promised and awaits.

use crate::Id;
use crate::directory::School;
use crate::reciprocity::{AccountKind, Transfer};

/// Which account: whose, and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKey {
    /// The school.
    pub school: Id<School>,
    /// What it counts.
    pub kind: AccountKind,
}

/// One school's account of one kind, with its sums kept beside the transfers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerAccount {
    /// Its id.
    pub id: Id<LedgerAccount>,
    /// Whose it is and what it counts.
    pub key: AccountKey,
    /// Half-days credited, less what was taken back: given, or promised.
    pub credited: i64,
    /// Half-days debited, less what was taken back: received, or awaited.
    pub debited: i64,
}

impl LedgerAccount {
    /// An account on which nothing has happened.
    pub const fn new(id: Id<Self>, key: AccountKey) -> Self {
        Self { id, key, credited: 0, debited: 0 }
    }

    /// Credits less debits, in half-days. All balances of a ledger add up to nothing.
    pub const fn balance(&self) -> i64 {
        self.credited - self.debited
    }

    /// Takes note of a transfer, on whichever side it names this account.
    pub fn post(&mut self, it: &Transfer) {
        let half_days = i64::from(it.half_days);
        // What is taken back lessens the side that it had once added to, so that the sums tell what was really given.
        if it.credit == self.key {
            if it.takes_back { self.debited -= half_days } else { self.credited += half_days }
        }
        if it.debit == self.key {
            if it.takes_back { self.credited -= half_days } else { self.debited += half_days }
        }
    }
}

#[cfg(test)]
mod tests;
