//! `lateral generate`: makes a market over the real schools, from a seed, so that whatever is said of planning can be tried by
//! anybody.

use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;
use domain::brokerage::matching::interchange::{Sites, Table, Wanted, generate};
use domain::directory::register::FileFault;

use crate::cli::Failure;
use crate::interchange;
use crate::register::{Kind, Listed, ListingTable, Source};

/// What market to make.
#[derive(Args)]
pub struct Generate {
    /// How many requests.
    #[arg(long)]
    requests: usize,
    /// How many specialists.
    #[arg(long)]
    specialists: usize,
    /// The seed of all that is drawn: the same seed over the same register makes the same files, to the last byte.
    #[arg(long)]
    seed: u64,
    /// The edition of the national register whose schools are taken: .csv, .csv.gz or .zip.
    #[arg(long, default_value = "data/gias/edubasealldata-20220706.csv.gz")]
    register: String,
    /// The folder to be made.
    folder: PathBuf,
}

/// Runs the command.
pub async fn run(what: Generate) -> Result<(), Failure> {
    let Generate { requests, specialists, seed, register, folder } = what;
    let unread = |why: &dyn std::fmt::Display| Failure::from(format!("{register}: {why}"));
    let source = Source::open(&register, Kind::Establishments).await.map_err(|error| unread(&error))?;
    let name = source.name.clone();
    let (sites, sum) = source.read(|_| {}, sites).map_err(|error| unread(&error))?;
    let sites = sites.map_err(|fault| unread(&fault))?.banded();
    if sites.is_empty() {
        return Err(unread(&"no open state school in it has a place"));
    }
    let night = generate(&sites, Wanted { requests, specialists, seed }).ok_or_else(|| {
        let [requests, specialists] = [Table::Requests, Table::Specialists].map(Table::most_rows);
        Failure::from(format!("a market has at most {requests} requests and {specialists} specialists"))
    })?;
    let map = format!("open state schools of {name}, sha256 of the unpacked register {sum}");
    interchange::write(&folder, &night, &map)?;
    let pairs = night.instance.len();
    println!("{}: {requests} requests, {specialists} specialists, {pairs} pairs", folder.display());
    Ok(())
}

/// The schools of a register that can be on the map.
fn sites(register: &mut dyn Read) -> io::Result<Result<Sites, FileFault>> {
    let mut table = match ListingTable::open(register)? {
        Ok(table) => table,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut sites = Sites::default();
    loop {
        match table.read()? {
            Ok(Listed::School(school, _)) => sites.take(&school),
            Ok(Listed::Refused(_)) => {}
            Ok(Listed::End) => return Ok(Ok(sites)),
            Err(fault) => return Ok(Err(fault)),
        }
    }
}
