//! From nearly right to right: after the auction, every request that is not quite content looks again.
//!
//! Whoever would rather have somebody else at these prices leaves the place. What that leaves free and dear is offered round
//! ([`release`](super::release)); the seats that are still empty then are filled by paths ([`path`](super::path)). Each of both
//! keeps what holds between searches, so in the end all holds, and the plan is best. The prices are close to right already, so
//! searches are short.

use crate::brokerage::matching::plan::choice::Choice;
use crate::brokerage::matching::plan::path::Paths;
use crate::brokerage::matching::plan::release::Releases;
use crate::brokerage::matching::plan::state::State;
use crate::brokerage::matching::plan::watch::Watch;

/// How many searches lie between two looks of the watcher.
const BETWEEN: usize = 64;
/// How many specialists, for each seat of the market, searches may pass before they count as long.
const SHORT: usize = 4;

/// Makes the best plan of a nearly best one; nothing if it was stopped on the way.
pub fn settle(state: &mut State<'_>, watch: &mut Watch<'_>) -> Option<()> {
    leave(state);
    let dear: Vec<u32> = (0..state.places.len() as u32).filter(|specialist| state.is_dear(*specialist)).collect();
    // The pairs by specialist are only turned round where somebody comes from that side.
    let mut releases = None;
    for (turn, specialist) in dear.into_iter().enumerate() {
        if turn % BETWEEN == BETWEEN - 1 && watch.stops(state) {
            return None;
        }
        releases.get_or_insert_with(|| Releases::among(state)).settle(state, specialist);
    }
    let empty = (0..state.seats.len() as u32).filter(|seat| state.filled_by(*seat).is_none()).collect();
    fill(state, empty, usize::MAX, watch).map(drop)
}

/// Fills seats by paths for as long as these are short; gives those that are still to be filled then, or nothing if it was
/// stopped on the way.
pub fn fill_while_short(state: &mut State<'_>, seats: Vec<u32>, watch: &mut Watch<'_>) -> Option<Vec<u32>> {
    let most = state.seats.len() * SHORT;
    fill(state, seats, most, watch)
}

fn fill(state: &mut State<'_>, mut seats: Vec<u32>, most: usize, watch: &mut Watch<'_>) -> Option<Vec<u32>> {
    let mut paths = Paths::default();
    for turn in 0..seats.len() {
        if paths.passed_in_all() > most {
            return Some(seats.split_off(turn));
        }
        if turn % BETWEEN == BETWEEN - 1 && watch.stops(state) {
            return None;
        }
        state.wait(seats[turn], 0);
        paths.fill(state, seats[turn]);
    }
    Some(Vec::new())
}

/// Empties the seats of all that are not content, and lets every empty seat wait for the best that it could have.
fn leave(state: &mut State<'_>) {
    let mut left = true;
    while left {
        left = false;
        for seat in 0..state.seats.len() as u32 {
            if state.filled_by(seat).is_some() {
                let (request, own) = (state.seats[seat as usize].request, state.left_of_seat(seat));
                let mut better = own < 0;
                state.show(request, own, |state, pair| {
                    better |= state.left(pair) > own && !state.taken_beside(seat, pair.specialist);
                });
                if better {
                    state.vacate(seat);
                    // Whoever has another place of the same team may want the one that came free.
                    left = state.teams;
                }
            }
        }
    }
    for seat in 0..state.seats.len() as u32 {
        if state.filled_by(seat).is_none() {
            let best = Choice::of(state, seat).best;
            state.wait(seat, best);
        }
    }
}
