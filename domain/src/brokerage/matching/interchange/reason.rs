//! Why a line of a table is not believed.

use std::fmt;

/// Why a line, or a table as a whole, makes no market. Said of a line in one of the tables, which whoever read it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The first line does not name the columns.
    Header {
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// A row has more or fewer cells than there are columns.
    Cells {
        /// How many there are columns.
        expected: usize,
        /// How many cells it has.
        found: usize,
    },
    /// A cell is no whole number.
    NotANumber {
        /// Its column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
    /// A number lies beyond its bounds.
    OutOfRange {
        /// Its column.
        column: &'static str,
        /// What stands there.
        found: String,
        /// The least that it may be.
        from: i64,
        /// The most that it may be.
        to: i64,
    },
    /// An id is not the number of its row.
    NotTheRow {
        /// The number of the row.
        expected: usize,
        /// The id.
        found: i64,
    },
    /// A table has more rows than the planner takes.
    TooManyRows {
        /// The most that it takes.
        most: usize,
    },
    /// More people are wanted in all than the planner takes.
    TooManySeats {
        /// The most that it takes.
        most: usize,
    },
    /// A table has another number of rows, or of places, than was said of it.
    NotAsMany {
        /// Of what.
        of: &'static str,
        /// How many were said.
        said: u64,
        /// How many there are, as far as they were counted.
        found: u64,
    },
    /// A pair names a request or a specialist who is not there.
    NotThere {
        /// The column that names it.
        column: &'static str,
        /// The id.
        id: i64,
        /// How many there are.
        of: usize,
    },
    /// A pair stands after one that it should stand before.
    Unsorted,
    /// A pair stands twice.
    Twice {
        /// Its request.
        request: i64,
        /// Its specialist.
        specialist: i64,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { expected, found } => {
                write!(f, "the first line names the columns and should be \"{expected}\"; it is \"{found}\"")
            }
            Self::Cells { expected, found } => write!(f, "the row has {found} cell(s) for {expected} columns"),
            Self::NotANumber { column, found } => write!(f, "{column} is \"{found}\", which is no whole number"),
            Self::OutOfRange { column, found, from, to } => {
                write!(f, "{column} is {found}, which is not from {from} to {to}")
            }
            Self::NotTheRow { expected, found } => {
                write!(f, "id is {found}; ids are the numbers of the rows from 0, and this is row {expected}")
            }
            Self::TooManyRows { most } => write!(f, "there are more than {most} rows"),
            Self::TooManySeats { most } => write!(f, "more than {most} people are wanted in all"),
            Self::NotAsMany { of, said, found } if found > said => {
                write!(f, "there are more {of} than the {said} of which meta.json speaks")
            }
            Self::NotAsMany { of, said, found } => {
                write!(f, "there are {found} {of}; meta.json speaks of {said}")
            }
            Self::NotThere { column, id, of } => {
                write!(f, "{column} is {id}, which is not there: there are {of}, numbered from 0")
            }
            Self::Unsorted => write!(
                f,
                "the pair stands in the wrong place: pairs are sorted by request, then by weight from high to low, then by \
                 specialist"
            ),
            Self::Twice { request, specialist } => {
                write!(f, "the pair of request {request} and specialist {specialist} stands twice")
            }
        }
    }
}
