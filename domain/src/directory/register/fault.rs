//! Why a row or a whole file of the register is not believed.

use std::fmt;

use crate::directory::register::Column;
use crate::{Word, words};

words! {
    /// Why a row of the register was refused, or one cell of it was not believed.
    pub enum RowFault {
        /// The quotes of this row do not match.
        QuotesBroken = "quotes_broken",
        /// This row is too long to be a school's.
        RowTooLarge = "row_too_large",
        /// This row has fewer cells than the first.
        RowTooShort = "row_too_short",
        /// This row has more cells than the first.
        RowTooLong = "row_too_long",
        /// The reference number is not six digits.
        UrnNotValid = "urn_not_valid",
        /// The reference number stands in the file twice; the first row counts.
        UrnRepeated = "urn_repeated",
        /// The establishment is not in England.
        NotInEngland = "not_in_england",
        /// The establishment is not a school: a children's centre, a university.
        NotASchool = "not_a_school",
        /// The name is missing, too long, or not plain text.
        NameNotValid = "name_not_valid",
        /// Whether it is open is not said in a way that we know.
        StatusUnknown = "status_unknown",
        /// The text is too long or not plain; it was left as it stood.
        TextNotValid = "text_not_valid",
        /// This is no number that makes sense here; it was left as it stood.
        NumberNotValid = "number_not_valid",
        /// This is no day of the calendar; it was left as it stood.
        DateNotValid = "date_not_valid",
        /// This is no code or name that we know; it was left as it stood.
        CodeUnknown = "code_unknown",
    }
}

impl RowFault {
    /// Whether the row was well written and simply is not ours: an establishment that is no school in England.
    pub const fn is_passed_over(self) -> bool {
        matches!(self, Self::NotInEngland | Self::NotASchool)
    }
}

/// Why a whole file was refused. Nothing of it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// It has no first row.
    Empty,
    /// It is text in a width that the register never uses.
    Utf16,
    /// A column is missing that every edition of the register has.
    NotARegister {
        /// The column.
        missing: Column,
    },
    /// It was given as the file of links and is not that.
    NotLinks,
    /// It names the columns and holds no school.
    NoSchools,
    /// Most of its rows cannot be read.
    MostlyRefused {
        /// How many rows it has.
        read: u64,
        /// How many were refused.
        refused: u64,
    },
    /// It ends in the middle of a row.
    Truncated {
        /// The line on which its last row begins, counted from 1.
        line: u64,
    },
    /// It would close more than one in twenty of the open schools.
    ClosesTooMany {
        /// How many it would close.
        closing: u64,
        /// How many are open now.
        open: u64,
    },
    /// It says nothing of more than one in twenty of the open schools.
    LeavesOutTooMany {
        /// Of how many it says nothing.
        absent: u64,
        /// How many are open now.
        open: u64,
    },
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file is empty"),
            Self::Utf16 => write!(f, "the file is UTF-16; the register is published in windows-1252 or UTF-8"),
            Self::NotARegister { missing } => {
                write!(f, "this is not the register: its first row has no column \"{}\"", missing.as_str())
            }
            Self::NotLinks => {
                write!(f, "this is not the register's file of links: it has no columns URN, LinkURN, LinkType")
            }
            Self::NoSchools => write!(f, "the file names the columns of the register and holds no school"),
            Self::MostlyRefused { read, refused } => {
                write!(f, "{refused} of {read} rows cannot be read, so this is not the register")
            }
            Self::Truncated { line } => {
                write!(f, "the file is cut off: the row that begins on line {line} does not end")
            }
            Self::ClosesTooMany { closing, open } => write!(
                f,
                "the file would close {closing} of {open} open schools, more than one in twenty; say --force if so"
            ),
            Self::LeavesOutTooMany { absent, open } => write!(
                f,
                "the file leaves out {absent} of {open} open schools, more than one in twenty, as one does that was cut \
                 between two rows; say --force if it is meant to hold a part"
            ),
        }
    }
}

impl std::error::Error for FileFault {}
