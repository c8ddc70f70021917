//! What speaks for a mentor: points for the pair, and what the mentor carries already.

use crate::brokerage::matching::journey_minutes;
use crate::communities::Pair;
use crate::directory::{Rurality, School};

/// A year, in days.
const YEAR: i64 = 365;
/// A school of the same phase: more than all the rest.
const PHASE: i64 = 520;
/// Both special schools, or neither: more than the two after it.
const SPECIAL: i64 = 260;
/// A journey of no time at all; it falls to nought at two hours.
const NEAR: i64 = 200;
/// The journey, in minutes one way, at which nearness is worth nothing.
const HORIZON: i64 = 120;
/// One point for each year in which the mentor led schools, so many at most.
const YEARS: i64 = 20;
/// What a further head costs more than the one before: twice what all points together can differ by. The most heads that a
/// policy may allow, 120, cost less than it is worth that a head has a mentor.
const FURTHER: i64 = 2_000;

/// How well a mentor suits a head by their schools and by experience, 0 to 1000. Where a place is not known, the middle is
/// supposed.
pub(in crate::communities) fn points(pair: &Pair, home: &School, school: &School) -> i64 {
    let phase = if home.phase == school.phase { PHASE } else { 0 };
    let special = if home.special == school.special { SPECIAL } else { 0 };
    let near = metres(home, school).map_or(NEAR / 2, |metres| {
        let rural = [home, school].map(|it| it.rurality.map(Rurality::is_rural));
        let minutes = journey_minutes(i32::try_from(metres).unwrap_or(i32::MAX), rural);
        NEAR - NEAR * i64::from(minutes).min(HORIZON) / HORIZON
    });
    phase + special + near + (pair.mentor.days_led / YEAR).clamp(0, YEARS)
}

/// What the next head costs a mentor who has so many, in points.
pub(in crate::communities) fn carried(mentees: i32) -> i64 {
    i64::from(mentees.max(0)) * FURTHER
}

/// The straight line between two schools, in metres, where both places are known.
pub(in crate::communities) fn metres(home: &School, school: &School) -> Option<u32> {
    Some(home.place?.metres_to(school.place?))
}
