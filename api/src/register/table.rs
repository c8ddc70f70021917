//! The two files of the register as tables: a first row that names the columns, then one school or link a row.

use std::collections::HashSet;
use std::io::{self, Read};

use domain::directory::Urn;
use domain::directory::register::{Column, Columns, FileFault, Link, LinkColumns, Listing, RowFault, listing};

use crate::register::{Found, Rows};

/// What was made of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line, counted from 1.
    pub number: u64,
    /// The column at fault; `None` if it is the whole row.
    pub column: Option<Column>,
    /// Why it was not believed.
    pub fault: RowFault,
}

/// What the next row of the register is.
pub enum Listed {
    /// A school, and the cells of its row that were not believed.
    School(Box<Listing>, Vec<Line>),
    /// A row that was refused.
    Refused(Line),
    /// The end.
    End,
}

/// The register as a table of schools.
pub struct ListingTable<R> {
    rows: Rows<R>,
    columns: Columns,
    seen: HashSet<Urn>,
}

impl<R: Read> ListingTable<R> {
    /// Reads the first row; refuses what is not the register.
    pub fn open(reader: R) -> io::Result<Result<Self, FileFault>> {
        let mut rows = Rows::new(reader);
        let header = match header(&mut rows)? {
            Ok(header) => header,
            Err(fault) => return Ok(Err(fault)),
        };
        Ok(Columns::find(&header).map(|columns| Self { rows, columns, seen: HashSet::new() }))
    }

    /// Reads the next row.
    pub fn read(&mut self) -> io::Result<Result<Listed, FileFault>> {
        loop {
            let found = match damage(self.rows.find()) {
                Ok(found) => found,
                Err(Damage::CutOff) => return Ok(Err(FileFault::Truncated { line: self.rows.line() })),
                Err(Damage::Io(error)) => return Err(error),
            };
            let read = match found {
                Found::Row(cells) if cells.is_empty() => continue,
                Found::Row(cells) => listing(&self.columns, cells.len(), |at| cells.text(at)),
                Found::Fault(fault) => Err(fault),
                Found::CutOff => return Ok(Err(FileFault::Truncated { line: self.rows.line() })),
                Found::End => return Ok(Ok(Listed::End)),
            };
            let number = self.rows.line();
            let refused = |fault| Listed::Refused(Line { number, column: None, fault });
            return Ok(match read {
                // A short row with nothing after it is what a file that was cut off ends with.
                Err(RowFault::RowTooShort) if self.rows.is_at_end()? => Err(FileFault::Truncated { line: number }),
                Err(fault) => Ok(refused(fault)),
                Ok(it) if !self.seen.insert(it.urn) => Ok(refused(RowFault::UrnRepeated)),
                Ok(it) => {
                    let doubt =
                        |(column, fault): &(Column, RowFault)| Line { number, column: Some(*column), fault: *fault };
                    let doubts = it.doubts.iter().map(doubt).collect();
                    Ok(Listed::School(Box::new(it), doubts))
                }
            });
        }
    }
}

/// What a links file holds: the links, and the lines that were refused.
pub type LinksRead = (Vec<Link>, Vec<Line>);

/// The register's second file as a table of links.
pub struct LinkTable;

impl LinkTable {
    /// Reads a whole links file.
    pub fn read(reader: impl Read) -> io::Result<Result<LinksRead, FileFault>> {
        let mut rows = Rows::new(reader);
        let header = match header(&mut rows)? {
            Ok(header) => header,
            Err(fault) => return Ok(Err(fault)),
        };
        let Some(columns) = LinkColumns::find(&header) else { return Ok(Err(FileFault::NotLinks)) };
        let (mut links, mut refused) = (Vec::new(), Vec::new());
        loop {
            let read = match rows.find()? {
                Found::Row(cells) if cells.is_empty() => continue,
                Found::Row(cells) => columns.read(cells.len(), |at| cells.text(at)),
                Found::Fault(fault) => Err(fault),
                Found::CutOff => return Ok(Err(FileFault::Truncated { line: rows.line() })),
                Found::End => return Ok(Ok((links, refused))),
            };
            match read {
                Ok(link) => links.push(link),
                Err(fault) => refused.push(Line { number: rows.line(), column: None, fault }),
            }
        }
    }
}

enum Damage {
    CutOff,
    Io(io::Error),
}

/// A packed file that ends too early is cut off, whatever the unpacker calls it.
fn damage(found: io::Result<Found<'_>>) -> Result<Found<'_>, Damage> {
    found.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Damage::CutOff,
        _ => Damage::Io(error),
    })
}

fn header<R: Read>(rows: &mut Rows<R>) -> io::Result<Result<Vec<String>, FileFault>> {
    match rows.peek()? {
        [] => return Ok(Err(FileFault::Empty)),
        [0xEF, 0xBB, 0xBF, ..] => rows.skip(3),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Ok(Err(FileFault::Utf16)),
        _ => {}
    }
    Ok(match rows.find()? {
        Found::Row(cells) => Ok((0..cells.len()).map(|at| cells.text(at).into_owned()).collect()),
        Found::Fault(_) => Err(FileFault::NotARegister { missing: Column::Urn }),
        Found::CutOff => Err(FileFault::Truncated { line: 1 }),
        Found::End => Err(FileFault::Empty),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "\"URN\",\"LA (code)\",\"EstablishmentName\",\"EstablishmentStatus (code)\"\r\n";

    fn read(file: &[u8]) -> Result<(Vec<i32>, Vec<Line>), FileFault> {
        let mut table = ListingTable::open(file).unwrap()?;
        let (mut urns, mut refused) = (Vec::new(), Vec::new());
        loop {
            match table.read().unwrap()? {
                Listed::School(school, _) => urns.push(school.urn.number()),
                Listed::Refused(line) => refused.push(line),
                Listed::End => return Ok((urns, refused)),
            }
        }
    }

    fn file(rows: &str) -> Vec<u8> {
        [HEADER, rows].concat().into_bytes()
    }

    #[test]
    fn a_urn_that_stands_twice_counts_once() {
        let rows = "100000,\"201\",\"Ash\",\"1\"\r\n100000,\"201\",\"Ash again\",\"2\"\r\n";
        let (urns, refused) = read(&file(rows)).unwrap();
        assert_eq!(urns, [100_000]);
        assert_eq!(refused, [Line { number: 3, column: None, fault: RowFault::UrnRepeated }]);
    }

    #[test]
    fn a_mark_before_utf8_is_left_out_and_utf16_is_refused() {
        let marked = [b"\xEF\xBB\xBF".as_slice(), &file("100000,\"201\",\"Ash\",\"1\"\r\n")].concat();
        assert_eq!(read(&marked).map(|it| it.0), Ok(vec![100_000]));
        assert_eq!(read(b"\xFF\xFE\"\0U\0").unwrap_err(), FileFault::Utf16);
        assert_eq!(read(b"\xFE\xFF\0\"\0U").unwrap_err(), FileFault::Utf16);
    }

    #[test]
    fn what_is_no_register_is_refused_whole() {
        assert_eq!(read(b"").unwrap_err(), FileFault::Empty);
        for other in ["Group UID,Group Name\r\n1,x\r\n", "<!DOCTYPE html>", "{\"a\": [1]}", "\0\0\0\0"] {
            assert!(matches!(read(other.as_bytes()), Err(FileFault::NotARegister { .. })), "{other:?}");
        }
    }

    #[test]
    fn a_file_that_ends_in_a_row_is_cut_off() {
        let whole = "100000,\"201\",\"Ash\",\"1\"\r\n";
        assert_eq!(read(&file(&format!("{whole}100001,\"201\",\"El"))).unwrap_err(), FileFault::Truncated { line: 3 });
        assert_eq!(read(&file(&format!("{whole}100001,\"201\""))).unwrap_err(), FileFault::Truncated { line: 3 });
        assert_eq!(read(&file(whole.trim_end())).map(|it| it.0), Ok(vec![100_000]), "the last line may lack its end");
    }

    #[test]
    fn a_short_row_in_the_middle_is_only_refused() {
        let rows = "100000,\"201\"\r\n100001,\"201\",\"Elm\",\"1\"\r\n";
        let (urns, refused) = read(&file(rows)).unwrap();
        assert_eq!((urns, refused[0].number, refused[0].fault), (vec![100_001], 2, RowFault::RowTooShort));
    }

    #[test]
    fn links_are_read_and_what_is_none_is_told() {
        let file = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n\
            100012,100021,\"Rhyl\",\"Successor\",\"31-08-2021\"\r\n0,1,\"x\",\"y\",\"\"\r\n";
        let (links, refused) = LinkTable::read(file.as_bytes()).unwrap().unwrap();
        assert_eq!((links.len(), refused.len(), refused[0].number), (1, 1, 3));
        assert_eq!(LinkTable::read(HEADER.as_bytes()).unwrap().unwrap_err(), FileFault::NotLinks);
    }
}
