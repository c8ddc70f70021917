//! The three tables of the format: their files, their columns, and between which bounds each number lies.

use std::ops::RangeInclusive;

use crate::brokerage::matching::interchange::Reason;
use crate::brokerage::matching::plan::{MOST_JOBS, MOST_POINTS, MOST_SEATS};
use crate::words;

/// The most columns that a table has.
pub const MOST_COLUMNS: usize = 16;

/// The numbers of one row, in the order of its table's columns; what the table does not have stays nought.
pub type Numbers = [i64; MOST_COLUMNS];

words! {
    /// A table of the format, by the name of its file.
    pub enum Table {
        /// Who asks.
        Requests = "requests.csv",
        /// Who can give.
        Specialists = "specialists.csv",
        /// The possible pairs and their points.
        Edges = "edges.csv",
    }
}

/// A column: its name, and the bounds of its numbers.
pub(super) struct Column {
    pub name: &'static str,
    range: RangeInclusive<i64>,
}

/// A column that our extension adds at the end of a table, and what counts where it is not there.
pub(super) struct Added {
    pub column: Column,
    pub otherwise: i64,
}

const fn column(name: &'static str, from: i64, to: i64) -> Column {
    Column { name, range: from..=to }
}

const MOST_ROWS: [usize; 3] = [MOST_SEATS, 1 << 18, 1 << 25];
const NUMBER: i64 = 999_999_999;
const EAST: i64 = 699_999;
const NORTH: i64 = 1_299_999;
/// Everything that the six half-terms of a year make.
const YEAR: i64 = 63;

static REQUESTS: [Column; 15] = [
    column("id", 0, NUMBER),
    column("school", 0, NUMBER),
    column("easting", 1, EAST),
    column("northing", 1, NORTH),
    column("phase", 0, 3),
    column("quintile", 1, 5),
    column("size", 1, 4),
    column("urban", 0, 1),
    column("trust", 0, NUMBER),
    column("code", 0, 39),
    column("priority", 1, 3),
    column("isolated", 0, 1),
    column("window", 1, YEAR),
    column("balance", -12, 12),
    column("bonus", -MOST_POINTS, MOST_POINTS),
];

static SPECIALISTS: [Column; 15] = [
    column("id", 0, NUMBER),
    column("school", 0, NUMBER),
    column("easting", 1, EAST),
    column("northing", 1, NORTH),
    column("phases", 0, 15),
    column("quintile", 1, 5),
    column("size", 1, 4),
    column("urban", 0, 1),
    column("trust", 0, NUMBER),
    column("codes", 0, (1 << 40) - 1),
    column("capacity", 1, 6),
    column("evidence", 0, 1_000),
    column("travel_m", 1, 1_000_000),
    column("available", 0, YEAR),
    column("given", 0, 1_000),
];

static EDGES: [Column; 3] =
    [column("request", 0, NUMBER), column("specialist", 0, NUMBER), column("weight", -MOST_POINTS, MOST_POINTS)];

static SEATS: Added = Added { column: column("seats", 1, 100), otherwise: 1 };
static JOBS: Added = Added { column: column("jobs", 0, MOST_JOBS as i64 - 6), otherwise: 0 };

impl Table {
    /// The most rows that it may have: with more, the market is larger than the planner takes.
    pub const fn most_rows(self) -> usize {
        MOST_ROWS[self as usize]
    }

    /// The columns that every such table has.
    pub(super) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Requests => &REQUESTS,
            Self::Specialists => &SPECIALISTS,
            Self::Edges => &EDGES,
        }
    }

    /// The column that our extension adds.
    pub(super) const fn added(self) -> Option<&'static Added> {
        match self {
            Self::Requests => Some(&SEATS),
            Self::Specialists => Some(&JOBS),
            Self::Edges => None,
        }
    }

    /// The first line of its file, with the added column or without.
    pub fn header(self, with_added: bool) -> String {
        let added = self.added().filter(|_| with_added).map(|added| &added.column);
        self.columns().iter().chain(added).map(|column| column.name).collect::<Vec<_>>().join(",")
    }
}

/// How one file is laid out: which table it holds, and whether with the added column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The table.
    pub table: Table,
    /// Whether its last column is the added one.
    pub with_added: bool,
}

impl Layout {
    /// Reads the first line of a file, which names the columns in the order of the format.
    pub fn of_header(table: Table, line: &[u8]) -> Result<Self, Reason> {
        let layouts = [false, true].map(|with_added| Self { table, with_added });
        let found = layouts.into_iter().find(|it| it.table.header(it.with_added).as_bytes() == line);
        found.ok_or_else(|| Reason::Header { expected: table.header(false), found: shown(line) })
    }

    /// Reads a line, without its end, as numbers within their bounds.
    pub fn numbers(self, line: &[u8]) -> Result<Numbers, Reason> {
        let (columns, added) = (self.table.columns(), self.table.added());
        let expected = columns.len() + usize::from(self.with_added);
        let found = line.split(|byte| *byte == b',').count();
        if found != expected {
            return Err(Reason::Cells { expected, found });
        }
        let mut numbers = [0; MOST_COLUMNS];
        if let Some(added) = added {
            numbers[columns.len()] = added.otherwise;
        }
        let all = columns.iter().chain(added.map(|added| &added.column));
        for ((number, cell), column) in numbers.iter_mut().zip(line.split(|byte| *byte == b',')).zip(all) {
            *number = column.number(cell)?;
        }
        Ok(numbers)
    }
}

impl Column {
    fn number(&self, cell: &[u8]) -> Result<i64, Reason> {
        let column = self.name;
        let digits = cell.strip_prefix(b"-").unwrap_or(cell);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Reason::NotANumber { column, found: shown(cell) });
        }
        let number = std::str::from_utf8(cell).ok().and_then(|text| text.parse().ok());
        let within = number.filter(|number| self.range.contains(number));
        within.ok_or_else(|| Reason::OutOfRange {
            column,
            found: shown(cell),
            from: *self.range.start(),
            to: *self.range.end(),
        })
    }
}

/// What stands in a file, for a message: no control character reaches the terminal, and nothing fills it.
fn shown(bytes: &[u8]) -> String {
    const MOST: usize = 60;
    let end = if bytes.len() > MOST { "…" } else { "" };
    format!("{}{end}", bytes[..bytes.len().min(MOST)].escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    #[test]
    fn every_row_has_room_for_all_its_columns() {
        let widths = Table::ALL.iter().map(|table| table.columns().len() + usize::from(table.added().is_some()));
        assert!(widths.max().unwrap() <= MOST_COLUMNS);
    }

    #[test]
    fn a_file_with_the_added_column_is_known_by_its_first_line() {
        let with = Layout::of_header(Table::Edges, b"request,specialist,weight").unwrap();
        assert!(!with.with_added);
        let header = Table::Requests.header(true);
        assert!(header.ends_with(",bonus,seats"));
        assert!(Layout::of_header(Table::Requests, header.as_bytes()).unwrap().with_added);
        assert!(Layout::of_header(Table::Specialists, header.as_bytes()).is_err());
    }

    #[test]
    fn what_is_shown_of_a_cell_is_short_and_plain() {
        assert_eq!(shown(b"\x1b[31m\0\xff"), "\\x1b[31m\\x00\\xff");
        assert_eq!(shown(&[b'9'; 500]).chars().count(), 61);
    }
}
