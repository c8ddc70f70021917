//! Times the ranking alone: the best 20 of 10,000 offers of one main area, explained. `cargo bench -p lateral-domain`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use lateral_domain::brokerage::MatchStage;
use lateral_domain::brokerage::matching::{
    Asked, Context, Credit, Free, Giver, Home, Market, Most, Policy, Question, Reach, TermTree, Wishes, WordSet, rank,
};
use lateral_domain::directory::{Expertise, GridPoint, KeyStage, Phase, Region, SizeBand};
use lateral_domain::exchange::{Format, Mode, OfferStatus, SupportKind, Urgency};
use lateral_domain::{HalfTerm, Id, Word};
use uuid::Uuid;

const OFFERS: u64 = 10_000;
const REQUESTS: u64 = 1_000;
const MOST: Most = Most { candidates: 20, excluded: 20 };

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

fn half_term(number: i32) -> HalfTerm {
    HalfTerm::new(2026, number).expect("1 to 6")
}

fn home(dice: &mut Dice, number: u64) -> Home {
    let phase = if dice.below(4) > 0 { Phase::Primary } else { Phase::Secondary };
    let teaches = if phase == Phase::Primary { [KeyStage::Ks1, KeyStage::Ks2] } else { [KeyStage::Ks3, KeyStage::Ks4] };
    Home {
        school: id(number),
        place: Some(GridPoint { easting: 250_000 + dice.below(380_000), northing: 80_000 + dice.below(500_000) }),
        region: Some(dice.word::<Region>()),
        context: Context {
            phase,
            size: Some(dice.word::<SizeBand>()),
            rural: Some(dice.below(3) == 0),
            deprivation: Some(1 + dice.below(5)),
            special: dice.below(20) == 0,
        },
        teaches: WordSet::of(teaches),
        trust: (dice.below(2) == 0).then(|| id(100_000 + dice.below(2_000) as u64)),
        alliances: vec![id(200_000 + dice.below(600) as u64)],
    }
}

fn giver(dice: &mut Dice, number: u64, tree: &TermTree) -> Giver {
    let home = home(dice, number);
    let free = [2, 3, 4, 5].map(|at| (half_term(at), dice.below(6)));
    Giver {
        offer: id(number),
        specialist: Some(id(500_000 + number)),
        status: OfferStatus::Published,
        kind: Some(SupportKind::Support),
        expertise: tree.term(area(1 + dice.below(7) as u64)).into_iter().collect(),
        key_stages: home.teaches,
        modes: WordSet::of([Mode::InPerson, dice.word::<Mode>()]),
        format: dice.word::<Format>(),
        free: Free::new(half_term(2), free),
        travel_minutes: Some(30 + dice.below(90)),
        confirmed_on: NaiveDate::from_ymd_opt(2026, 9, 1 + dice.below(30) as u32),
        completed: dice.below(6),
        stated: dice.below(2) == 0,
        jobs: dice.below(3),
        designations: Box::default(),
        supports: None,
        released: true,
        assured: true,
        home: Arc::new(home),
    }
}

fn question(dice: &mut Dice, number: u64) -> Question {
    let asker = home(dice, 1_000_000 + number);
    Question {
        request: id(number),
        kind: Some(SupportKind::Support),
        today: NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
        neighbours: (0..5).map(|_| id(200_000 + dice.below(600) as u64)).collect(),
        expertise: vec![area(1 + dice.below(7) as u64)],
        key_stages: asker.teaches,
        posts: WordSet::of([]),
        modes: WordSet::of([Mode::InPerson, dice.word::<Mode>()]),
        half_days: 1 + dice.below(6),
        window: vec![half_term(3), half_term(4)],
        urgency: dice.word::<Urgency>(),
        travel_wish: None,
        credit: Credit { by_term: vec![dice.below(10) - 5], cannot_give: false, guaranteed: false },
        isolation: dice.below(1_000),
        past: Vec::new(),
        interests: Vec::new(),
        wishes: Wishes::default(),
        asker,
    }
}

fn area(number: u64) -> Id<Expertise> {
    id(900_000 + number)
}

fn main() {
    let mut dice = Dice(20_261_121);
    let tree = TermTree::new((1..=8).map(|number| (area(number), (number > 1).then(|| area(1)))));
    let policy = Policy::first();
    let givers: Vec<Giver> = (0..OFFERS).map(|number| giver(&mut dice, number, &tree)).collect();
    let questions: Vec<Question> = (0..REQUESTS).map(|number| question(&mut dice, number)).collect();

    let market = Market::new(tree, givers.into_iter().map(Arc::new));
    let national = Reach::To(MatchStage::National);

    let mut inexact = 0;
    for question in &questions {
        // The plain statement of the order, which lays the request beside every single offer.
        let asked = Asked::new(&policy, market.terms(), question);
        let plain = rank(&asked, market.near(&question.expertise), 1, national, MOST);
        inexact += usize::from(market.rank(&policy, question, 1, national, MOST) != plain);
    }
    println!(
        "top {} of {OFFERS}, explained, {REQUESTS} requests: {} lists exact",
        MOST.candidates,
        REQUESTS as usize - inexact
    );
    for (what, most) in [
        ("the whole answer", MOST),
        ("counted alone", Most { candidates: 0, excluded: 0 }),
        ("counted, with candidates", Most { excluded: 0, ..MOST }),
        ("counted, with exclusions", Most { candidates: 0, ..MOST }),
    ] {
        // The best of five: other work of a shared machine is no work of this one.
        let once = |question| {
            let from = Instant::now();
            black_box(market.rank(&policy, question, 1, national, most));
            from.elapsed().as_nanos()
        };
        let mut nanos: Vec<u128> =
            questions.iter().map(|question| (0..5).map(|_| once(question)).min().unwrap_or_default()).collect();
        nanos.sort_unstable();
        let at = |permille: usize| nanos[permille * (nanos.len() - 1) / 1_000] / 100;
        let (middle, slow) = (at(500), at(990));
        println!("{what}: p50 {}.{} µs, p99 {}.{} µs", middle / 10, middle % 10, slow / 10, slow % 10);
    }
}
