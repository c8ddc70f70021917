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
    /// So much of both as nothing but credit comes for.
    pub for_credit: Sums,
}

/// Both sides of an account, in half-days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Credited, less what was taken back.
    pub credited: i64,
    /// Debited, less what was taken back.
    pub debited: i64,
}

impl LedgerAccount {
    /// An account on which nothing has happened.
    pub const fn new(id: Id<Self>, key: AccountKey) -> Self {
        Self { id, key, credited: 0, debited: 0, for_credit: Sums { credited: 0, debited: 0 } }
    }

    /// Credits less debits, in half-days. All balances of a ledger add up to nothing.
    pub const fn balance(&self) -> i64 {
        self.credited - self.debited
    }

    /// Takes note of a transfer, on whichever side it names this account.
    pub fn post(&mut self, it: &Transfer) {
        let half_days = i64::from(it.half_days);
        // What is taken back lessens the side that it had once added to, so that the sums tell what was really given.
        let (more, less) = if it.takes_back { (0, half_days) } else { (half_days, 0) };
        for (names, credited, debited) in [(it.credit == self.key, more, -less), (it.debit == self.key, -less, more)] {
            if names {
                self.add(credited, debited, it.for_credit);
            }
        }
    }

    const fn add(&mut self, credited: i64, debited: i64, for_credit: bool) {
        self.credited += credited;
        self.debited += debited;
        if for_credit {
            self.for_credit.credited += credited;
            self.for_credit.debited += debited;
        }
    }
}

#[cfg(test)]
mod tests;
