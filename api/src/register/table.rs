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
            let read = match self.rows.find()? {
                Found::Row(cells) if cells.is_empty() => continue,
                Found::Row(cells) => listing(&self.columns, cells.len(), |at| cells.text(at)),
                Found::Fault(fault) => Err(fault),
                // The last cell is a coordinate without quotes: 1812 may be what is left of 181245. Every edition that
                // was ever published ends its last line.
                Found::Unended { .. } | Found::CutOff => {
                    return Ok(Err(FileFault::Truncated { line: self.rows.line() }));
                }
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
                // The published file does not end its last line. That row is whole if it has every cell and ends in the
                // quote of its date, which holds no quotes of its own.
                Found::Row(cells) | Found::Unended { cells, quoted: true } if cells.len() >= header.len() => {
                    columns.read(cells.len(), |at| cells.text(at))
                }
                Found::Row(_) => Err(RowFault::RowTooShort),
                Found::Fault(fault) => Err(fault),
                Found::Unended { .. } | Found::CutOff => return Ok(Err(FileFault::Truncated { line: rows.line() })),
                Found::End => return Ok(Ok((links, refused))),
            };
            match read {
                Err(RowFault::RowTooShort) if rows.is_at_end()? => {
                    return Ok(Err(FileFault::Truncated { line: rows.line() }));
                }
                Ok(link) => links.push(link),
                Err(fault) => refused.push(Line { number: rows.line(), column: None, fault }),
            }
        }
    }
}

fn header<R: Read>(rows: &mut Rows<R>) -> io::Result<Result<Vec<String>, FileFault>> {
    match rows.peek()? {
        [0xEF, 0xBB, 0xBF, ..] => rows.skip(3),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Ok(Err(FileFault::Utf16)),
        _ => {}
    }
    Ok(match rows.find()? {
        // What has one line only and does not end it is told by what it lacks.
        Found::Row(cells) | Found::Unended { cells, .. } => {
            Ok((0..cells.len()).map(|at| cells.text(at).into_owned()).collect())
        }
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
    }

    #[test]
    fn wherever_a_file_is_cut_off_within_a_row_it_is_known() {
        let header = "\"URN\",\"LA (code)\",\"EstablishmentName\",\"EstablishmentStatus (code)\",Easting,Northing\r\n";
        let row = "100000,\"201\",\"The \"\"Ash\"\"\",\"1\",533498,181245\r\n";
        for cut in 1..row.len() - 1 {
            let cut_off = FileFault::Truncated { line: 2 };
            assert_eq!(read([header, &row[..cut]].concat().as_bytes()).unwrap_err(), cut_off, "{}", &row[..cut]);
        }
        for whole in [row, row.trim_end_matches('\n')] {
            assert_eq!(read([header, whole].concat().as_bytes()).map(|it| it.0), Ok(vec![100_000]));
        }
    }

    #[test]
    fn a_file_of_links_may_lack_the_end_of_its_last_line_and_nothing_else() {
        let file = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n\
            100012,100021,\"Rhyl, the \"\"old\"\"\",\"Successor\",\"31-08-2021\"";
        let links = |file: &[u8]| LinkTable::read(file).unwrap().map(|(links, refused)| (links.len(), refused.len()));
        for end in ["", "\r", "\r\n", "\n"] {
            assert_eq!(links([file, end].concat().as_bytes()), Ok((1, 0)));
        }
        let begins = file.find('\n').unwrap() + 1;
        for cut in begins + 1..file.len() {
            assert_eq!(links(&file.as_bytes()[..cut]), Err(FileFault::Truncated { line: 2 }), "{}", &file[..cut]);
        }
        let short = [&file[..file.find(",\"Successor").unwrap()], "\r\n"].concat();
        assert_eq!(
            links(short.as_bytes()),
            Err(FileFault::Truncated { line: 2 }),
            "a line may be ended by who copies it"
        );
        assert_eq!(links(&file.as_bytes()[..begins]), Ok((0, 0)));
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
