//! Folders that hold no market: each fault is told with file, line and reason, and nothing is written.

use std::fs::{self, File};
use std::path::Path;

use super::{Desk, path, run, small};
use crate::command::Ended;

/// Plans a copy of the public instance in which one thing is otherwise.
fn with(change: impl FnOnce(&Path)) -> Ended {
    tried("plan", change)
}

/// What a command says of such a copy, which is no market.
pub fn tried(command: &str, change: impl FnOnce(&Path)) -> Ended {
    let desk = Desk::new();
    let folder = desk.at("market");
    fs::create_dir(&folder).unwrap();
    for name in ["meta.json", "requests.csv", "specialists.csv", "edges.csv"] {
        fs::copy(small().join(name), folder.join(name)).unwrap();
    }
    change(&folder);
    let ended = run(&[command, path(&folder), "--out", path(&desk.at("answer.json"))]);
    assert_eq!(desk.names(), ["market"], "nothing is written");
    ended
}

/// Puts other bytes in the place of some.
pub fn replace(file: &Path, from: &[u8], to: &[u8]) {
    let bytes = fs::read(file).unwrap();
    let at = bytes.windows(from.len()).position(|it| it == from).expect("it is there");
    fs::write(file, [&bytes[..at], to, &bytes[at + from.len()..]].concat()).unwrap();
}

#[test]
fn every_fault_of_a_folder_is_told_with_file_line_and_reason() {
    let cases: &[(&str, &[u8], &[u8], &str)] = &[
        ("requests.csv", b"id,school", b"school,id", "requests.csv, line 1: the first line names the columns"),
        ("requests.csv", b"348767", b"34876x", "requests.csv, line 2: easting is \"34876x\", which is no whole number"),
        ("requests.csv", b"348767", b"3487\x0067", "easting is \"3487\\x0067\", which is no whole number"),
        ("requests.csv", b"348767", b"34876\xff", "requests.csv, line 2: easting is \"34876\\xff\""),
        ("requests.csv", b"\n3,528,", b"\n4,528,", "requests.csv, line 5: id is 4; ids are the numbers of the rows"),
        ("requests.csv", b",4,10000", b"", "requests.csv, line 2: the row has 13 cell(s) for 15 columns"),
        (
            "specialists.csv",
            b",2,5,561",
            b",2,-5,561",
            "specialists.csv, line 2: capacity is -5, which is not from 1 to 6",
        ),
        ("specialists.csv", b",2,5,561", b",2,4,561", "specialists.csv, line 1002: there are 2533 slots"),
        (
            "edges.csv",
            b"0,219,",
            b"0,1219,",
            "edges.csv, line 3: specialist is 1219, which is not there: there are 1000",
        ),
        (
            "edges.csv",
            b"0,219,7368",
            b"0,818,7368",
            "edges.csv, line 3: the pair of request 0 and specialist 818 stands twice",
        ),
        ("edges.csv", b"0,219,7368", b"0,219,9368", "edges.csv, line 3: the pair stands in the wrong place"),
        ("edges.csv", b",7368", b",524289", "edges.csv, line 3: weight is 524289, which is not from -524288 to 524288"),
        ("edges.csv", b",7368", b",9223372036854775808", "edges.csv, line 3: weight is 9223372036854775808"),
        ("edges.csv", b",7368", b",7369", "meta.json, line 37: the sha256 of edges.csv is "),
        ("edges.csv", b"0,219,7368\n", b"", "edges.csv, line 23152: there are 23150 edges; meta.json speaks of 23151"),
        (
            "meta.json",
            b"\"requests\": 500",
            b"\"requests\": 499",
            "requests.csv, line 501: there are more requests than the 499",
        ),
        ("meta.json", b"matching/1", b"matching/2", "meta.json, line 2: the format is \"lateral-matching/2\""),
        ("meta.json", b"20261121", b"-1", "meta.json, line 5: "),
        ("meta.json", b"  0,\n  400,", b"  400,\n  0,", "meta.json, line 18: a further job costs less"),
        ("meta.json", b"\"map\"", b"\"m\xffp\"", "meta.json, line 3: the text is not UTF-8"),
        ("meta.json", b"\"sha256\"", b"\"sha1\"", "missing field `sha256`"),
    ];
    for (file, from, to, why) in cases {
        with(|folder| replace(&folder.join(file), from, to)).badly(&[why]);
    }
}

#[test]
fn a_file_that_is_missing_cut_off_or_enormous_is_told_before_it_is_read() {
    let truncated = |bytes: u64| {
        with(|folder| File::options().write(true).open(folder.join("edges.csv")).unwrap().set_len(bytes).unwrap())
    };
    truncated(293_514).badly(&["edges.csv, line 23152: the line does not end: the file is cut off"]);
    // Nothing but noughts after the last row: a file with a hole, which takes no room on any disk.
    truncated(1 << 41).badly(&["edges.csv: the file has 2199023255552 bytes, and the most is "]);
    truncated(1 << 20).badly(&["edges.csv, line 23153: the line is longer than any row"]);
    let file = |name: &'static str| with(move |folder| fs::remove_file(folder.join(name)).unwrap());
    for name in ["meta.json", "requests.csv", "specialists.csv", "edges.csv"] {
        file(name).badly(&[name, ": No such file"]);
    }
    let empty = with(|folder| fs::write(folder.join("specialists.csv"), "").unwrap());
    empty.badly(&["specialists.csv, line 1: the first line names the columns"]);
    let folder = with(|folder| {
        fs::remove_file(folder.join("edges.csv")).unwrap();
        fs::create_dir(folder.join("edges.csv")).unwrap();
    });
    folder.badly(&["edges.csv: this is no plain file"]);
    run(&["plan", path(&Desk::new().at("none"))]).badly(&["meta.json: No such file"]);
}
