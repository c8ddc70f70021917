//! The start: an auction that gives nearly everybody nearly what they should have.
//!
//! Each seat in turn looks for the two specialists who would leave its request most, and bids for the first as much as makes it
//! indifferent to the second. Where the places are taken, whoever bid least goes and looks again, and the price rises to what
//! he or she would have paid. It is Bertsekas's auction (1979) for several places of one price (Bertsekas and Castañon 1989).
//!
//! Such bids are exact, as in the row reductions of Jonker and Volgenant (1987): whoever stays is best where they are. But among
//! near-equals prices then rise by next to nothing, for ever; so exact bidding ends after a few bids a seat, and leaves the rest
//! over. Where supply is short that is too little, and those who are left over go on and bid more than is right, by more the
//! longer they bid. Then a request may be less than content, by no more than that; [`settle`](super::settle) finds these.
//! Prices begin at the costs of the jobs and rise only where places are taken, so no free place is dear.
//!
//! Cost: mostly one short list a bid; the number of bids is bounded.

use std::collections::VecDeque;

use crate::brokerage::matching::plan::choice::Choice;
use crate::brokerage::matching::plan::scale::SHIFT;
use crate::brokerage::matching::plan::state::State;
use crate::brokerage::matching::plan::watch::Watch;

/// How many bids of a seat are exact.
const EXACT: u32 = 2;
/// How many bids of a seat there are on the whole, where they are more than exact.
const BIDS_A_SEAT: usize = 100;
/// How many bids lie between two looks of the watcher.
const BETWEEN: usize = 4_096;

/// Lets these seats bid, by so much more than is right at most; gives those whom the auction left over.
pub fn bid(state: &mut State<'_>, waiting: Vec<u32>, most_over: i64, watch: &mut Watch<'_>) -> Vec<u32> {
    let mut limits = limits(state);
    let mut times = vec![0_u32; state.seats.len()];
    let mut left_over = Vec::new();
    let mut waiting = VecDeque::from(waiting);
    for turn in 0..state.seats.len() * BIDS_A_SEAT {
        if turn % BETWEEN == BETWEEN - 1 && watch.stops(state) {
            break;
        }
        let Some(seat) = waiting.pop_front() else { break };
        let at = seat as usize;
        times[at] += 1;
        let over = match times[at].checked_sub(EXACT + 1) {
            None => 0,
            Some(_) if most_over == 0 => {
                left_over.push(seat);
                continue;
            }
            Some(often) => most_over.min(1 << (SHIFT + often.min(20))),
        };
        let Choice { pair: Some(pair), best, second } = Choice::of(state, seat) else { continue };
        let specialist = pair.specialist as usize;
        limits[at] = state.places[specialist].price + best - second + over;
        let least = state.filled(pair.specialist).min_by_key(|it| limits[*it as usize]);
        let out = least.filter(|it| limits[*it as usize] < limits[at]).unwrap_or(seat);
        let (rises_to, place) = (limits[out as usize], &mut state.places[specialist]);
        if rises_to >= place.next_cost {
            place.price = place.next_cost;
            state.fill(seat, pair);
            continue;
        }
        place.price = place.price.max(rises_to);
        if out != seat {
            state.vacate(out);
            state.fill(seat, pair);
        }
        waiting.push_back(out);
    }
    left_over.extend(waiting);
    left_over
}

/// For each seat that is filled, the price at which its request would rather have its second best.
fn limits(state: &mut State<'_>) -> Vec<i64> {
    let mut limits = vec![0; state.seats.len()];
    for seat in 0..state.seats.len() as u32 {
        if let Some(specialist) = state.filled_by(seat) {
            let Choice { best, second, .. } = Choice::of(state, seat);
            limits[seat as usize] = state.places[specialist as usize].price + best - second;
        }
    }
    limits
}
