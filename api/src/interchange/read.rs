//! Reads a folder in the interchange format.

use std::path::Path;

use domain::Word;
use domain::brokerage::matching::interchange::{Incoming, Layout, Night, Table};

use crate::interchange::lines::Lines;
use crate::interchange::{Fault, meta};

/// The most bytes that a row takes, on the average of a table as large as it may be.
const fn bytes_of_row(table: Table) -> u64 {
    match table {
        Table::Requests | Table::Specialists => 160,
        Table::Edges => 28,
    }
}

/// Reads a market, every row of it checked, with its counts and fingerprints.
pub fn read(folder: &Path) -> Result<Night, Fault> {
    let said = meta::read(folder)?;
    let mut incoming = Incoming::new(said.meta.clone());
    for table in Table::ALL.iter().copied() {
        let file = folder.join(table.as_str());
        let mut lines = Lines::open(&file, table.most_rows() as u64 * bytes_of_row(table))?;
        let header = lines.read()?.unwrap_or_default();
        let layout = Layout::of_header(table, header);
        let layout = layout.map_err(|why| lines.fault(why))?;
        loop {
            let Some(line) = lines.read()? else { break };
            let taken = incoming.take(layout, line);
            taken.map_err(|why| lines.fault(why))?;
        }
        incoming.end(table).map_err(|why| lines.fault(why))?;
        said.check(folder, table, &lines.sum())?;
    }
    Ok(incoming.night())
}
