//! The register's second file: which school follows which.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::directory::register::{RowFault, cell};
use crate::directory::{LinkKind, Urn};

/// One link, as it stands in the file. Both directions are usually listed, not always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// The school of which the row speaks.
    pub school: Urn,
    /// The school to which it is linked.
    pub linked: Urn,
    /// How.
    pub kind: LinkKind,
    /// Since when; `None` if the file does not say.
    pub established_on: Option<NaiveDate>,
}

/// Where the columns of a links file stand.
#[derive(Clone, Copy, Debug)]
pub struct LinkColumns {
    school: usize,
    linked: usize,
    kind: usize,
    established: Option<usize>,
}

impl LinkColumns {
    /// Finds the columns by the file's first row; `None` if it is no links file.
    pub fn find<S: AsRef<str>>(header: &[S]) -> Option<Self> {
        let at = |name: &str| header.iter().position(|it| it.as_ref().trim().eq_ignore_ascii_case(name));
        Some(Self {
            school: at("URN")?,
            linked: at("LinkURN")?,
            kind: at("LinkType")?,
            established: at("LinkEstablishedDate"),
        })
    }

    /// Reads one row.
    pub fn read<'a>(&self, cells: usize, cell: impl Fn(usize) -> Cow<'a, str>) -> Result<Link, RowFault> {
        if cells <= self.school.max(self.linked).max(self.kind) {
            return Err(RowFault::RowTooShort);
        }
        let urn = |at: usize| Urn::read(cell(at).trim()).ok_or(RowFault::UrnNotValid);
        let (school, linked) = (urn(self.school)?, urn(self.linked)?);
        if school == linked {
            return Err(RowFault::UrnRepeated);
        }
        // A day that cannot be believed says no more than a blank: the link itself is what counts.
        let established_on =
            self.established.filter(|at| *at < cells).and_then(|at| cell::date(&cell(at)).unwrap_or(None));
        Ok(Link { school, linked, kind: kind(cell(self.kind).trim()), established_on })
    }
}

fn kind(text: &str) -> LinkKind {
    match text.to_ascii_lowercase().as_str() {
        "successor" => LinkKind::Successor,
        "successor - merged" => LinkKind::SuccessorMerged,
        "successor - amalgamated" => LinkKind::SuccessorAmalgamated,
        "successor - split school" => LinkKind::SuccessorSplit,
        "predecessor" => LinkKind::Predecessor,
        "predecessor - merged" => LinkKind::PredecessorMerged,
        "predecessor - amalgamated" => LinkKind::PredecessorAmalgamated,
        "predecessor - split school" => LinkKind::PredecessorSplit,
        _ => LinkKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Result<Link, RowFault> {
        let columns = LinkColumns::find(&["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]).unwrap();
        columns.read(cells.len(), |at| Cow::Owned(cells[at].to_owned()))
    }

    #[test]
    fn a_link_says_who_follows_whom() {
        let link = read(&["100012", "100021", "Rhyl", "Successor - merged", "31-08-2021"]).unwrap();
        assert!(link.kind.is_successor());
        assert_eq!(link.established_on, NaiveDate::from_ymd_opt(2021, 8, 31));
        assert!(read(&["100021", "100012", "", "Predecessor", ""]).unwrap().kind.is_predecessor());
    }

    #[test]
    fn what_passes_nothing_on_is_another_kind_of_link() {
        for kind in ["Sixth Form Centre Link", "Closure", "Result of Amalgamation", "Expansion", ""] {
            assert_eq!(read(&["100012", "100021", "", kind, ""]).map(|it| it.kind), Ok(LinkKind::Other));
        }
    }

    #[test]
    fn a_school_does_not_follow_itself() {
        assert_eq!(read(&["100012", "100012", "", "Successor", ""]), Err(RowFault::UrnRepeated));
        assert_eq!(read(&["100012", "x", "", "Successor", ""]), Err(RowFault::UrnNotValid));
        assert_eq!(read(&["100012"]), Err(RowFault::RowTooShort));
    }
}
