//! Schools that ask and can give, as they are read from the rows of a market.

use crate::brokerage::matching::interchange::sample::{self, read, small};
use crate::brokerage::matching::interchange::{Meta, Mutual, Table};
use crate::brokerage::matching::rings::{MarketFault, Shape, Step, solve};

/// Schools 5, 3, 9 and 7: the first two ask and give, 9 only gives, 7 only asks.
fn four() -> Mutual {
    let request = |id: u32, school: u32| format!("{id},{school},400000,400000,0,3,2,1,0,7,1,0,63,0,6000\n");
    let specialist = |id: u32, school: u32| format!("{id},{school},410000,400000,1,3,2,1,0,128,2,500,40000,63,6\n");
    let requests = [5, 3, 5, 7].into_iter().zip(0..).map(|(school, id)| request(id, school));
    let specialists = [3, 5, 9, 3].into_iter().zip(0..).map(|(school, id)| specialist(id, school));
    let header = |table: Table| table.header(false) + "\n";
    let tables = [
        header(Table::Requests) + &requests.collect::<String>(),
        header(Table::Specialists) + &specialists.collect::<String>(),
        // School 3 for school 5 by either of its people and requests; 5 for itself and for 3; 9 for 5, worth nothing, and 7.
        header(Table::Edges) + "0,0,400\n0,1,300\n0,2,0\n1,1,250\n2,3,500\n2,0,450\n3,2,70\n3,0,-3\n",
    ];
    let meta = Meta { requests: 4, specialists: 4, slots: None, edges: 8, ..sample::meta() };
    Mutual::new(&read(meta, tables.each_ref().map(String::as_str)).unwrap(), Shape::default()).unwrap()
}

#[test]
fn a_help_is_the_best_pair_of_two_schools_that_is_worth_something() {
    let it = four();
    assert_eq!((&it.schools[..], it.asking, it.giving), (&[3, 5, 7, 9][..], 3, 3));
    let helps: Vec<_> = it.market.helps().iter().map(|help| (help.giver, help.taker, help.points)).collect();
    assert_eq!(helps, [(0, 1, 500), (1, 0, 250), (3, 2, 70)]);
    assert_eq!([it.pair(0, 1), it.pair(1, 0), it.pair(3, 2)], [Some((2, 3)), Some((1, 1)), Some((3, 2))]);
    assert_eq!([it.pair(1, 1), it.pair(3, 1), it.pair(0, 2)], [None; 3], "nobody helps itself, or for nothing");
    let only_gives: Vec<_> = it.market.partners().iter().map(|school| school.only_gives).collect();
    assert_eq!(only_gives, [false, false, false, true]);
}

#[test]
fn rings_are_made_of_schools_by_their_numbers() {
    let it = four();
    let choice = solve(&it.market, &mut |_| Step::GoOn).choice;
    let rings: Vec<_> = choice.rings.iter().map(|ring| (ring.open, &ring.schools[..])).collect();
    assert_eq!(rings, [(false, &[0, 1][..]), (true, &[3, 2][..])], "a pair, and a gift to a school that only asks");
}

#[test]
fn every_help_of_the_public_instance_is_the_best_pair_of_its_schools() {
    let night = small();
    let it = Mutual::new(&night, Shape::default()).unwrap();
    assert_eq!((it.asking, it.giving, it.schools.len(), it.market.helps().len()), (436, 748, 1_032, 21_231));
    for help in it.market.helps() {
        let (request, specialist) = it.pair(help.giver, help.taker).unwrap();
        let (row, person) = (&night.requests[request as usize], &night.specialists[specialist as usize]);
        let schools = (it.schools[help.giver as usize], it.schools[help.taker as usize]);
        assert_eq!((person.school, row.school), schools);
        let all = (0..night.requests.len()).filter(|id| night.requests[*id].school == schools.1);
        let pairs = all.flat_map(|id| night.instance.row(id).iter());
        let best = pairs.filter(|pair| night.specialists[pair.specialist as usize].school == schools.0);
        assert_eq!(best.map(|pair| pair.weight).max(), Some(help.points));
        assert_eq!(night.instance.weight(request as usize, specialist), Some(help.points));
    }
}

#[test]
fn a_market_of_more_schools_than_rings_are_looked_for_among_is_refused() {
    let mut night = small();
    let mut more = night.specialists[0];
    for school in 1_000_000..1_065_000 {
        more.school = school;
        night.specialists.push(more);
    }
    assert_eq!(Mutual::new(&night, Shape::default()), Err(MarketFault::TooLarge));
}
