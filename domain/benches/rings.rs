//! Times the search for reciprocity rings on 1,300 schools that ask and can give. `cargo bench -p lateral-domain --bench rings`.
//!
//! The schools stand in a square of 200 km; each asks for expertise in one of 40 areas and can give in up to three others, each more or
//! less well, and one in twelve only gives. Where help is scarce, it must be of the very area; where there is plenty, one of its
//! family of five will do. Printed are processor seconds.

use std::fs;

use lateral_domain::brokerage::matching::rings::{Draft, Help, Market, Partner, Shape, Step, greedy, solve};

const SCHOOLS: u32 = 1_300;
const AREAS: u64 = 40;
/// What the search may take, in seconds of one core.
const DEADLINE: f64 = 2.0;

/// A generator with a fixed seed, so that every run times the same work.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

struct School {
    easting: i64,
    northing: i64,
    asks: u64,
    /// Areas, and how good the offer is, to a thousand.
    gives: Vec<(u64, i64)>,
    only_gives: bool,
}

fn school(dice: &mut Dice) -> School {
    let asks = dice.below(AREAS);
    let mut gives: Vec<(u64, i64)> = Vec::new();
    for _ in 0..=dice.below(3) {
        let area = dice.below(AREAS);
        if area != asks && gives.iter().all(|(it, _)| *it != area) {
            gives.push((area, 200 + dice.below(801) as i64));
        }
    }
    let (easting, northing) = (dice.below(200_000) as i64, dice.below(200_000) as i64);
    School { easting, northing, asks, gives, only_gives: dice.below(12) == 0 }
}

/// The points of the best offer of one school for another, if it is within reach: how good it is, less the way, and more for the
/// very area than for one of its family.
fn points(giver: &School, taker: &School, reach: i64, family: bool) -> Option<i64> {
    let away = (giver.easting - taker.easting).abs() + (giver.northing - taker.northing).abs();
    let fits = |(area, quality): &(u64, i64)| {
        let expertise = if *area == taker.asks { 1_000 } else { 550 };
        (*area == taker.asks || family && area / 5 == taker.asks / 5)
            .then(|| (34 * expertise + 16 * quality + 18 * (1_000 - 1_000 * away / reach)) / 68 * 10)
    };
    if taker.only_gives || away > reach { None } else { giver.gives.iter().filter_map(fits).max() }
}

fn market(seed: u64, shape: Shape, (reach, family): (i64, bool)) -> Market {
    let mut dice = Dice(seed);
    let schools: Vec<_> = (0..SCHOOLS).map(|_| school(&mut dice)).collect();
    let mut draft = Draft { shape, seed, ..Draft::default() };
    for (giver, from) in schools.iter().enumerate() {
        draft.partners.push(Partner { key: giver as u64, only_gives: from.only_gives });
        for (taker, to) in schools.iter().enumerate().filter(|(taker, _)| *taker != giver) {
            if let Some(points) = points(from, to, reach, family) {
                draft.helps.push(Help { giver: giver as u32, taker: taker as u32, points });
            }
        }
    }
    Market::new(draft).expect("the generator makes markets")
}

/// Processor seconds of this thread so far, from the scheduler; nought where there is none to ask.
fn spent() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|first| first.parse::<u64>().ok());
    nanos.unwrap_or(0) as f64 / 1e9
}

fn row(name: &str, market: &Market) {
    let from = spent();
    let greedy = greedy(market).worth(market).expect("a choice").total;
    let greedy_took = spent() - from;
    let from = spent();
    let mut ask = |_| if spent() - from < DEADLINE { Step::GoOn } else { Step::Stop };
    let solved = solve(market, &mut ask);
    let took = spent() - from;
    assert_eq!(solved.choice.worth(market).map(|worth| worth.total), Ok(solved.worth));
    assert_eq!(solved.certificate.bound(market), Some(solved.bound));
    let percent = |part: i64, whole: i64| part as f64 * 100.0 / whole.max(1) as f64;
    println!(
        "| {name} | {} | {} | {:.2} % | {} | {greedy} | {:.1} % | {took:.2} s | {greedy_took:.2} s |",
        market.helps().len(),
        solved.worth,
        percent(solved.bound - solved.worth, solved.bound),
        solved.bound,
        percent(solved.worth - greedy, greedy),
    );
}

fn main() {
    println!(
        "| {SCHOOLS} schools | helps | worth | below the bound | bound | best ring first | above it | time | its time |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let shape = |ring, chain| Shape::new(ring, chain, 100).expect("a shape");
    let (scarce, plenty) = ((120_000, false), (100_000, true));
    row("scarce, rings to three", &market(1, shape(3, 0), scarce));
    row("scarce, another market", &market(2, shape(3, 0), scarce));
    row("scarce, chains too", &market(1, shape(3, 3), scarce));
    row("scarce, rings and chains to four", &market(1, shape(4, 4), scarce));
    row("plenty, rings to three", &market(1, shape(3, 0), plenty));
    row("plenty, chains too", &market(1, shape(3, 3), plenty));
}
