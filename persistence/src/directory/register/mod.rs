//! An edition of the register on its way in: staged whole, compared with what is known, then applied by URN.

mod apply;
mod edition;
mod link;
mod stage;

pub use apply::{Applied, apply};
pub use edition::{EDITIONS, Edition, complete, is_any_applied, of_ids, page, save};
pub use link::{keep_links, stage_links};
pub use stage::{Effect, Open, Staged, at_stake, open, stage, tally};
