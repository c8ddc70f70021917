//! What matching knows of one offer: who gives it, from where, and when. Nothing of it is an inspection or a price.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::brokerage::matching::{Term, WordSet};
use crate::directory::{
    Alliance, DesignationScheme, GridPoint, KeyStage, Phase, Post, Region, Rurality, School, SizeBand, Specialist,
    Trust,
};
use crate::exchange::{Format, Mode, Offer, OfferStatus, SupportKind};
use crate::{HalfTerm, Id};

/// What matching knows of a school, whether it gives or asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The school.
    pub school: Id<School>,
    /// Where it is, if the register says.
    pub place: Option<GridPoint>,
    /// Its region.
    pub region: Option<Region>,
    /// What kind of school it is.
    pub context: Context,
    /// The key stages that it teaches; none where the register does not say.
    pub teaches: WordSet<KeyStage>,
    /// The trust that runs it.
    pub trust: Option<Id<Trust>>,
    /// The alliances to which it belongs.
    pub alliances: Vec<Id<Alliance>>,
}

impl Home {
    /// What matching knows of a school of the directory and its alliances.
    pub fn of(school: &School, alliances: Vec<Id<Alliance>>) -> Self {
        Self {
            school: school.id,
            place: school.place,
            region: school.region,
            context: Context {
                phase: school.phase,
                size: school.size,
                rural: school.rurality.map(Rurality::is_rural),
                deprivation: school.deprivation.map(|band| i32::from(band.number())),
                special: school.special,
            },
            teaches: WordSet::of(school.key_stages.iter()),
            trust: school.trust,
            alliances,
        }
    }
}

/// What kind of school it is, as far as likeness counts (DOMAIN C.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Context {
    /// Its phase, by the register.
    pub phase: Phase,
    /// Its band of size; unknown where the register has no roll.
    pub size: Option<SizeBand>,
    /// Whether it lies in the country.
    pub rural: Option<bool>,
    /// Its fifth by share of free meals within its phase, 1 to 5, 5 the highest share (SETTLED 8).
    pub deprivation: Option<i32>,
    /// Whether it is a special school or alternative provision.
    pub special: bool,
}

/// One offer as a possible answer to requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// The offer.
    pub offer: Id<Offer>,
    /// The person who gives it, unless the school as a whole does.
    pub specialist: Option<Id<Specialist>>,
    /// The school that gives it.
    pub home: Arc<Home>,
    /// Where the offer stands.
    pub status: OfferStatus,
    /// The kind of work; nothing in what was kept before kinds counted.
    pub kind: Option<SupportKind>,
    /// What it covers.
    pub expertise: Box<[Term]>,
    /// The key stages that it covers.
    pub key_stages: WordSet<KeyStage>,
    /// The ways in which it can be given.
    pub modes: WordSet<Mode>,
    /// One session, or more.
    pub format: Format,
    /// What its holder has free. All offers of one holder draw on the same (SETTLED 5).
    pub free: Free,
    /// The longest journey that the giver makes, in minutes one way; none for any.
    pub travel_minutes: Option<i32>,
    /// The day on which the offer was last confirmed (DOMAIN A13).
    pub confirmed_on: Option<NaiveDate>,
    /// Deployments that its holder completed and both sides confirmed (DOMAIN K141).
    pub completed: i32,
    /// Whether the offer states evidence.
    pub stated: bool,
    /// Jobs that its holder has now.
    pub jobs: i32,
    /// The holder's designations.
    pub designations: Box<[Designated]>,
    /// The posts whose holders this person supports; nothing where nobody has said so, as in what was kept before posts counted.
    pub supports: Option<WordSet<Post>>,
    /// Whether the home school releases the holder (DOMAIN B15).
    pub released: bool,
    /// Whether a safeguarding assurance for work at a school can be had.
    pub assured: bool,
}

/// A designation and the days on which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Designated {
    /// The scheme.
    pub scheme: DesignationScheme,
    /// Its first day, if known.
    pub from: Option<NaiveDate>,
    /// Its last day, if it ends.
    pub until: Option<NaiveDate>,
}

impl Designated {
    /// Whether it holds on a day.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

const HALF_TERMS: usize = 12;

/// The half-days that somebody has free in each half-term of two academic years; none where no time was offered at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    first: HalfTerm,
    half_days: [Option<i16>; HALF_TERMS],
}

impl Free {
    /// Takes what is free in each half-term for which time was offered, from the first one onward. What lies outside the
    /// two years is left out: nobody plans support that far ahead.
    pub fn new(first: HalfTerm, free: impl IntoIterator<Item = (HalfTerm, i32)>) -> Self {
        let mut it = Self { first, half_days: [None; HALF_TERMS] };
        for (half_term, half_days) in free {
            if let Some(slot) = it.place(half_term) {
                it.half_days[slot] = Some(i16::try_from(half_days.max(0)).unwrap_or(i16::MAX));
            }
        }
        it
    }

    /// The half-days that are free in a half-term: 0 if all that was offered is taken, none if nothing was offered.
    pub fn at(&self, half_term: HalfTerm) -> Option<i32> {
        self.place(half_term).and_then(|slot| self.half_days[slot]).map(i32::from)
    }

    /// The first half-term that it covers.
    pub const fn first(&self) -> HalfTerm {
        self.first
    }

    /// What is free in each half-term for which time was offered.
    pub fn iter(&self) -> impl Iterator<Item = (HalfTerm, i32)> {
        std::iter::successors(Some(self.first), |at| Some(at.next()))
            .zip(self.half_days)
            .filter_map(|(half_term, half_days)| Some((half_term, half_days?.into())))
    }

    fn place(&self, half_term: HalfTerm) -> Option<usize> {
        let from = self.first.year() * 6 + self.first.number();
        let slot = half_term.year() * 6 + half_term.number() - from;
        usize::try_from(slot).ok().filter(|slot| *slot < HALF_TERMS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(code: i32) -> HalfTerm {
        HalfTerm::read(code).unwrap()
    }

    #[test]
    fn what_is_free_is_found_by_its_half_term_across_years() {
        let given = [
            (term(20265), 3),
            (term(20271), 2),
            (term(20274), 7),
            (term(20275), 0),
            (term(20281), 9),
            (term(20264), 9),
        ];
        let free = Free::new(term(20265), given);
        assert_eq!(free.at(term(20265)), Some(3));
        assert_eq!(free.at(term(20274)), Some(7));
        assert_eq!(free.at(term(20275)), Some(0));
        assert_eq!((free.at(term(20264)), free.at(term(20266)), free.at(term(20285))), (None, None, None));
        assert_eq!(free.iter().map(|(_, half_days)| half_days).sum::<i32>(), 21);
        assert_eq!(Free::new(free.first(), free.iter()), free);
    }

    #[test]
    fn a_designation_holds_between_its_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let it = Designated {
            scheme: DesignationScheme::Sle,
            from: Some(day("2024-09-01")),
            until: Some(day("2026-08-31")),
        };
        assert!(it.holds(day("2026-08-31")) && !it.holds(day("2026-09-01")) && !it.holds(day("2024-08-31")));
    }
}
