//! What lies behind a school's isolation, in three parts, and which of them explains it (DOMAIN K139, K140).
//!
//! Nobody can move a school or make it larger. So distance explains first, then how few hands there are, and only where neither
//! does, that the school has not worked with others yet: a reason to reach out, not to blame.

use chrono::NaiveDate;

use super::{BY_DISTANCE, NEAREST, isolation};
use crate::brokerage::matching::Home;
use crate::directory::{Phase, SizeBand};
use crate::words;

/// From which value on a part explains isolation.
const EXPLAINS: i32 = 500;
const VERY_SMALL: i32 = 500;
const SMALL: i32 = 300;
const THIN_SUPPLY: i32 = 300;
const WITHOUT_GROUP: i32 = 200;
const WITHOUT_LINKS: i32 = 500;
const LONG_AGO: i32 = 500;
/// After how many days the last work with another school is as good as none: two years.
const FORGOTTEN: i32 = 730;

words! {
    /// What explains best that a school is isolated.
    pub enum IsolationReason {
        /// Those who could help are far away.
        Geography = "geography",
        /// It is small, has few to draw on, or belongs to no group with which it could share.
        Capacity = "capacity",
        /// Help is near enough, and the school has not worked with others, or not for long.
        Will = "will",
    }
}

/// What a school has done with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// With how many other schools it has worked, or works now.
    pub links: i32,
    /// The last day on which it worked with another school, if it ever did.
    pub last_on: Option<NaiveDate>,
}

/// What lies around a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// What distance alone gives to its isolation, 0 to 600.
    pub remoteness: i32,
    /// The journey, in minutes one way, within which the help at hand lies; nothing where it is not all there.
    pub minutes: Option<i32>,
    /// Of the main areas of expertise, for how many one other school at most could help it.
    pub thin: usize,
    /// How many main areas there are.
    pub areas: usize,
}

/// How cut off a school is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsolationMeasure {
    /// As it counts in matching, 0 to 1000.
    pub points: i32,
    /// How far help is, 0 to 1000.
    pub geography: i32,
    /// How few there are to draw on, 0 to 1000.
    pub capacity: i32,
    /// How long ago and with how few others it has worked, 0 to 1000.
    pub will: i32,
    /// What explains it best; nothing where no part is large.
    pub reason: Option<IsolationReason>,
    /// The facts, in plain words.
    pub sentences: Vec<String>,
}

impl IsolationMeasure {
    /// Measures a school by what lies around it and what it has done with others.
    pub fn of(home: &Home, around: &Surroundings, ties: &Ties, today: NaiveDate) -> Self {
        let small_primary = home.context.phase == Phase::Primary && is_small(home);
        let size = match home.context.size {
            Some(SizeBand::VerySmall) => VERY_SMALL,
            Some(SizeBand::Small) => SMALL,
            _ => 0,
        };
        let thin = if small_primary && around.is_thin() { THIN_SUPPLY } else { 0 };
        let alone = if is_alone(home) { WITHOUT_GROUP } else { 0 };
        let days = ties.last_on.map_or(i64::from(FORGOTTEN), |day| (today - day).num_days());
        let days = i32::try_from(days).unwrap_or(FORGOTTEN).clamp(0, FORGOTTEN);
        let unlinked = if ties.links == 0 { WITHOUT_LINKS } else { 0 };
        let mut it = Self {
            points: isolation(home, ties.links > 0, around.remoteness),
            geography: 1_000 * around.remoteness.clamp(0, BY_DISTANCE) / BY_DISTANCE,
            capacity: size + thin + alone,
            will: unlinked + LONG_AGO * days / FORGOTTEN,
            reason: None,
            sentences: sentences(home, around, ties, today),
        };
        it.reason = it.explained();
        it
    }

    /// The larger of what nobody can help, if it is large; else what might be begun at any time.
    fn explained(&self) -> Option<IsolationReason> {
        let (part, reason) = if self.geography >= self.capacity {
            (self.geography, IsolationReason::Geography)
        } else {
            (self.capacity, IsolationReason::Capacity)
        };
        let will = (self.will >= EXPLAINS).then_some(IsolationReason::Will);
        if part >= EXPLAINS { Some(reason) } else { will }
    }
}

impl Surroundings {
    /// Whether supply is thin: one other school at most for half of all areas or more.
    const fn is_thin(&self) -> bool {
        self.areas > 0 && self.thin * 2 >= self.areas
    }
}

const fn is_small(home: &Home) -> bool {
    matches!(home.context.size, Some(SizeBand::VerySmall | SizeBand::Small))
}

const fn is_alone(home: &Home) -> bool {
    home.trust.is_none() && home.alliances.is_empty()
}

fn sentences(home: &Home, around: &Surroundings, ties: &Ties, today: NaiveDate) -> Vec<String> {
    let help = match (home.place, around.minutes) {
        (None, _) => "The register does not say where the school is.".to_owned(),
        (_, None) => format!("Fewer than {NEAREST} other schools offer support so far."),
        (_, Some(minutes)) => format!("{NEAREST} schools that offer support lie within {minutes} minutes."),
    };
    let (thin, areas) = (around.thin, around.areas);
    let supply = match thin {
        0 => None,
        1 => Some(format!("In one of {areas} areas, one other school at most could help.")),
        _ => Some(format!("In {thin} of {areas} areas, one other school at most could help.")),
    };
    let small = is_small(home).then(|| "It is a small school, with few to draw on.".to_owned());
    let alone = is_alone(home).then(|| "It belongs to no trust and to no alliance here.".to_owned());
    let links = match ties.links {
        0 => "It has not worked with another school here yet.".to_owned(),
        1 => "It has worked with one other school.".to_owned(),
        links => format!("It has worked with {links} other schools."),
    };
    let last = ties.last_on.map(|day| match (today - day).num_days() / 30 {
        ..=0 => "It worked with another school within the last month.".to_owned(),
        1 => "It last worked with another school a month ago.".to_owned(),
        months => format!("It last worked with another school {months} months ago."),
    });
    [Some(help), supply, small, alone, Some(links), last].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Word;
    use crate::brokerage::matching::sample::{day, home};

    const NEAR: Surroundings = Surroundings { remoteness: 60, minutes: Some(25), thin: 0, areas: 10 };

    fn today() -> NaiveDate {
        day("2026-11-21")
    }

    fn ties(links: i32, last_on: &str) -> Ties {
        Ties { links, last_on: Some(day(last_on)) }
    }

    fn of_size(size: SizeBand) -> Home {
        let mut it = home(1);
        it.context.size = Some(size);
        it
    }

    fn measured(home: &Home, around: &Surroundings, ties: &Ties) -> IsolationMeasure {
        IsolationMeasure::of(home, around, ties, today())
    }

    #[test]
    fn a_school_that_is_near_and_works_with_others_is_not_isolated() {
        let it = measured(&home(1), &NEAR, &ties(2, "2026-11-21"));
        assert_eq!((it.points, it.geography, it.capacity, it.will, it.reason), (60, 100, 0, 0, None));
        let told = ["40 schools that offer support lie within 25 minutes.", "It has worked with 2 other schools."];
        assert_eq!(it.sentences[..2], told);
        assert_eq!(it.sentences[2..], ["It worked with another school within the last month."]);
    }

    #[test]
    fn what_nobody_can_help_explains_before_what_might_be_begun() {
        let far = Surroundings { remoteness: 480, minutes: Some(70), ..NEAR };
        let never = Ties::default();
        let reason = |home: &Home, around: &Surroundings, ties: &Ties| measured(home, around, ties).reason;
        assert_eq!(reason(&home(1), &far, &never), Some(IsolationReason::Geography));
        assert_eq!(reason(&of_size(SizeBand::VerySmall), &NEAR, &never), Some(IsolationReason::Capacity));
        assert_eq!(reason(&of_size(SizeBand::VerySmall), &far, &never), Some(IsolationReason::Geography), "the larger");
        assert_eq!(reason(&home(1), &NEAR, &never), Some(IsolationReason::Will));
        assert_eq!(reason(&home(1), &NEAR, &ties(1, "2025-05-01")), None, "some is enough");
    }

    #[test]
    fn time_since_the_last_work_counts_up_to_two_years() {
        let will = |ties: &Ties| measured(&home(1), &NEAR, ties).will;
        assert_eq!(will(&ties(1, "2026-11-21")), 0);
        assert_eq!(will(&ties(1, "2025-11-21")), 250);
        assert_eq!(will(&ties(1, "2020-01-01")), 500);
        assert_eq!(will(&ties(1, "2027-01-01")), 0, "a day to come is none that has passed");
        assert_eq!(will(&Ties { links: 1, last_on: None }), 500);
        assert_eq!(will(&Ties::default()), 1_000);
        let told = measured(&home(1), &NEAR, &ties(1, "2026-09-01")).sentences;
        assert_eq!(
            told[1..],
            ["It has worked with one other school.", "It last worked with another school 2 months ago."]
        );
    }

    #[test]
    fn a_small_primary_with_thin_supply_has_least_to_draw_on() {
        let thin = Surroundings { thin: 5, ..NEAR };
        let capacity = |home: &Home, around| measured(home, around, &Ties::default()).capacity;
        assert_eq!(capacity(&of_size(SizeBand::Small), &NEAR), 300);
        assert_eq!(capacity(&of_size(SizeBand::Small), &thin), 600);
        assert_eq!(capacity(&of_size(SizeBand::Small), &Surroundings { thin: 4, ..NEAR }), 300);
        let mut secondary = of_size(SizeBand::Small);
        secondary.context.phase = Phase::Secondary;
        assert_eq!(capacity(&secondary, &thin), 300);
        let alone = Home { trust: None, alliances: Vec::new(), ..of_size(SizeBand::VerySmall) };
        assert_eq!(capacity(&alone, &thin), 1_000);
        let told = measured(&alone, &thin, &Ties::default()).sentences;
        let expected = [
            "In 5 of 10 areas, one other school at most could help.",
            "It is a small school, with few to draw on.",
            "It belongs to no trust and to no alliance here.",
            "It has not worked with another school here yet.",
        ];
        assert_eq!(told[1..], expected);
    }

    #[test]
    fn what_is_not_known_is_said_so() {
        let told =
            |home: &Home| measured(home, &Surroundings { minutes: None, ..NEAR }, &Ties::default()).sentences.remove(0);
        assert_eq!(told(&home(1)), "Fewer than 40 other schools offer support so far.");
        assert_eq!(told(&Home { place: None, ..home(1) }), "The register does not say where the school is.");
    }

    proptest! {
        #[test]
        fn more_distance_and_more_time_never_isolate_less(
            remoteness in 0_i32..=600, more in 0_i32..=600, days in 0_u64..2_000, longer in 0_u64..2_000, links in 0_i32..4,
            size in prop::option::of(prop::sample::select(SizeBand::ALL)), thin in 0_usize..=10,
        ) {
            let mut school = home(1);
            school.context.size = size;
            let at = |remoteness, days| {
                let around = Surroundings { remoteness, thin, ..NEAR };
                measured(&school, &around, &Ties { links, last_on: Some(today() - chrono::Days::new(days)) })
            };
            let (it, far) = (at(remoteness, days), at((remoteness + more).min(600), days + longer));
            prop_assert!(it.geography <= far.geography && it.points <= far.points && it.will <= far.will);
            for part in [far.points, far.geography, far.capacity, far.will] {
                prop_assert!((0..=1_000).contains(&part));
            }
        }
    }
}
