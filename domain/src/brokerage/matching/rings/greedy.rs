//! The best ring first: what a careful broker would do by hand, and what every other choice is compared with.
//!
//! Each school holds the best ring that begins at it, in a heap. The best of all is chosen; where one of its schools was chosen
//! meanwhile, the school at which it begins looks for its next one. That gives what sorting all rings would, without holding them.
//!
//! Cost: one listing of all rings, and one of a school's for each ring that came too late.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::brokerage::matching::rings::swap::Chosen;
use crate::brokerage::matching::rings::walk::{Listed, Walk};
use crate::brokerage::matching::rings::watch::{Stopped, Watch};
use crate::brokerage::matching::rings::{Choice, Market, Step};

/// More than any ring is worth.
const TAKEN: i64 = 1 << 50;

/// The choice that takes the best ring first.
pub fn greedy(market: &Market) -> Choice {
    let mut go_on = |_| Step::GoOn;
    chosen(market, &mut Watch::new(&mut go_on)).choice(market)
}

/// The same, by lots; as far as it came, if it was stopped.
pub(super) fn chosen(market: &Market, watch: &mut Watch<'_>) -> Chosen {
    let mut chosen = Chosen::new(market);
    let _stopped = choose(market, &mut chosen, watch);
    chosen
}

fn choose(market: &Market, chosen: &mut Chosen, watch: &mut Watch<'_>) -> Result<(), Stopped> {
    let many = market.partners().len();
    let mut walk = Walk::new(market, vec![0; many + 1]);
    let mut best = BinaryHeap::new();
    for first in 0..many as u16 {
        best.extend(best_from(&mut walk, first, watch)?.map(ranked));
    }
    while let Some((_, Reverse(listed))) = best.pop() {
        let lots = listed.lots();
        if lots.iter().all(|lot| chosen.is_free(*lot)) {
            lots.iter().for_each(|lot| walk.raise(*lot, TAKEN));
            chosen.add(listed);
        } else if chosen.is_free(listed.at[0]) {
            best.extend(best_from(&mut walk, listed.at[0], watch)?.map(ranked));
        }
    }
    Ok(())
}

const fn ranked(listed: Listed) -> (i64, Reverse<Listed>) {
    (listed.worth, Reverse(listed))
}

/// The best ring that begins at a school, of those who are free.
fn best_from(walk: &mut Walk<'_>, first: u16, watch: &mut Watch<'_>) -> Result<Option<Listed>, Stopped> {
    let mut best = None;
    let mut visit = |listed, above| {
        best = Some(listed);
        above + 1
    };
    walk.from(first, 1, watch, &mut visit)?;
    Ok(best)
}
