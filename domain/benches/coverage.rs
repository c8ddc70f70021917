//! Times coverage alone: 25,000 schools by 40 main areas against 30,000 offers. `cargo bench -p lateral-domain --bench coverage`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use lateral_domain::brokerage::matching::coverage::{Counted, Coverage, Measure, Reachable};
use lateral_domain::brokerage::matching::{Context, Free, Giver, Home, Market, TermTree, WordSet};
use lateral_domain::directory::{Expertise, GridPoint, KeyStage, Phase, SizeBand};
use lateral_domain::exchange::{Format, Mode, OfferStatus, SupportKind};
use lateral_domain::{HalfTerm, Id, Word};
use uuid::Uuid;

const SCHOOLS: u64 = 25_000;
const OFFERS: u64 = 30_000;
const AREAS: u64 = 40;

/// A generator with a fixed seed, so that every run times the same work.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((self.0 >> 33) % most).unwrap_or(0)
    }

    fn word<W: Word>(&mut self) -> W {
        W::ALL[self.below(W::ALL.len() as u64) as usize]
    }
}

fn id<N>(number: u64) -> Id<N> {
    Id::from_uuid(Uuid::from_u64_pair(number, number))
}

/// A main area, or one of the five parts of each.
fn area(number: u64) -> Id<Expertise> {
    id(900_000 + number)
}

fn half_term(number: i32) -> HalfTerm {
    HalfTerm::new(2026, number).expect("1 to 6")
}

fn home(dice: &mut Dice, number: u64) -> Home {
    let phase = if dice.below(4) > 0 { Phase::Primary } else { Phase::Secondary };
    let teaches = if phase == Phase::Primary { [KeyStage::Ks1, KeyStage::Ks2] } else { [KeyStage::Ks3, KeyStage::Ks4] };
    Home {
        school: id(number),
        place: Some(GridPoint { easting: 250_000 + dice.below(380_000), northing: 80_000 + dice.below(500_000) }),
        region: None,
        context: Context {
            phase,
            size: Some(dice.word::<SizeBand>()),
            rural: Some(dice.below(3) == 0),
            deprivation: Some(1 + dice.below(5)),
            special: false,
        },
        teaches: WordSet::of(teaches),
        trust: (dice.below(2) == 0).then(|| id(100_000 + dice.below(2_000) as u64)),
        alliances: Vec::new(),
    }
}

/// An offer of one of 8,000 schools; `there` of ten are given at the school alone.
fn giver(dice: &mut Dice, number: u64, there: i32, homes: &[Arc<Home>], tree: &TermTree) -> Giver {
    let home = Arc::clone(&homes[dice.below(8_000) as usize]);
    let modes = if dice.below(10) < there { Mode::InPerson } else { Mode::Blended };
    Giver {
        offer: id(number),
        specialist: Some(id(500_000 + number)),
        status: OfferStatus::Published,
        kind: Some(SupportKind::Support),
        expertise: tree.term(area(AREAS + dice.below(5 * AREAS) as u64)).into_iter().collect(),
        key_stages: home.teaches,
        modes: WordSet::of([modes]),
        format: Format::Sustained,
        free: Free::new(half_term(2), [2, 3, 4].map(|at| (half_term(at), dice.below(4)))),
        travel_minutes: Some(30 + dice.below(60)),
        confirmed_on: NaiveDate::from_ymd_opt(2026, 9, 1),
        completed: 0,
        stated: false,
        jobs: 0,
        designations: Box::default(),
        supports: None,
        released: true,
        assured: true,
        home,
    }
}

fn main() {
    let parts = (0..5 * AREAS).map(|part| (area(AREAS + part), Some(area(part / 5))));
    let tree = TermTree::new((0..AREAS).map(|main| (area(main), None)).chain(parts));
    let measure = Measure { half_days: 2, window: [2, 3, 4].map(half_term).to_vec() };
    let mut dice = Dice(1);
    let homes: Vec<_> = (0..SCHOOLS).map(|number| Arc::new(home(&mut dice, number))).collect();
    let focuses: Vec<_> = (0..AREAS).map(area).collect();
    for there in [10, 9, 5] {
        let givers = (0..OFFERS).map(|number| Arc::new(giver(&mut dice, number, there, &homes, &tree)));
        let market = Market::new(tree.clone(), givers.collect::<Vec<_>>());
        let begun = Instant::now();
        let reachable = black_box(Reachable::of(&market, &measure));
        let laid = begun.elapsed();
        let schools = homes.iter().zip(1..).map(|(home, at)| Counted {
            home,
            authority: Some(id(at % 150)),
            pupils: Some((at % 900) as u32),
        });
        let begun = Instant::now();
        let coverage = black_box(Coverage::of(&reachable, schools, &focuses));
        let counted = begun.elapsed();
        let all = coverage.sum(|_| true);
        println!(
            "{there} of 10 at the school alone: laid in {laid:?}, counted in {counted:?}; {} of {}",
            all.covered, all.schools
        );
    }
}
