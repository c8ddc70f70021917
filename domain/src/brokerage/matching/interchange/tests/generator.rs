//! The generator: the same from the same seed, true to the rules of the format, and spread as the public instance is.

use std::cmp::Reverse;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::interchange::sample::{sites, small};
use crate::brokerage::matching::interchange::{Night, RequestRow, Wanted, generate, worth_of_pair};

fn made(requests: usize, specialists: usize, seed: u64) -> Night {
    generate(&sites(3_000), Wanted { requests, specialists, seed }).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_market_and_another_makes_another() {
    let night = made(60, 120, 7);
    assert_eq!(night, made(60, 120, 7));
    assert_ne!(night.requests, made(60, 120, 8).requests);
    assert_eq!(digest(&night), 16_332_589_423_503_788_101, "on any machine, and in any later edition");
}

/// One number for all numbers of a market.
fn digest(night: &Night) -> u64 {
    let requests = night.requests.iter().enumerate().flat_map(|(id, row)| row.numbers(id));
    let specialists = night.specialists.iter().enumerate().flat_map(|(id, row)| row.numbers(id));
    let pairs = (0..night.requests.len()).flat_map(|id| night.instance.row(id).iter());
    let pairs = pairs.flat_map(|pair| [pair.specialist.into(), pair.weight]);
    requests.chain(specialists).chain(pairs).fold(0, |sum, number| mix(sum ^ number as u64))
}

#[test]
fn more_rows_change_none_that_were_there_before() {
    let (few, many) = (made(60, 2_000, 7), made(200, 2_500, 7));
    assert_eq!(few.specialists, many.specialists[..2_000]);
    let plain = |rows: &[RequestRow]| rows.iter().map(|row| (row.school, row.code, row.window)).collect::<Vec<_>>();
    assert_eq!(plain(&few.requests), plain(&many.requests[..60]));
}

#[test]
fn the_pairs_of_each_request_are_the_best_of_all_that_no_rule_forbids() {
    let night = made(80, 1_600, 11);
    let mut were_cut = 0;
    for (id, request) in night.requests.iter().enumerate() {
        let all = night.specialists.iter().enumerate();
        let mut all: Vec<_> =
            all.filter_map(|(at, row)| Some((Reverse(worth_of_pair(request, row)?), at as u32))).collect();
        all.sort_unstable();
        let listed: Vec<_> =
            night.instance.row(id).iter().map(|pair| (Reverse(pair.weight), pair.specialist)).collect();
        assert_eq!(listed, all[..listed.len()], "the first of all");
        assert!(listed.len() == all.len() || (50..=200).contains(&listed.len()), "{} of {}", listed.len(), all.len());
        were_cut += usize::from(listed.len() < all.len());
    }
    assert!(were_cut > 10, "only {were_cut} lists are cut");
}

#[test]
fn a_fifth_of_the_requests_is_isolated_those_farthest_from_their_forty_nearest() {
    let night = made(100, 300, 3);
    let far = |row: &RequestRow| {
        let mut far: Vec<_> = night.specialists.iter().map(|it| row.place.metres_to(it.place)).collect();
        far.sort_unstable();
        far[39]
    };
    let of = |isolated| night.requests.iter().filter(move |row| row.isolated == isolated).map(far);
    assert_eq!(of(true).count(), 20);
    assert!(of(true).min() >= of(false).max());
    assert!(night.requests.iter().all(|row| row.bonus == RequestRow::bonus_of(row.priority, row.isolated)));
}

#[test]
fn what_is_made_is_spread_as_in_the_public_instance() {
    let (real, made) = (small(), made(2_000, 2_000, 5));
    let shares = |night: &Night| {
        let (requests, specialists) = (night.requests.len() as i64, night.specialists.len() as i64);
        let of_requests =
            |number: fn(&RequestRow) -> i64| 100 * night.requests.iter().map(number).sum::<i64>() / requests;
        let capacity = night.specialists.iter().map(|row| i64::from(row.capacity)).sum::<i64>();
        let evidence = night.specialists.iter().map(|row| row.evidence).sum::<i64>();
        let travel = night.specialists.iter().map(|row| i64::from(row.travel_m)).sum::<i64>();
        let codes = night.specialists.iter().map(|row| i64::from(row.codes.count_ones())).sum::<i64>();
        [
            of_requests(|row| row.priority.into()),
            of_requests(|row| row.window.count_ones().into()),
            of_requests(|row| i64::from(row.code == 0) * 100),
            100 * capacity / specialists,
            100 * codes / specialists,
            evidence / specialists,
            travel / specialists / 100,
        ]
    };
    for (made, real) in shares(&made).into_iter().zip(shares(&real)) {
        assert!((made - real).abs() * 8 <= real, "{made} is far from {real}");
    }
}

#[test]
fn there_is_no_market_without_places_nor_one_too_large_and_there_are_small_ones() {
    let of = |sites: &[_], requests, specialists| generate(sites, Wanted { requests, specialists, seed: 1 });
    assert_eq!(of(&[], 1, 1), None);
    assert_eq!(of(&sites(10), 131_073, 1), None);
    assert_eq!(of(&sites(10), 1, usize::MAX), None);
    for (requests, specialists) in [(0, 0), (1, 0), (0, 1), (7, 1), (3, 39)] {
        let night = of(&sites(10), requests, specialists).unwrap();
        assert_eq!((night.requests.len(), night.specialists.len()), (requests, specialists));
    }
}

#[test]
fn a_small_market_covers_only_the_north_so_that_people_are_as_near_as_in_a_large_one() {
    let all = sites(3_000);
    let night = made(50, 200, 9);
    let mut north: Vec<_> = all.iter().map(|site| site.place.northing).collect();
    north.sort_unstable_by_key(|northing| Reverse(*northing));
    assert!(night.specialists.iter().all(|row| row.place.northing >= north[399]));
    assert!(night.specialists.iter().any(|row| row.school > 200), "and all of those");
}
