//! Writes a second edition of the real register and its file of links into a folder, to import over the first:
//! `cargo run -p lateral-tests --example second_edition -- FOLDER`.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".into());
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/gias/edubasealldata-20220706.csv.gz");
    let mut first = Vec::new();
    flate2::read::GzDecoder::new(File::open(real)?).read_to_end(&mut first)?;
    let second = lateral_tests::edition::second(&first);
    fs::write(Path::new(&folder).join("edubasealldata-second.csv"), &second.register)?;
    fs::write(Path::new(&folder).join("links_edubasealldata-second.csv"), &second.links)?;
    println!(
        "{} conversions, {} closures, {} reopenings, {} renames, {} moves, {} of a reorganised county, {} left out",
        second.conversions.len(),
        second.closed.len(),
        second.reopened.len(),
        second.renamed.len(),
        second.moved.len(),
        second.reorganised.len(),
        second.absent.len()
    );
    Ok(())
}
