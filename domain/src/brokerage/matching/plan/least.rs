//! The lowest prices that prove a plan: what a place is worth elsewhere, and no more.
//!
//! Many prices prove the same plan. The lowest of them are the ones to tell: they do not depend on the way in which the plan
//! was found, and each is what the others would gain by one place more with that specialist (Leonard 1983; Demange, Gale and
//! Sotomayor 1986). Every price may fall to the cost of the last job, unless some request would then leave what it has; and
//! that depends on how far the price of what it has may fall. So how far each may fall is a shortest distance, and one run of
//! Dijkstra's search finds all of them, over the rows of the requests that have somebody.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::brokerage::matching::plan::state::State;

/// Specialists by how far their prices may fall, as far as is known.
type Falling = BinaryHeap<Reverse<(i64, u32)>>;

/// Lowers every price as far as all may be lowered together.
pub fn lower(state: &mut State<'_>) {
    let specialists = 0..state.places.len() as u32;
    let mut falls: Vec<i64> =
        specialists.clone().map(|it| (state.places[it as usize].price - state.lowest(it)).max(0)).collect();
    for seat in 0..state.seats.len() as u32 {
        if state.filled_by(seat).is_none() {
            bound(state, &mut falls, seat, 0, |_, _| {});
        }
    }
    // Whoever has nobody keeps no other price up. Whose price cannot fall is settled from the beginning: these are most, where
    // there is enough for everybody, and need no turn in the heap.
    let have_somebody = specialists.filter(|it| state.filled(*it).next().is_some());
    let (settled, others): (Vec<u32>, Vec<u32>) = have_somebody.partition(|it| falls[*it as usize] == 0);
    let mut heap: Falling = others.into_iter().map(|it| Reverse((falls[it as usize], it))).collect();
    for specialist in settled {
        keep_up(state, &mut falls, &mut heap, specialist);
    }
    while let Some(Reverse((fall, specialist))) = heap.pop() {
        if fall == falls[specialist as usize] {
            keep_up(state, &mut falls, &mut heap, specialist);
        }
    }
    for (place, fall) in state.places.iter_mut().zip(falls) {
        place.price -= fall;
    }
}

/// Sees that no price falls so far that a request would leave a specialist whose own price falls no further than is known.
fn keep_up(state: &State<'_>, falls: &mut [i64], heap: &mut Falling, specialist: u32) {
    for seat in state.filled(specialist) {
        let own = falls[specialist as usize] + state.left_of_seat(seat);
        bound(state, falls, seat, own, |fall, specialist| heap.push(Reverse((fall, specialist))));
    }
}

/// Sees that no price falls so far that a seat's request, left with so much, would rather have that specialist; tells whose
/// price may fall less than was thought.
fn bound(state: &State<'_>, falls: &mut [i64], seat: u32, own: i64, mut tell: impl FnMut(i64, u32)) {
    let request = state.seats[seat as usize].request;
    // A row is in order of gain, and no price falls below nought.
    let worth_more = state.row_above(request, own);
    for pair in worth_more {
        let most = own - state.left(pair);
        let fall = &mut falls[pair.specialist as usize];
        let own_place = state.seats[seat as usize].filled.specialist == pair.specialist;
        if most < *fall && !own_place && !state.taken_beside(seat, pair.specialist) {
            *fall = most;
            tell(most, pair.specialist);
        }
    }
}
