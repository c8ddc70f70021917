//! A small world for the tests of matching.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::brokerage::matching::{
    Asked, Context, Credit, Exclusion, Free, Giver, Home, Part, Policy, Question, TermTree, Wishes, WordSet, broken,
    parts,
};
use crate::brokerage::matching::{Factor, Term};
use crate::directory::{Alliance, Expertise, GridPoint, KeyStage, Phase, Region, School, SizeBand, Trust};
use crate::exchange::{Format, Mode, Offer, OfferStatus, SupportKind, Urgency};
use crate::{HalfTerm, Id};

pub fn id<N>(number: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(number))
}

pub fn school(number: u128) -> Id<School> {
    id(number)
}

pub fn offer(number: u128) -> Id<Offer> {
    id(number)
}

pub fn alliance(number: u128) -> Id<Alliance> {
    id(number)
}

pub fn trust(number: u128) -> Id<Trust> {
    id(number)
}

pub fn expertise(number: u128) -> Id<Expertise> {
    id(number)
}

pub fn half_term(code: i32) -> HalfTerm {
    HalfTerm::read(code).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 1 holds 11 (which holds 111) and 12; 2 holds 21.
pub fn taxonomy() -> TermTree {
    let under = |number, parent: Option<u128>| (expertise(number), parent.map(expertise));
    TermTree::new([
        under(1, None),
        under(11, Some(1)),
        under(111, Some(11)),
        under(12, Some(1)),
        under(2, None),
        under(21, Some(2)),
    ])
}

pub fn terms(numbers: &[u128]) -> Box<[Term]> {
    let tree = taxonomy();
    numbers.iter().filter_map(|number| tree.term(expertise(*number))).collect()
}

/// A primary school in a town of the South West; every school of this world is in one alliance, 50 km from the next.
pub fn home(number: u128) -> Home {
    Home {
        school: school(number),
        place: Some(GridPoint { easting: 400_000, northing: 300_000 }),
        region: Some(Region::SouthWest),
        context: Context {
            phase: Phase::Primary,
            size: Some(SizeBand::Medium),
            rural: Some(false),
            deprivation: Some(3),
            special: false,
        },
        teaches: WordSet::of([KeyStage::Ks1, KeyStage::Ks2]),
        trust: None,
        alliances: vec![alliance(7)],
    }
}

/// School 1 asks for two half-days of expertise 11 at key stage 2, in person or over the network, this spring.
pub fn question() -> Question {
    Question {
        request: id(1),
        today: day("2026-11-21"),
        asker: home(1),
        kind: Some(SupportKind::Support),
        neighbours: vec![alliance(8)],
        expertise: vec![expertise(11)],
        key_stages: WordSet::of([KeyStage::Ks2]),
        posts: WordSet::of([]),
        modes: WordSet::of([Mode::InPerson, Mode::Remote]),
        half_days: 2,
        window: vec![half_term(20263), half_term(20264)],
        urgency: Urgency::Routine,
        travel_wish: None,
        credit: Credit::default(),
        isolation: 0,
        past: Vec::new(),
        interests: Vec::new(),
        wishes: Wishes::default(),
    }
}

/// An offer of a school 10 km away that fits the question.
pub fn giver(number: u128) -> Giver {
    let place = Some(GridPoint { easting: 410_000, northing: 300_000 });
    Giver {
        offer: offer(number),
        specialist: Some(id(500 + number)),
        home: Arc::new(Home { place, ..home(100 + number) }),
        status: OfferStatus::Published,
        kind: Some(SupportKind::Support),
        expertise: terms(&[11]),
        key_stages: WordSet::of([KeyStage::Ks1, KeyStage::Ks2]),
        modes: WordSet::of([Mode::InPerson]),
        format: Format::Sustained,
        free: Free::new(half_term(20262), [(half_term(20263), 2), (half_term(20264), 2)]),
        travel_minutes: Some(60),
        confirmed_on: Some(day("2026-11-11")),
        completed: 0,
        stated: false,
        jobs: 0,
        designations: Box::default(),
        supports: None,
        released: true,
        assured: true,
    }
}

/// What excludes an offer from a request.
pub fn excluded(question: &Question, giver: &Giver) -> Vec<Exclusion> {
    broken(&Asked::new(&Policy::first(), &taxonomy(), question).beside(giver))
}

/// One factor of the score of a pair.
pub fn part(question: &Question, giver: &Giver, factor: Factor) -> Part {
    let policy = Policy::first();
    let asked = Asked::new(&policy, &taxonomy(), question);
    let pair = asked.beside(giver);
    let found = parts(&pair).find(|part| part.reason.factor() == factor);
    found.unwrap()
}
