//! Markets for tests: the public instance, read as plainly as it can be, and sites without a register.

use std::path::Path;

use crate::Word;
use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::interchange::{Incoming, Layout, Meta, Night, Reason, Site, Table};
use crate::brokerage::matching::plan::Objective;
use crate::directory::GridPoint;

/// What `meta.json` of the public instance says.
pub fn meta() -> Meta {
    let fair = Objective::fair(vec![0, 400, 1_000, 1_800, 2_800, 4_000]).unwrap();
    Meta { seed: 20_261_121, requests: 500, specialists: 1_000, slots: Some(2_534), edges: 23_151, fair }
}

/// A table of the public instance.
pub fn text(table: Table) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/matching/small");
    std::fs::read_to_string(folder.join(table.as_str())).unwrap()
}

/// Reads three tables; what is wrong is told with table and line, and without a line at its end.
pub fn read(meta: Meta, tables: [&str; 3]) -> Result<Night, (Table, usize, Reason)> {
    let mut incoming = Incoming::new(meta);
    for (table, text) in Table::ALL.iter().copied().zip(tables) {
        let mut lines = text.lines().zip(1..);
        let header = lines.next().map_or("", |(line, _)| line);
        let layout = Layout::of_header(table, header.as_bytes()).map_err(|no| (table, 1, no))?;
        for (line, number) in lines {
            incoming.take(layout, line.as_bytes()).map_err(|no| (table, number, no))?;
        }
        incoming.end(table).map_err(|no| (table, 0, no))?;
    }
    Ok(incoming.night())
}

/// The public instance: 500 requests, 1,000 specialists.
pub fn small() -> Night {
    let [requests, specialists, edges] = [Table::Requests, Table::Specialists, Table::Edges].map(text);
    read(meta(), [&requests, &specialists, &edges]).unwrap()
}

/// So many made-up sites, scattered over a square of a hundred kilometres, of every phase and band.
pub fn sites(count: u32) -> Vec<Site> {
    let site = |number: u32| {
        let scattered = mix(number.into());
        let (east, north) = ((scattered >> 32) % 100_000, scattered % 100_000);
        Site {
            place: GridPoint::new(370_000 + east as i32, 350_000 + north as i32).unwrap(),
            phase: [0, 0, 0, 1, 0, 1, 2, 0, 3, 0][number as usize % 10],
            quintile: 1 + (number * 7 % 5) as u8,
            size: 1 + (number * 3 % 4) as u8,
            urban: !number.is_multiple_of(3),
            trust: if number.is_multiple_of(4) { number / 40 + 1 } else { 0 },
        }
    };
    (0..count).map(site).collect()
}
