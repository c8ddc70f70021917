//! Writes a market as a folder in the interchange format.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use domain::Word;
use domain::brokerage::matching::interchange::{Night, Numbers, Table};
use sha2::{Digest, Sha256};

use crate::interchange::{Fault, meta, write_folder};

/// Writes a market where there is nothing yet, whole or not at all. `map` says from where its places are.
pub fn write(folder: &Path, night: &Night, map: &str) -> Result<(), Fault> {
    write_folder(folder, |folder| {
        let teams = night.requests.iter().any(|row| row.seats != 1);
        let requests = Writing::begin(folder, Table::Requests, teams)?
            .all(night.requests.iter().enumerate().map(|(id, row)| row.numbers(id)))?;
        let loaded = night.specialists.iter().any(|row| row.jobs != 0);
        let specialists = Writing::begin(folder, Table::Specialists, loaded)?
            .all(night.specialists.iter().enumerate().map(|(id, row)| row.numbers(id)))?;
        let pairs = (0..night.requests.len()).flat_map(|id| night.instance.row(id).iter().map(move |pair| (id, pair)));
        let row = |request: usize, specialist: u32, weight: i64| {
            let mut row: Numbers = [0; _];
            row[..3].copy_from_slice(&[request as i64, specialist.into(), weight]);
            row
        };
        let edges = Writing::begin(folder, Table::Edges, false)?
            .all(pairs.map(|(id, pair)| row(id, pair.specialist, pair.weight)))?;
        std::fs::write(folder.join(meta::FILE), meta::write(night, map, [requests, specialists, edges])?)
    })
}

/// A table that is written.
struct Writing {
    file: BufWriter<File>,
    sum: Sha256,
    width: usize,
    line: String,
}

impl Writing {
    fn begin(folder: &Path, table: Table, with_added: bool) -> io::Result<Self> {
        let header = table.header(with_added);
        let file = BufWriter::new(File::create_new(folder.join(table.as_str()))?);
        let width = header.split(',').count();
        let mut it = Self { file, sum: Sha256::new(), width, line: header };
        it.end_line()?;
        Ok(it)
    }

    /// Writes all rows, and gives the fingerprint of the table.
    fn all(mut self, rows: impl Iterator<Item = Numbers>) -> io::Result<String> {
        use std::fmt::Write as _;
        for row in rows {
            for number in &row[..self.width] {
                let comma = if self.line.is_empty() { "" } else { "," };
                write!(self.line, "{comma}{number}").map_err(io::Error::other)?;
            }
            self.end_line()?;
        }
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(self.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn end_line(&mut self) -> io::Result<()> {
        self.line.push('\n');
        self.sum.update(self.line.as_bytes());
        self.file.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}
