//! Schools of a market that could help each other, in pairs and rings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value as Json;

use super::faults::{replace, tried};
use super::{Desk, number, path, run, small};
use crate::command::lateral;

/// Looks for rings in the public instance; the answer as JSON.
fn found(words: &[&str]) -> Json {
    let small = small();
    serde_json::from_str(run(&[&["rings", path(&small), "--json"], words].concat()).well()).unwrap()
}

/// The first columns of a table of the public instance.
fn columns<const N: usize>(name: &str) -> Vec<[i64; N]> {
    let text = fs::read_to_string(small().join(name)).unwrap();
    let row = |line: &str| {
        let mut cells = line.split(',').map(|cell| cell.parse().unwrap());
        std::array::from_fn(|_| cells.next().unwrap())
    };
    text.lines().skip(1).map(row).collect()
}

/// The helps of a ring: giver, taker, request, specialist, points.
fn helps(ring: &Json) -> Vec<[i64; 5]> {
    let of = |help: &Json| ["giver", "taker", "request", "specialist", "points"].map(|name| number(help, name));
    ring["helps"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn rings_of_the_public_instance_are_made_of_its_pairs_and_their_prices_cover_them() {
    let answer = found(&["--check"]);
    let asking: Vec<i64> = columns::<2>("requests.csv").into_iter().map(|[_, school]| school).collect();
    let giving: Vec<i64> = columns::<2>("specialists.csv").into_iter().map(|[_, school]| school).collect();
    let weights: BTreeMap<_, _> = columns::<3>("edges.csv")
        .into_iter()
        .map(|[request, specialist, weight]| ((request, specialist), weight))
        .collect();
    let price = |it: &Json| (it[0].as_i64().unwrap(), it[1].as_i64().unwrap());
    let prices: BTreeMap<i64, i64> = answer["prices"].as_array().unwrap().iter().map(price).collect();
    let price_of = |school: &i64| prices.get(school).copied().unwrap_or(0);
    let (mut taken, mut points) = (BTreeSet::new(), 0);
    for ring in answer["rings"].as_array().unwrap() {
        let helps = helps(ring);
        for [giver, taker, request, specialist, points] in helps.iter().copied() {
            assert_eq!([giving[specialist as usize], asking[request as usize]], [giver, taker], "{ring}");
            assert_eq!(weights[&(request, specialist)], points, "{ring}");
        }
        assert!(helps.windows(2).all(|two| two[0][1] == two[1][0]), "one after the other: {ring}");
        let (first, last) = (helps[0][0], helps[helps.len() - 1][1]);
        let mut schools: Vec<i64> = helps.iter().map(|help| help[0]).collect();
        if ring["open"] == true {
            assert!(!asking.contains(&first), "a chain begins with whoever only gives: {ring}");
            schools.push(last);
        } else {
            assert_eq!(first, last, "{ring}");
        }
        assert!((2..=3).contains(&schools.len()), "{ring}");
        assert!(schools.iter().all(|school| taken.insert(*school)), "a school is in one ring: {ring}");
        let of_ring: i64 = helps.iter().map(|help| help[4]).sum();
        assert!(of_ring * 1_024 <= schools.iter().map(price_of).sum::<i64>(), "{ring}");
        points += of_ring;
    }
    assert_eq!((number(&answer, "points"), number(&answer, "taking_part")), (points, taken.len() as i64));
    assert_eq!(number(&answer, "bound"), prices.values().sum::<i64>() / number(&answer, "price_parts"));
    let [value, greedy, bound, gap] = ["value", "greedy", "bound", "gap"].map(|name| number(&answer, name));
    assert!(points < value && greedy <= value && value <= bound && gap == bound - value, "{greedy} {value} {bound}");
    let counts = ["schools", "asking", "giving", "helps"].map(|name| number(&answer, name));
    assert_eq!(counts, [1_032, 436, 748, 21_231]);
}

#[test]
fn the_same_market_gives_the_same_rings_and_fewer_kinds_of_rings_give_no_more() {
    let (one, again) = (found(&[]), found(&[]));
    assert_eq!(one, again);
    let value = |words: &[&str]| number(&found(words), "value");
    let pairs = found(&["--longest", "2", "--chain", "0", "--check"]);
    assert!(pairs["rings"].as_array().unwrap().iter().all(|ring| ring["open"] == false && helps(ring).len() == 2));
    assert!(number(&pairs, "value") <= value(&["--chain", "0"]));
    assert_eq!(number(&pairs, "value"), number(&pairs, "points"), "nothing remains of a pair");
    assert!(value(&["--kept", "0"]) < number(&one, "value"));
}

#[test]
fn people_at_the_terminal_read_how_good_the_rings_are_at_least() {
    let said = run(&["rings", path(&small())]);
    for line in [
        "schools      1032: 436 ask, 748 can give\n",
        "helps        21231 possible\n",
        "rings        ",
        "value        ",
        "best first   ",
        "bound        ",
        "found in     ",
    ] {
        assert!(said.well().contains(line), "{line} is missing in {said:?}");
    }
    assert_eq!(said.err, "", "no bar where nobody looks");
}

#[test]
fn rings_are_written_in_either_form() {
    let (desk, small) = (Desk::new(), small());
    let [json, csv] = ["rings.json", "rings.csv"].map(|name| {
        let file = desk.at(name);
        run(&["rings", path(&small), "--out", path(&file)]).well();
        fs::read_to_string(file).unwrap()
    });
    let answer: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["format"], "lateral-rings/1");
    let rings = answer["rings"].as_array().unwrap().iter().enumerate();
    let rows = rings.flat_map(|(at, ring)| {
        let row = move |[giver, taker, request, specialist, points]: [i64; 5]| {
            format!("{at},{giver},{taker},{request},{specialist},{points}")
        };
        helps(ring).into_iter().map(row)
    });
    assert!(csv.lines().skip(1).eq(rows), "{csv}");
    assert!(csv.starts_with("ring,giver,taker,request,specialist,points\n0,"), "{csv}");
    assert_eq!(desk.names(), ["rings.csv", "rings.json"], "and nothing beside");
}

#[test]
fn at_its_deadline_the_search_gives_what_it_has_with_what_is_proved_of_it() {
    let answer = found(&["--deadline", "0s", "--check", "--longest", "4", "--chain", "4"]);
    let [value, greedy, bound] = ["value", "greedy", "bound"].map(|name| number(&answer, name));
    assert!(greedy <= value && value <= bound, "{greedy} {value} {bound}");
    for words in [["--deadline", "5"], ["--longest", "5"], ["--longest", "1"], ["--chain", "1"], ["--kept", "1001"]] {
        let ended = lateral(&[&["rings", path(&small())][..], &words].concat(), &[]).output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn a_folder_that_holds_no_market_is_told_as_it_is_to_planners() {
    let cases: [(&str, &[u8], &[u8], &str); 4] = [
        ("requests.csv", b"348767", b"34876x", "requests.csv, line 2: easting is \"34876x\", which is no whole number"),
        ("specialists.csv", b",2,5,561", b",2,-5,561", "specialists.csv, line 2: capacity is -5"),
        ("edges.csv", b"0,219,7368", b"0,818,7368", "edges.csv, line 3: the pair of request 0 and specialist 818"),
        ("meta.json", b"matching/1", b"matching/2", "meta.json, line 2: the format is \"lateral-matching/2\""),
    ];
    for (file, from, to, why) in cases {
        tried("rings", |folder| replace(&folder.join(file), from, to)).badly(&[why]);
    }
    tried("rings", |folder| fs::remove_file(folder.join("edges.csv")).unwrap()).badly(&["edges.csv", ": No such file"]);
    run(&["rings", path(&Desk::new().at("none"))]).badly(&["meta.json: No such file"]);
}
