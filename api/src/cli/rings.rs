//! `lateral rings`: looks for pairs and rings of schools that could help each other, in a market that a folder holds.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, value_parser};
use domain::brokerage::matching::interchange::Mutual;
use domain::brokerage::matching::rings::{Checkpoint, MOST_PARTNERS, Shape, Solved, solve};

use crate::cli::Failure;
use crate::cli::search::{Search, Watch};
use crate::interchange::{self, Circle, RingFigures, RingsAnswer};

/// Among whom to look, and for which rings.
#[derive(Args)]
pub struct Exchange {
    /// The folder of the market, in the format lateral-matching/1. A school asks by its requests and gives by its specialists.
    folder: PathBuf,
    /// The most schools of a ring: 2 for pairs alone, 3 or 4.
    #[arg(long, default_value_t = 3, value_parser = value_parser!(u8).range(2..=4))]
    longest: u8,
    /// The most schools of a chain that begins at a school which only gives: 2 to 4, or 0 for no chains.
    #[arg(long, default_value_t = 3, value_parser = chain)]
    chain: u8,
    /// What counts of the points that would remain after a refusal, in thousandths, for each school that might refuse.
    #[arg(long, default_value_t = 100, value_parser = value_parser!(u16).range(0..=1_000))]
    kept: u16,
    /// Tries the prices besides: by one pass over all rings, whether each costs at least what it is worth.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    search: Search,
}

/// Runs the command.
pub fn run(what: &Exchange) -> Result<(), Failure> {
    let night = interchange::read(&what.folder)?;
    let shape =
        Shape::new(what.longest, what.chain, what.kept).map_err(|_| "these are no rings that may be proposed")?;
    let mutual = Mutual::new(&night, shape).map_err(|_| {
        let folder = what.folder.display();
        format!("{folder}: rings are looked for among at most {MOST_PARTNERS} schools, and here more ask or can give")
    })?;
    let begun = Instant::now();
    let Solved { choice, certificate, worth, greedy, bound } = watched(&mutual, begun + what.search.deadline);
    let took = begun.elapsed();
    // Nothing of what the search says is believed of the rings themselves.
    let weighed =
        choice.worth(&mutual.market).map_err(|fault| format!("these are no rings of the market: {fault:?}"))?;
    if weighed.total != worth || what.check && certificate.bound(&mutual.market) != Some(bound) {
        return Err("the rings are not worth what the search says, or its prices do not prove it".into());
    }
    let (rings, schools) = (choice.rings.len(), choice.rings.iter().map(|ring| ring.schools.len()).sum());
    let figures = RingFigures {
        seed: night.seed,
        longest: what.longest,
        chain: what.chain,
        kept: what.kept,
        schools: mutual.schools.len(),
        asking: mutual.asking,
        giving: mutual.giving,
        helps: mutual.market.helps().len(),
        found: rings,
        taking_part: schools,
        points: weighed.points,
        value: weighed.total,
        greedy,
        bound,
        gap: bound - weighed.total,
    };
    let circles = choice.rings.iter().map(|ring| Circle::of(&mutual, ring)).collect();
    let answer = RingsAnswer::new(figures, circles, &mutual.schools, &certificate);
    what.search.give(|| answer.json(), || answer.table(), || format!("{}found in     {took:.1?}\n", answer.said()))
}

/// Looks for rings with a bar on a terminal, until the deadline.
fn watched(mutual: &Mutual, deadline: Instant) -> Solved {
    let mut watch = Watch::begin("looking for rings", deadline);
    let mut ask = |Checkpoint { worth, bound }: Checkpoint| {
        watch.look(|| (worth.unsigned_abs(), bound.unsigned_abs(), bound - worth))
    };
    solve(&mutual.market, &mut ask)
}

/// Reads how many schools a chain may have.
fn chain(text: &str) -> Result<u8, String> {
    let number = text.parse().ok().filter(|it: &u8| matches!(it, 0 | 2..=4));
    number.ok_or_else(|| "a chain has 2, 3 or 4 schools; with 0 there are none".to_owned())
}
