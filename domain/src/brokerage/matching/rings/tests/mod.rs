//! Rings, on small markets whose best choice is known by trying all.

mod faults;
mod properties;
mod small;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::rings::{
    Checkpoint, Choice, Draft, Help, Market, Partner, Ring, Shape, Solved, Step, solve,
};

/// A market of as many schools as keys, without chains and without a share of what would remain.
pub fn draft(schools: u32, helps: &[(u32, u32, i64)]) -> Draft {
    let partners = (0..schools).map(|place| Partner { key: u64::from(place) + 10, only_gives: false });
    let helps = helps.iter().map(|(giver, taker, points)| Help { giver: *giver, taker: *taker, points: *points });
    let shape = Shape::new(3, 0, 0).unwrap();
    Draft { partners: partners.collect(), helps: helps.collect(), forbidden: Vec::new(), shape, seed: 1 }
}

pub fn market(draft: &Draft) -> Market {
    Market::new(draft.clone()).unwrap()
}

pub fn solved(market: &Market) -> Solved {
    solve(market, &mut |_: Checkpoint| Step::GoOn)
}

/// A market of random helps, from a seed: each school may help each other one with some probability in a hundred.
pub fn random(seed: u64, schools: u32, percent: u64, shape: Shape) -> Draft {
    let dice = |one: u32, other: u32, most: u64| mix(mix(seed) ^ (u64::from(one) << 32 | u64::from(other))) % most;
    let only_gives = |place: u32| dice(place, place, 5) == 0;
    let mut it = Draft { shape, seed, ..draft(schools, &[]) };
    for giver in 0..schools {
        it.partners[giver as usize].only_gives = only_gives(giver);
        for taker in (0..schools).filter(|taker| *taker != giver && !only_gives(*taker)) {
            if dice(giver, taker, 100) < percent {
                it.helps.push(Help { giver, taker, points: 1 + dice(taker + 1_000, giver, 1_000) as i64 });
            }
        }
    }
    it
}

/// What the best choice of a small market is worth: all lists of schools are tried as rings, then all choices of these.
pub fn optimum(market: &Market) -> i64 {
    let mut rings = Vec::new();
    let mut open: Vec<Vec<u32>> = vec![Vec::new()];
    while let Some(schools) = open.pop() {
        for closed in [true, false] {
            let ring = Ring { schools: schools.clone(), open: !closed };
            let turned = closed && schools.iter().min() != schools.first();
            if let (false, Ok(worth)) = (turned, ring.worth(market)) {
                rings.push((schools.iter().fold(0_u32, |all, place| all | 1 << place), worth.total));
            }
        }
        if schools.len() < 4 {
            let more = (0..market.partners().len() as u32).filter(|place| !schools.contains(place));
            open.extend(more.map(|place| [&schools[..], &[place]].concat()));
        }
    }
    let mut best = vec![0; 1 << market.partners().len()];
    for free in 1..best.len() as u32 {
        let with = |(schools, worth): &(u32, i64)| {
            let fits = schools & free == *schools;
            fits.then(|| worth + best[(free ^ schools) as usize])
        };
        best[free as usize] = rings.iter().filter_map(with).max().unwrap_or(0);
    }
    best.last().copied().unwrap_or(0)
}

/// The rings of a choice by the keys of their schools.
pub fn by_keys(market: &Market, choice: &Choice) -> Vec<(bool, Vec<u64>)> {
    let key = |place: &u32| market.partners()[*place as usize].key;
    choice.rings.iter().map(|ring| (ring.open, ring.schools.iter().map(key).collect())).collect()
}
