//! What an import tells: printed for whoever ran it, and kept with the edition.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use domain::Word;
use domain::directory::register::RowFault;
use persistence::directory::register::{Applied, Open};
use serde_json::{Value, json};

use crate::register::Line;

/// How many lines of one kind are printed; the edition keeps up to [`KEPT`].
pub const PRINTED: usize = 20;
/// How many lines of one kind are kept. A file with more is told by its numbers.
const KEPT: usize = 10_000;

/// What an edition of the register was and did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The name of the file.
    pub source: String,
    /// The fingerprint of the file, unpacked.
    pub sha256: String,
    /// The fingerprint of the file of links, unpacked, if one was given.
    pub links_sha256: Option<String>,
    /// Rows after the first.
    pub read: u64,
    /// Rows that became a school.
    pub listed: u64,
    /// What was changed.
    pub applied: Applied,
    /// Links that were read, and of these the new ones.
    pub links: (u64, u64),
    /// Schools whose open offers, requests and deployments passed to their only successor.
    pub passed_on: u64,
    /// Schools with something open and several successors: a broker decides.
    pub waiting: u64,
    /// How many rows were refused, and how many cells not believed, by reason.
    pub faults: BTreeMap<(&'static str, bool), u64>,
    /// Rows that were refused.
    pub refused: Vec<Line>,
    /// Cells that were not believed; the rest of their rows counts.
    pub doubted: Vec<Line>,
    /// Rows of the links file that were refused.
    pub links_refused: Vec<Line>,
    /// The first of the schools for whose sake the file was refused, if it was: those that it closes or leaves out.
    pub at_stake: Vec<Open>,
}

/// The report on a file of which nothing was applied.
pub struct OfRefused<'r>(pub &'r Report);

impl Report {
    /// Notes a row that was refused.
    pub fn refuse(&mut self, line: Line) {
        *self.faults.entry((line.fault.as_str(), true)).or_default() += 1;
        if self.refused.len() < KEPT {
            self.refused.push(line);
        }
    }

    /// Notes a cell that was not believed.
    pub fn doubt(&mut self, line: Line) {
        *self.faults.entry((line.fault.as_str(), false)).or_default() += 1;
        if self.doubted.len() < KEPT {
            self.doubted.push(line);
        }
    }

    /// How many rows could not be read, without those of establishments that are not ours.
    pub fn unreadable(&self) -> u64 {
        let counts = |fault: &str| RowFault::read(fault).is_some_and(|fault| !fault.is_passed_over());
        self.faults.iter().filter(|((fault, row), _)| *row && counts(fault)).map(|(_, count)| count).sum()
    }

    /// The report as the edition keeps it.
    pub fn json(&self) -> Value {
        let lines = |lines: &[Line]| -> Value {
            let of = |it: &Line| json!({ "line": it.number, "column": it.column.map(Word::as_str), "reason": it.fault.as_str() });
            lines.iter().map(of).collect()
        };
        let total = |of_rows: bool| -> u64 {
            self.faults.iter().filter(|((_, row), _)| *row == of_rows).map(|(_, count)| count).sum()
        };
        json!({
            "read": self.read,
            "listed": self.listed,
            "added": self.applied.added,
            "changed": self.applied.changed,
            "changedByField": self.applied.changed_by_field.iter().cloned().collect::<BTreeMap<_, _>>(),
            "closed": self.applied.closed,
            "reopened": self.applied.reopened,
            "absent": self.applied.absent,
            "links": self.links.0,
            "newLinks": self.links.1,
            "passedOn": self.passed_on,
            "waiting": self.waiting,
            "refusedRows": total(true),
            "doubtedCells": total(false),
            "refused": lines(&self.refused),
            "doubted": lines(&self.doubted),
            "linksRefused": lines(&self.links_refused),
        })
    }
}

impl Report {
    fn print_read(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.source)?;
        writeln!(f, "  rows read     {:>7}", self.read)?;
        writeln!(f, "  schools       {:>7}", self.listed)
    }

    fn print_faults(&self, f: &mut fmt::Formatter<'_>, more: &str) -> fmt::Result {
        for ((fault, row), count) in &self.faults {
            let what = if *row { "refused" } else { "not believed" };
            let about = RowFault::read(fault).map(Word::about).unwrap_or_default().replace('\n', "");
            writeln!(f, "  {what:<12}  {count:>7}   {about}")?;
        }
        print_lines(f, "refused", self.refused.iter().filter(|it| !it.fault.is_passed_over()), more)?;
        print_lines(f, "not believed", self.doubted.iter(), more)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Applied { added, changed, changed_by_field, closed, reopened, absent } = &self.applied;
        self.print_read(f)?;
        writeln!(f, "  added         {added:>7}")?;
        writeln!(f, "  changed       {changed:>7}")?;
        for (field, schools) in changed_by_field {
            writeln!(f, "    {field:<22}{schools:>7}")?;
        }
        writeln!(f, "  closed        {closed:>7}")?;
        writeln!(f, "  reopened      {reopened:>7}")?;
        writeln!(f, "  absent, kept  {absent:>7}")?;
        if self.links.0 > 0 {
            writeln!(f, "  links         {:>7}   of which new {}", self.links.0, self.links.1)?;
        }
        if self.passed_on + self.waiting > 0 {
            writeln!(f, "  passed on     {:>7}   waiting for a broker {}", self.passed_on, self.waiting)?;
        }
        let more = "more, kept with the edition";
        self.print_faults(f, more)?;
        print_lines(f, "refused of the links", self.links_refused.iter(), more)
    }
}

impl fmt::Display for OfRefused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.print_read(f)?;
        self.0.print_faults(f, "more")?;
        if self.0.at_stake.is_empty() {
            return Ok(());
        }
        writeln!(f, "  at stake, the first of them:")?;
        self.0.at_stake.iter().try_for_each(|it| writeln!(f, "    {} {}", it.urn, it.name))
    }
}

fn print_lines<'l>(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    lines: impl Iterator<Item = &'l Line>,
    rest: &str,
) -> fmt::Result {
    let mut text = String::new();
    let mut more = 0;
    for (at, line) in lines.enumerate() {
        if at >= PRINTED {
            more += 1;
            continue;
        }
        let column = line.column.map(|column| format!(" {}:", column.as_str())).unwrap_or_default();
        writeln!(text, "    line {}:{column} {}", line.number, line.fault.about())?;
    }
    if text.is_empty() {
        return Ok(());
    }
    writeln!(f, "  {what}:\n{}", text.trim_end())?;
    if more > 0 { writeln!(f, "    and {more} {rest}") } else { Ok(()) }
}
