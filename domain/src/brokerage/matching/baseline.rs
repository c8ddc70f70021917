//! How places are shared out without a plan, for every plan to be compared with.
//!
//! *Algorithms*: first come, first served (serial dictatorship); and the greedy rule that takes the best pair that is left.
//! *Cost*: both go once through the pairs, the greedy rule with a heap of them. *Proof obligation*: none but that both give a
//! plan of the instance in which no pair is left that could still be added at a gain; how far they fall short of the best plan
//! is for a report to say.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::brokerage::matching::plan::{Instance, Objective, Plan};
use crate::brokerage::matching::stable::wanted;

/// First come, first served: each request takes those with the most points who still have a place. `came` says of a request
/// when it came, by any number that rises; of those that came at once the lower key is first.
pub fn first_come(instance: &Instance, came: impl Fn(u32) -> i64) -> Plan {
    let mut requests: Vec<u32> = (0..instance.asks().len() as u32).collect();
    requests.sort_unstable_by_key(|request| (came(*request), instance.asks()[*request as usize].key, *request));
    let mut left: Vec<u32> = instance.gives().iter().map(|give| give.capacity).collect();
    let mut pairs = Vec::new();
    for request in requests {
        let free = wanted(instance, request).into_iter().filter(|it| left[it.specialist as usize] > 0);
        let taken: Vec<_> = free.take(instance.asks()[request as usize].seats as usize).collect();
        for it in taken {
            left[it.specialist as usize] -= 1;
            pairs.push((request, it.specialist));
        }
    }
    Plan::new(pairs)
}

/// The best pair first: of all pairs that are still possible, the one that adds most to the value of the plan, until none adds
/// anything. Of equals, the request with the lower key, then the specialist.
pub fn best_pair_first(instance: &Instance, objective: &Objective) -> Plan {
    let mut seats: Vec<u32> = instance.asks().iter().map(|ask| ask.seats).collect();
    let mut loads = vec![0; instance.gives().len()];
    let adds = |request: u32, specialist: u32, weight: i64, load: u32| {
        let jobs = instance.gives()[specialist as usize].jobs + load;
        weight + instance.asks()[request as usize].worth - objective.cost_after(jobs)
    };
    let of_one = |request: u32| {
        let ask = &instance.asks()[request as usize];
        instance.row(request as usize).iter().map(move |it| {
            let turn = (ask.key, request, instance.gives()[it.specialist as usize].key, it.specialist);
            (adds(request, it.specialist, it.weight, 0), Reverse(turn), it.weight)
        })
    };
    let mut heap: BinaryHeap<_> = (0..instance.asks().len() as u32).flat_map(of_one).collect();
    let mut pairs = Vec::new();
    while let Some((added, turn, weight)) = heap.pop() {
        let Reverse((_, request, _, specialist)) = turn;
        let (seats, load) = (&mut seats[request as usize], &mut loads[specialist as usize]);
        if *seats == 0 || *load == instance.gives()[specialist as usize].capacity {
            continue;
        }
        // A job costs no less for one that was taken meanwhile: whatever adds less than it did waits for its new turn.
        let now = adds(request, specialist, weight, *load);
        if now < added {
            heap.push((now, turn, weight));
        } else if now > 0 {
            *seats -= 1;
            *load += 1;
            pairs.push((request, specialist));
        }
    }
    Plan::new(pairs)
}
