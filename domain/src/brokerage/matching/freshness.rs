//! How the market that is held in memory stands to the record.

use crate::words;

words! {
    /// How the market from which an answer was made stands to what is on record.
    pub enum MarketFreshness {
        /// Every change that was on record when the answer was made is in it.
        Current = "current",
        /// The day or the directory of schools has changed since, and the market is being read anew; the answer is from before.
        Rebuilding = "rebuilding",
        /// A check has found it to differ from the record, and it is being read anew; the answer may be wrong.
        Doubted = "doubted",
    }
}
