//! What would be if: the market of a plan with something otherwise, and its plan beside today's (MATCHING 4).
//!
//! Nothing real is touched: a [`WhatIf`] keeps a copy of the market as canonical bytes, and whoever has the bytes comes to the
//! same comparison, byte for byte. *Cost*: two markets laid out, each planned twice, once without the costs of load. *Proof
//! obligation*: both plans are proven best, or nothing is said at all.
//!
//! How cut off a school is stays as it is today, also where somebody would begin to give near it.
//!
//! Read in this order: what is supposed ([`Changes`]); how it is applied (`applied`); the two plans beside each other
//! ([`Beside`]), and what of them is told to whom (`told`).

mod applied;
mod beside;
mod change;
mod line;
mod spelling;
#[cfg(test)]
mod tests;
mod told;

use crate::brokerage::matching::canon::Canon;
use crate::brokerage::matching::{Frozen, Home};

pub use beside::{Basis, Beside};
pub use change::{Change, ChangeKind, Changes};
pub use line::PlanLine;
pub use told::ToldLine;

/// What the bytes begin with: their format and its version.
const WHAT_IF: u64 = u64::from_be_bytes(*b"LATMTWI1");

/// A market, and what is supposed to be otherwise in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The market as it is.
    pub today: Frozen,
    /// The schools at which somebody is added, by id.
    pub homes: Vec<Home>,
    /// What is supposed.
    pub changes: Changes,
}

impl WhatIf {
    /// Supposes changes in a market. `homes` are the schools at which somebody is added, in any order.
    pub fn new(today: Frozen, mut homes: Vec<Home>, changes: Changes) -> Self {
        homes.sort_unstable_by_key(|home| home.school);
        Self { today, homes, changes }
    }

    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        WHAT_IF.put(&mut to);
        self.today.bytes().put(&mut to);
        self.homes.put(&mut to);
        self.changes.put(&mut to);
        to
    }

    /// Reads its canonical bytes back; nothing if they are not whole.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let from = &mut &*bytes;
        if u64::take(from)? != WHAT_IF {
            return None;
        }
        let today = Frozen::read(&Vec::take(from)?)?;
        let (homes, changes) = (Canon::take(from)?, Canon::take(from)?);
        from.is_empty().then_some(Self { today, homes, changes })
    }
}
