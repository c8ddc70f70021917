//! A second edition of the register, made from the real one by fixed rules: renames, moves, closures, reopenings,
//! conversions with their links, a school that is split, and a county that is reorganised (SETTLED 24).

use std::collections::{HashMap, HashSet};

use csv::{ByteRecord, QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};

/// A second edition, in the register's own dialect.
pub struct SecondEdition {
    /// The register.
    pub register: Vec<u8>,
    /// The file of links.
    pub links: Vec<u8>,
    /// The schools that became academies: the URN that closed and the one that opened.
    pub conversions: Vec<(i32, i32)>,
    /// The school that was split: the URN that closed and the two that opened.
    pub split: (i32, [i32; 2]),
    /// Schools that closed with nobody after them.
    pub closed: Vec<i32>,
    /// Schools that opened again.
    pub reopened: Vec<i32>,
    /// Schools that were renamed.
    pub renamed: Vec<i32>,
    /// Schools that moved.
    pub moved: Vec<i32>,
    /// Schools of the county that was reorganised.
    pub reorganised: Vec<i32>,
    /// Schools that the edition leaves out.
    pub absent: Vec<i32>,
}

struct Columns(HashMap<String, usize>);

impl Columns {
    fn at(&self, name: &str) -> usize {
        self.0[name]
    }
}

/// A row in the making.
struct Row<'c> {
    columns: &'c Columns,
    cells: Vec<Vec<u8>>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &[u8] {
        &self.cells[self.columns.at(column)]
    }

    fn set(&mut self, column: &str, value: impl AsRef<[u8]>) {
        let at = self.columns.at(column);
        self.cells[at] = value.as_ref().to_vec();
    }

    fn urn(&self) -> i32 {
        std::str::from_utf8(self.get("URN")).ok().and_then(|urn| urn.parse().ok()).expect("a real row has a URN")
    }

    fn close(&mut self) {
        self.set("EstablishmentStatus (code)", "2");
        self.set("EstablishmentStatus (name)", "Closed");
        self.set("CloseDate", "31-08-2023");
    }

    /// The same school under another URN, as an academy.
    fn successor(&self, urn: i32) -> Vec<Vec<u8>> {
        let mut new = Row { columns: self.columns, cells: self.cells.clone() };
        new.set("URN", urn.to_string());
        new.set("EstablishmentStatus (code)", "1");
        new.set("EstablishmentStatus (name)", "Open");
        new.set("OpenDate", "01-09-2023");
        new.set("CloseDate", "");
        new.set("TypeOfEstablishment (code)", "34");
        new.set("TypeOfEstablishment (name)", "Academy converter");
        new.set("EstablishmentTypeGroup (name)", "Academies");
        new.set("Trusts (code)", "99001");
        new.set("Trusts (name)", "The Second Edition Trust");
        new.cells
    }
}

/// A part of the real register that has everything of which a second edition is made, with the links among its schools:
/// every eighth row, and the county that is reorganised.
pub fn part(register: &[u8], links: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut reader = ReaderBuilder::new().from_reader(register);
    let header = reader.byte_headers().expect("the register has a first row").clone();
    let county = header.iter().position(|name| name == b"LA (code)").expect("the register names authorities");
    let all = reader.byte_records().map(|row| row.expect("the register's rows are whole")).enumerate();
    let kept: Vec<_> = all.filter(|(at, row)| at % 8 == 0 || &row[county] == b"909").map(|(_, row)| row).collect();
    let urns: HashSet<_> = kept.iter().map(|row| row[0].to_vec()).collect();
    let mut reader = ReaderBuilder::new().from_reader(links);
    let names = reader.byte_headers().expect("the links have a first row").clone();
    let all = reader.byte_records().map(|row| row.expect("the rows of links are whole"));
    let among = all.filter(|row| urns.contains(&row[0]) && urns.contains(&row[1])).collect();
    (written(&header, kept), written(&names, among))
}

fn written(header: &ByteRecord, rows: Vec<ByteRecord>) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in std::iter::once(header).chain(&rows) {
        writer.write_byte_record(row).expect("memory takes every row");
    }
    writer.into_inner().expect("memory is never full of one file")
}

/// Makes the second edition of an unpacked register.
pub fn second(first: &[u8]) -> SecondEdition {
    let mut reader = ReaderBuilder::new().from_reader(first);
    let header = reader.byte_headers().expect("the register has a first row").clone();
    let name = |(at, name): (usize, &[u8])| (String::from_utf8_lossy(name).into_owned(), at);
    let columns = Columns(header.iter().enumerate().map(name).collect());

    let mut made = SecondEdition {
        register: Vec::new(),
        links: Vec::new(),
        conversions: Vec::new(),
        split: (0, [0; 2]),
        closed: Vec::new(),
        reopened: Vec::new(),
        renamed: Vec::new(),
        moved: Vec::new(),
        reorganised: Vec::new(),
        absent: Vec::new(),
    };
    let mut register =
        WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(Vec::new());
    register.write_byte_record(&header).expect("memory takes every row");
    let mut links = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    links
        .write_record(["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"])
        .expect("memory takes every row");
    let mut link = |old: i32, new: i32, after: &str, before: &str| {
        for (urn, linked, kind) in [(old, new, after), (new, old, before)] {
            let row = [&urn.to_string(), &linked.to_string(), "", kind, "01-09-2023"];
            links.write_record(row).expect("memory takes every row");
        }
    };

    let (mut open, mut closed, mut next) = (0_u32, 0_u32, 190_001);
    for record in reader.byte_records() {
        let record = record.expect("the register's rows are whole");
        let mut row = Row { columns: &columns, cells: record.iter().map(<[u8]>::to_vec).collect() };
        let urn = row.urn();
        let mut successors = Vec::new();
        if row.get("EstablishmentStatus (code)") == b"1" {
            open += 1;
            let maintained = row.get("EstablishmentTypeGroup (name)") == b"Local authority maintained schools";
            match open {
                it if it % 2_000 == 7 => {
                    made.absent.push(urn);
                    continue;
                }
                it if it % 200 == 11 => {
                    row.close();
                    made.closed.push(urn);
                }
                it if it % 100 == 23 => {
                    let mut name = row.get("EstablishmentName").to_vec();
                    name.extend(b" (renamed)");
                    row.set("EstablishmentName", name);
                    made.renamed.push(urn);
                }
                it if it % 150 == 37 && !row.get("Easting").is_empty() => {
                    row.set("Easting", "430000");
                    row.set("Northing", "430000");
                    row.set("Street", "A New Street");
                    made.moved.push(urn);
                }
                _ if maintained && made.split.0 == 0 && open > 500 => {
                    row.close();
                    made.split = (urn, [next, next + 1]);
                    for half in made.split.1 {
                        link(urn, half, "Successor - Split School", "Predecessor - Split School");
                        successors.push(row.successor(half));
                    }
                    next += 2;
                }
                it if maintained && it % 60 == 3 => {
                    row.close();
                    link(urn, next, "Successor", "Predecessor");
                    successors.push(row.successor(next));
                    made.conversions.push((urn, next));
                    next += 1;
                }
                _ => {}
            }
            if row.get("LA (code)") == b"909" {
                let north = ["Allerdale", "Carlisle", "Copeland"];
                let district = String::from_utf8_lossy(row.get("DistrictAdministrative (name)")).into_owned();
                let (code, name) = if north.contains(&district.as_str()) {
                    ("942", "Cumberland")
                } else {
                    ("943", "Westmorland and Furness")
                };
                row.set("LA (code)", code);
                row.set("LA (name)", name);
                made.reorganised.push(urn);
            }
        } else if row.get("EstablishmentStatus (code)") == b"2" && row.get("TypeOfEstablishment (code)") == b"01" {
            closed += 1;
            if closed % 500 == 1 {
                row.set("EstablishmentStatus (code)", "1");
                row.set("EstablishmentStatus (name)", "Open");
                row.set("CloseDate", "");
                made.reopened.push(urn);
            }
        }
        for cells in std::iter::once(row.cells).chain(successors) {
            register.write_byte_record(&ByteRecord::from(cells)).expect("memory takes every row");
        }
    }
    made.register = register.into_inner().expect("memory is never full of one file");
    made.links = links.into_inner().expect("memory is never full of one file");
    made
}
