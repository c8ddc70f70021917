//! Why not this one: where an offer stands for a request, and what keeps it from the first place (MATCHING 4).
//!
//! Three answers, in this order: a rule excludes it; it comes below the end of the list; it is on the list, and another
//! scores more. The first that holds is told, with its numbers. All of it speaks of one request's list and of no plan for many.

use std::cmp::Reverse;

use crate::Id;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::filter::{broken, first_broken};
use crate::brokerage::matching::rank::{candidate, score};
use crate::brokerage::matching::{Asked, Candidate, Exclusion, Factor, Giver, Most, Part, Ranking, Reach, rank};
use crate::exchange::Offer;
use crate::words;

words! {
    /// What keeps an offer from the first place on a request's list.
    pub enum WhyNotAnswer {
        /// At least one hard rule excludes it.
        Excluded = "excluded",
        /// It could meet the request, and comes after the last of the list.
        BelowCut = "below_cut",
        /// It is on the list, and another comes before it.
        ScoresLess = "scores_less",
        /// Nothing: it is the first on the list.
        Best = "best",
    }
}

/// Where an offer stands for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// It cannot meet the request: every rule that excludes it, the one that counts first.
    Excluded(Vec<Exclusion>),
    /// It could.
    Placed(Box<Placed>),
}

/// The place of an offer that could meet the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its place among all that could, 1 for the best.
    pub place: i32,
    /// How many could.
    pub of: i32,
    /// How many the list has room for.
    pub room: i32,
    /// The offer, with its parts.
    pub it: Candidate,
    /// Whom it is compared with: the last of the list if it comes below, else the first; nobody if it is the first.
    pub than: Option<Candidate>,
}

/// How one factor tells two offers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part of the offer that was asked about.
    pub it: Part,
    /// The part of the one that it is compared with.
    pub than: Part,
}

impl Difference {
    /// How much more the other has by this factor; below nought where it has less.
    pub fn less(&self) -> i64 {
        self.than.contribution() - self.it.contribution()
    }
}

impl WhyNot {
    /// What keeps it from the first place, in one word.
    pub fn answer(&self) -> WhyNotAnswer {
        match self {
            Self::Excluded(_) => WhyNotAnswer::Excluded,
            Self::Placed(placed) if placed.place == 1 => WhyNotAnswer::Best,
            Self::Placed(placed) if placed.place > placed.room => WhyNotAnswer::BelowCut,
            Self::Placed(_) => WhyNotAnswer::ScoresLess,
        }
    }
}

/// Says where an offer stands for a request among all of England, on a list that has room for so many (one at least). The order
/// is that of [`rank`]: by score, then by draw under the seed, then by id.
pub fn why_not<'g>(
    asked: &Asked<'_>,
    givers: impl Iterator<Item = &'g Giver> + Clone,
    giver: &Giver,
    seed: u64,
    room: usize,
) -> WhyNot {
    let pair = asked.beside(giver);
    if first_broken(&pair).is_some() {
        return WhyNot::Excluded(broken(&pair));
    }
    let key = |score, offer: Id<Offer>| (Reverse(score), draw(seed, offer), offer);
    let own = key(score(&pair), giver.offer);
    let (mut before, mut of) = (0, 0);
    for other in givers.clone() {
        let beside = asked.beside(other);
        if first_broken(&beside).is_none() {
            of += 1;
            before += i32::from(key(score(&beside), other.offer) < own);
        }
    }
    let most = Most { candidates: room.max(1), excluded: 0 };
    let Ranking { candidates, .. } = rank(asked, givers, seed, Reach::To(MatchStage::National), most);
    let room = i32::try_from(room.max(1)).unwrap_or(i32::MAX);
    let than = if before == 0 {
        None
    } else if before >= room {
        candidates.last().cloned()
    } else {
        candidates.first().cloned()
    };
    let it = candidate(&pair, own.0.0);
    WhyNot::Placed(Box::new(Placed { place: before + 1, of, room, it, than }))
}

/// By which factors two offers differ, what tells them apart most first; of `it` and of `than` the parts that are shown.
pub fn differences(it: &[Part], than: &[Part]) -> Vec<Difference> {
    let of = |factor: Factor| than.iter().find(|part| part.reason.factor() == factor).copied();
    let both = it.iter().filter_map(|it| Some(Difference { it: *it, than: of(it.reason.factor())? }));
    let mut apart: Vec<_> = both.filter(|difference| difference.less() != 0).collect();
    apart.sort_by_key(|difference| Reverse(difference.less()));
    apart
}

impl WhyNot {
    /// The answer as a sentence; `differences` are those that the reader is shown.
    pub fn sentence(&self, differences: &[Difference]) -> String {
        let placed = match self {
            Self::Excluded(rules) => return rules.first().map(Exclusion::sentence).unwrap_or_default(),
            Self::Placed(placed) => placed,
        };
        let (place, of, room) = (placed.place, placed.of, placed.room);
        let less: i64 = differences.iter().map(Difference::less).sum();
        let most = differences.first().filter(|difference| difference.less() > 0);
        let why = match most {
            Some(most) if less > 0 => {
                format!("{less} points fewer; most of that, {} points, is {}", most.less(), named(most))
            }
            // Said alike for both, so that nobody can tell which: another's load is not for a school to know (SETTLED 12).
            _ => {
                "what decides is told in no number: what givers have to do besides, or the draw among equals".to_owned()
            }
        };
        match self.answer() {
            WhyNotAnswer::Best => format!("It is the first of {of} that could meet the request."),
            WhyNotAnswer::BelowCut => {
                format!("It is number {place} of {of}, and the list ends with number {room}. Beside that one: {why}.")
            }
            _ => format!("It is on the list as number {place} of {of}. Beside the first: {why}."),
        }
    }
}

/// What a factor is called in a sentence.
fn named(difference: &Difference) -> &'static str {
    match difference.it.reason.factor() {
        Factor::Expertise => "how near its expertise is",
        Factor::Context => "how alike the schools are",
        Factor::Travel => "the journey",
        Factor::Evidence => "what has been shown so far",
        Factor::Availability => "the time that is free",
        Factor::Reciprocity => "what your school has given",
        Factor::Isolation => "how cut off your school is",
        Factor::JointWork => "the work done together",
        Factor::Variety => "how often the two schools have met lately",
        Factor::Load => "the work that the giver has already",
        Factor::Neighbour => "that the schools compete for pupils",
        Factor::Format => "that it is a single session",
    }
}
