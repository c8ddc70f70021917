//! `meta.json`: what is said of a market as a whole, and the sums of its tables.

use std::io;
use std::path::Path;

use domain::brokerage::matching::interchange::{Meta, Night, Table, WEIGHTS};
use domain::brokerage::matching::plan::{Objective, ObjectiveFault};
use serde::{Deserialize, Serialize};

use crate::interchange::{Fault, lines};

/// The name of the file.
pub const FILE: &str = "meta.json";
/// The name and the edition of the format.
const FORMAT: &str = "lateral-matching/1";
/// The most bytes that the file may have.
const MOST: u64 = 64 * 1024;

/// The file, as far as it is read. Whatever else it says is for people.
#[derive(Deserialize)]
struct Said {
    format: String,
    seed: u64,
    requests: u64,
    specialists: u64,
    slots: Option<u64>,
    edges: u64,
    load_penalty: Vec<i64>,
    sha256: Sums,
}

/// The fingerprint of each table.
#[derive(Deserialize, Serialize)]
pub struct Sums {
    #[serde(rename = "requests.csv")]
    requests: String,
    #[serde(rename = "specialists.csv")]
    specialists: String,
    #[serde(rename = "edges.csv")]
    edges: String,
}

/// What was read of a market as a whole.
pub struct Read {
    /// What the domain is to know.
    pub meta: Meta,
    sums: Sums,
    text: String,
}

/// Reads the file of a folder.
pub fn read(folder: &Path) -> Result<Read, Fault> {
    let file = folder.join(FILE);
    let bytes = lines::read_whole(&file, MOST)?;
    let text = String::from_utf8(bytes).map_err(|no| {
        let whole = no.utf8_error().valid_up_to();
        let lines = no.as_bytes()[..whole].iter().filter(|byte| **byte == b'\n').count();
        Fault::at(&file, lines as u64 + 1, "the text is not UTF-8")
    })?;
    let said: Said = serde_json::from_str(&text).map_err(|no| unread(&file, &no))?;
    let at = |key: &str, why: String| Fault::at(&file, line_of(&text, key), why);
    if said.format != FORMAT {
        return Err(at("format", format!("the format is {:?}; this reads {FORMAT}", said.format)));
    }
    let fair = Objective::fair(said.load_penalty).map_err(|no| {
        let why = match no {
            ObjectiveFault::OutOfRange => "a cost of load is below nought, or too high",
            ObjectiveFault::Falls => {
                "a further job costs less than the one before, for which no prices could prove anything"
            }
        };
        at("load_penalty", why.to_owned())
    })?;
    let (seed, slots) = (said.seed, said.slots);
    let meta = Meta { seed, requests: said.requests, specialists: said.specialists, slots, edges: said.edges, fair };
    Ok(Read { meta, sums: said.sha256, text })
}

impl Read {
    /// Compares the fingerprint of a table with what is said of it.
    pub fn check(&self, folder: &Path, table: Table, found: &str) -> Result<(), Fault> {
        let said = match table {
            Table::Requests => &self.sums.requests,
            Table::Specialists => &self.sums.specialists,
            Table::Edges => &self.sums.edges,
        };
        if said.eq_ignore_ascii_case(found) {
            return Ok(());
        }
        let name = domain::Word::as_str(table);
        let why = format!("the sha256 of {name} is {found}, and not as it is written here: the table was changed");
        Err(Fault::at(&folder.join(FILE), line_of(&self.text, name), why))
    }
}

/// The file, as it is written.
#[derive(Serialize)]
struct Told<'t> {
    format: &'static str,
    map: &'t str,
    seed: u64,
    requests: u64,
    specialists: u64,
    slots: Option<u64>,
    edges: u64,
    degree: Degree,
    isolated_requests: usize,
    load_penalty: &'t [i64],
    weights: Weights,
    sha256: Sums,
}

/// How many pairs the requests have.
#[derive(Serialize)]
struct Degree {
    min: usize,
    median: usize,
    mean: f64,
    max: usize,
    without_candidates: usize,
}

/// What the factors count, each by its name.
struct Weights;

impl Serialize for Weights {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(WEIGHTS)
    }
}

impl Degree {
    fn of(night: &Night) -> Self {
        let mut degrees: Vec<_> = (0..night.requests.len()).map(|id| night.instance.row(id).iter().len()).collect();
        degrees.sort_unstable();
        let count = degrees.len().max(1);
        // Rounded to one digit after the point, in whole numbers.
        let tenths = (20 * night.instance.len() / count).div_ceil(2);
        Self {
            min: degrees.first().copied().unwrap_or(0),
            median: degrees.get(count / 2).copied().unwrap_or(0),
            mean: tenths as f64 / 10.0,
            max: degrees.last().copied().unwrap_or(0),
            without_candidates: degrees.iter().filter(|degree| **degree == 0).count(),
        }
    }
}

/// What a market is told by as a whole. `map` says from where its places are.
pub fn write(night: &Night, map: &str, sums: [String; 3]) -> io::Result<String> {
    let (meta, [requests, specialists, edges]) = (night.meta(), sums);
    let told = Told {
        format: FORMAT,
        map,
        seed: meta.seed,
        requests: meta.requests,
        specialists: meta.specialists,
        slots: meta.slots,
        edges: meta.edges,
        degree: Degree::of(night),
        isolated_requests: night.requests.iter().filter(|row| row.isolated).count(),
        load_penalty: meta.fair.load(),
        weights: Weights,
        sha256: Sums { requests, specialists, edges },
    };
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}

/// Why a file could not be read as JSON, where it says so itself.
pub fn unread(file: &Path, no: &serde_json::Error) -> Fault {
    let why = no.to_string();
    let plain = why.split(" at line ").next().unwrap_or(&why).to_owned();
    if no.line() == 0 { Fault::of(file, plain) } else { Fault::at(file, no.line() as u64, plain) }
}

/// The line on which a key stands first; the first line if none is found.
fn line_of(text: &str, key: &str) -> u64 {
    let key = format!("\"{key}\"");
    text.lines().zip(1..).find(|(line, _)| line.contains(&key)).map_or(1, |(_, number)| number)
}
