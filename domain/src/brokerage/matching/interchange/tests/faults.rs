//! Rows that make no market, each with the table and the line that is told.

use crate::brokerage::matching::interchange::sample::read;
use crate::brokerage::matching::interchange::{Meta, Reason, Table};
use crate::brokerage::matching::plan::Objective;

const REQUESTS: &str =
    "id,school,easting,northing,phase,quintile,size,urban,trust,code,priority,isolated,window,balance,bonus
0,1,400000,400000,0,3,2,1,0,7,1,0,63,0,6000
1,2,400000,420000,0,3,2,1,0,7,3,1,1,-12,16000
";
const SPECIALISTS: &str =
    "id,school,easting,northing,phases,quintile,size,urban,trust,codes,capacity,evidence,travel_m,available,given
0,3,410000,400000,1,3,2,1,0,128,2,500,40000,63,6
1,4,410000,410000,1,3,2,1,0,128,1,500,40000,63,6
";
const EDGES: &str = "request,specialist,weight
0,0,5000
0,1,4000
1,1,4000
";

fn meta() -> Meta {
    Meta { seed: 1, requests: 2, specialists: 2, slots: Some(3), edges: 3, fair: Objective::linear() }
}

/// Reads the three tables with one change in one of them.
fn with(table: Table, from: &str, to: &str) -> Result<(), (Table, usize, Reason)> {
    let mut tables = [REQUESTS, SPECIALISTS, EDGES].map(str::to_owned);
    let changed = &mut tables[table as usize];
    assert!(changed.contains(from), "{from}");
    *changed = changed.replacen(from, to, 1);
    read(meta(), tables.each_ref().map(String::as_str)).map(|_| ())
}

#[test]
fn every_fault_is_told_with_its_line() {
    use Table::{Edges, Requests, Specialists};
    assert_eq!(with(Edges, "0,1,4000", "0,1,4000"), Ok(()), "without a change nothing is wrong");
    let cases = [
        (Requests, "bonus", "worth", 1, "the first line names the columns and should be \"id,school,"),
        (Requests, "0,1,400000", "0,1,4e5", 2, "easting is \"4e5\", which is no whole number"),
        (Requests, "0,1,400000", "0,1,+400000", 2, "easting is \"+400000\", which is no whole number"),
        (Requests, "0,1,400000", "0,1,", 2, "easting is \"\", which is no whole number"),
        (Requests, "0,1,400000", "0,1,0", 2, "easting is 0, which is not from 1 to 699999"),
        (Requests, "\n1,2,", "\n2,2,", 3, "id is 2; ids are the numbers of the rows from 0, and this is row 1"),
        (Requests, "-12,16000", "-12", 3, "the row has 14 cell(s) for 15 columns"),
        (Requests, ",63,0,", ",0,0,", 2, "window is 0, which is not from 1 to 63"),
        (Requests, "3,2,1,0,7", "6,2,1,0,7", 2, "quintile is 6, which is not from 1 to 5"),
        (Requests, "16000\n", "16000\n2,2,3\n", 4, "there are more requests than the 2 of which meta.json speaks"),
        (
            Requests,
            "1,2,400000,420000,0,3,2,1,0,7,3,1,1,-12,16000\n",
            "",
            0,
            "there are 1 requests; meta.json speaks of 2",
        ),
        (Specialists, "128,2,500", "128,-2,500", 2, "capacity is -2, which is not from 1 to 6"),
        (Specialists, "128,2,500", "128,7,500", 2, "capacity is 7, which is not from 1 to 6"),
        (Specialists, "128,2,500", "128,1,500", 0, "there are 2 slots; meta.json speaks of 3"),
        (
            Specialists,
            "128,1,500",
            "1099511627776,1,500",
            3,
            "codes is 1099511627776, which is not from 0 to 1099511627775",
        ),
        (Edges, "0,1,4000", "0,1,99999999999999999999", 3, "weight is 99999999999999999999, which is not from"),
        (Edges, "0,1,4000", "0,1,524289", 3, "weight is 524289, which is not from -524288 to 524288"),
        (Edges, "0,1,4000", "0,2,4000", 3, "specialist is 2, which is not there: there are 2, numbered from 0"),
        (Edges, "1,1,4000", "2,1,4000", 4, "request is 2, which is not there"),
        (Edges, "0,1,4000", "0,0,4000", 3, "the pair of request 0 and specialist 0 stands twice"),
        (Edges, "0,1,4000", "0,1,5001", 3, "the pair stands in the wrong place"),
        (
            Edges,
            "0,0,5000\n0,1,4000\n1,1,4000",
            "0,1,5000\n1,1,4000\n0,0,4000",
            4,
            "the pair stands in the wrong place",
        ),
        (Edges, "0,0,5000\n0,1,4000", "0,1,5000\n0,0,5000", 3, "the pair stands in the wrong place"),
    ];
    for (table, from, to, line, why) in cases {
        let (in_table, at, reason) = with(table, from, to).unwrap_err();
        assert_eq!((in_table, at), (table, line), "{reason}");
        assert!(reason.to_string().starts_with(why), "{reason} is not {why}");
    }
}

#[test]
fn a_market_in_which_more_are_wanted_than_the_planner_takes_is_refused_where_it_becomes_too_large() {
    let header = format!("{},seats\n", REQUESTS.lines().next().unwrap());
    let row = |id: usize| format!("{id},1,400000,400000,0,3,2,1,0,7,1,0,63,0,6000,100\n");
    let requests = header + &(0..1_400).map(row).collect::<String>();
    let meta = Meta { requests: 1_400, ..meta() };
    let refused = read(meta, [&requests, SPECIALISTS, EDGES]).unwrap_err();
    assert_eq!(refused, (Table::Requests, 1_312, Reason::TooManySeats { most: 131_072 }));
}

#[test]
fn no_table_holds_more_than_it_may_whatever_was_said_of_it() {
    let header = format!("{}\n", REQUESTS.lines().next().unwrap());
    let row = |id: usize| format!("{id},1,400000,400000,0,3,2,1,0,7,1,0,63,0,6000\n");
    let requests = header + &(0..=131_072).map(row).collect::<String>();
    let meta = Meta { requests: u64::MAX, ..meta() };
    let refused = read(meta, [&requests, SPECIALISTS, EDGES]).unwrap_err();
    assert_eq!(refused, (Table::Requests, 131_074, Reason::TooManyRows { most: 131_072 }));
}
