//! The generator: markets of any size over real places, from a seed.
//!
//! People and requests are drawn row by row; then each request is paired with the best of all whom no rule keeps from it. Cost:
//! for each request, those of its family of expertise within 80 km; the largest market of the figures takes seconds. The same
//! seed over the same sites gives the same market, to the last number.

use std::cmp::Reverse;

use crate::brokerage::matching::interchange::grid::Grid;
use crate::brokerage::matching::interchange::pair::square_of_distance;
use crate::brokerage::matching::interchange::stream::{Purpose, Stream};
use crate::brokerage::matching::interchange::{Night, RequestRow, Site, SpecialistRow, Table, people, worth_of_pair};
use crate::brokerage::matching::plan::{Objective, Pairing};
use crate::directory::GridPoint;

/// How large a market is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many requests.
    pub requests: usize,
    /// How many specialists.
    pub specialists: usize,
    /// The seed of everything that is drawn.
    pub seed: u64,
}

/// What each further job of one person costs, as in the public instance.
const LOAD: [i64; 6] = [0, 400, 1_000, 1_800, 2_800, 4_000];
/// Of how many requests one is isolated.
const ISOLATED: usize = 5;
/// By whose distance it is seen who is isolated: the fortieth nearest specialist's.
const NEAREST: usize = 40;
/// The shortest and the longest list of a request, in pairs, where there are as many.
const CUT: (i64, i64) = (50, 200);
/// The farthest that anybody goes, in metres.
const FARTHEST: i32 = 80_000;
/// How many families of expertise there are, of five codes each, and how many phases.
const FAMILIES: usize = 8;
const PHASES: usize = 4;

/// Makes a market; none without sites, or larger than the format's tables may be. A market of fewer specialists than half the
/// sites covers only the north of them: so many of the northernmost sites that there is one specialist for two.
pub fn generate(sites: &[Site], wanted: Wanted) -> Option<Night> {
    let Wanted { requests, specialists, seed } = wanted;
    let too_large = requests > Table::Requests.most_rows() || specialists > Table::Specialists.most_rows();
    if sites.is_empty() || too_large {
        return None;
    }
    let sites = north(sites, specialists.saturating_mul(2).max(1));
    let specialists: Vec<_> = (0..specialists).map(|id| people::specialist(&sites, seed, id)).collect();
    let mut requests: Vec<_> = (0..requests).map(|id| people::request(&sites, seed, id)).collect();
    isolate(&mut requests, &specialists);
    let pairs = pairs(&requests, &specialists, seed);
    let fair = Objective::fair(LOAD.to_vec()).expect("these costs never fall");
    Some(Night::of((seed, fair), requests, specialists, pairs))
}

/// The northernmost sites, in the order in which they stood.
fn north(sites: &[Site], most: usize) -> Vec<Site> {
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_unstable_by_key(|site| (Reverse(sites[*site].place.northing), *site));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|site| sites[site]).collect()
}

/// Marks the fifth of the requests whose nearest specialists are farthest.
fn isolate(requests: &mut [RequestRow], specialists: &[SpecialistRow]) {
    let (grid, wanted) = (Grid::new((0..).zip(specialists.iter().copied())), NEAREST.min(specialists.len()));
    let far: Vec<u64> = requests.iter().map(|request| square_of_the_last(&grid, request.place, wanted)).collect();
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_unstable_by_key(|id| (Reverse(far[*id]), *id));
    for id in order.into_iter().take(requests.len() / ISOLATED) {
        let request = &mut requests[id];
        request.isolated = true;
        request.bonus = RequestRow::bonus_of(request.priority, true);
    }
}

/// The square of the distance to the last of so many nearest specialists; nought if none is wanted.
fn square_of_the_last(grid: &Grid, place: GridPoint, wanted: usize) -> u64 {
    let Some(last) = wanted.checked_sub(1) else { return 0 };
    let mut within: i32 = 10_000;
    loop {
        let far = grid.around(place, within).map(|(_, row)| square_of_distance(place, row.place));
        let mut near: Vec<u64> = far.filter(|far| *far <= u64::from(within.unsigned_abs()).pow(2)).collect();
        if near.len() >= wanted {
            return *near.select_nth_unstable(last).1;
        }
        within *= 2;
    }
}

/// The pairs of each request: the best of all that no rule forbids, as many as its cut lets it have.
fn pairs(requests: &[RequestRow], specialists: &[SpecialistRow], seed: u64) -> Vec<Vec<Pairing>> {
    // Whom to ask is sorted beforehand by what most people fail on: the family of expertise, the phase, the distance.
    let grids: [[Grid; PHASES]; FAMILIES] = std::array::from_fn(|family| {
        std::array::from_fn(|phase| {
            let fits =
                move |row: &SpecialistRow| row.codes >> (5 * family) & 0b1_1111 != 0 && row.phases >> phase & 1 == 1;
            Grid::new((0..).zip(specialists.iter().copied()).filter(|(_, row)| fits(row)))
        })
    });
    let of_one = |(id, request): (usize, &RequestRow)| {
        let cut = Stream::new(seed, Purpose::Cut, id).within(CUT.0, CUT.1) as usize;
        let grid = &grids[usize::from(request.code / 5)][usize::from(request.phase)];
        let worth = |(specialist, row): &(u32, SpecialistRow)| {
            Some(Pairing { specialist: *specialist, weight: worth_of_pair(request, row)? })
        };
        let mut pairs: Vec<_> = grid.around(request.place, FARTHEST).filter_map(worth).collect();
        let order = |pair: &Pairing| (Reverse(pair.weight), pair.specialist);
        if pairs.len() > cut {
            pairs.select_nth_unstable_by_key(cut, order);
            pairs.truncate(cut);
            pairs.shrink_to_fit();
        }
        pairs.sort_unstable_by_key(order);
        pairs
    };
    requests.iter().enumerate().map(of_one).collect()
}
