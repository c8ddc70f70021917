//! The stable plan: deferred acceptance, for markets in which both sides truly rank each other.
//!
//! *Algorithm*: Gale and Shapley, "College admissions and the stability of marriage" (1962), one proposal at a time as in
//! McVitie and Wilson (1971); schools propose, and a team's seats each propose for themselves (Roth 1984). A seat asks the
//! best specialist who has not refused its request. Whoever is asked by more than he or she can take keeps those wanted
//! most, and refuses the one wanted least, whose seat goes on down its list.
//!
//! *Cost*: each pair is proposed once at most, and each proposal moves one heap of the size of a capacity.
//!
//! *Proof obligation*: no pair blocks the plan, since whoever is better than what a request got has refused it, and refuses
//! only for somebody better, of whom places never go back; no school does better in any stable plan; and in which order the
//! schools propose makes no difference.
//!
//! It is not the plan that is worth most: [`blocking`] says of any other plan who would rather have each other.

mod envy;
mod preferences;
#[cfg(test)]
mod tests;

use std::collections::BinaryHeap;

use crate::brokerage::matching::plan::Plan;

pub use envy::{Blocking, BlockingPair, blocking};
pub(super) use preferences::wanted;
pub use preferences::{Choice, Preferences};

/// The stable plan that is best for the schools.
pub fn stable(preferences: &Preferences<'_>) -> Plan {
    let instance = preferences.instance();
    let mut next = vec![0; instance.asks().len()];
    // Of each specialist, the requests that he or she keeps for now: the one wanted least on top.
    let mut kept: Vec<BinaryHeap<(u32, u32)>> = vec![BinaryHeap::new(); instance.gives().len()];
    let seats = (0_u32..).zip(instance.asks()).flat_map(|(request, ask)| (0..ask.seats).map(move |_| request));
    let mut open: Vec<u32> = seats.collect();
    while let Some(request) = open.pop() {
        let asked = &mut next[request as usize];
        // A seat whose request has asked everybody stays empty.
        let Some(choice) = preferences.of(request).get(*asked) else { continue };
        *asked += 1;
        let kept = &mut kept[choice.specialist as usize];
        kept.push((choice.place, request));
        if kept.len() > instance.gives()[choice.specialist as usize].capacity as usize {
            open.extend(kept.pop().map(|(_, refused)| refused));
        }
    }
    let of_one = |(specialist, kept): (u32, BinaryHeap<(u32, u32)>)| {
        kept.into_iter().map(move |(_, request)| (request, specialist))
    };
    Plan::new((0_u32..).zip(kept).flat_map(of_one))
}
