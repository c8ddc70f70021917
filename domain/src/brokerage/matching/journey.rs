//! How long the journey between two schools takes, in whole minutes.
//!
//! There is no routing data here, so the journey is a model (SETTLED 8). The road is the straight line and three tenths
//! more. The first five kilometres at either end go at the pace of that end, 24 km/h in town and 42 km/h in the country
//! (33 km/h where the register does not say); a shorter road is shared between the ends. What remains goes at 54 km/h up
//! to forty kilometres and at 84 km/h beyond. Five minutes are added for parking and reception. Everything is rounded
//! up to whole minutes, once, at the end.

const LOCAL_METRES: i64 = 5_000;
const MIDDLE_METRES: i64 = 40_000;
const TOWN: i64 = 400;
const COUNTRY: i64 = 700;
const UNSAID: i64 = 550;
const MIDDLE: i64 = 900;
const FAR: i64 = 1_400;
const DOOR_MINUTES: i64 = 5;
/// The longest line on the national grid, in metres.
const FARTHEST: i32 = 1_500_000;
/// Parts of a minute in which the legs are added up: a multiple of every pace, so that no leg is rounded.
const PARTS: i64 = 277_200;

/// The journey in minutes, one way, for a straight line of so many metres between two schools, by this module's model.
/// `rural` is whether each end lies in the country, where the register says.
pub fn minutes(metres: i32, rural: [Option<bool>; 2]) -> i32 {
    let road = i64::from(metres.max(0)) * 13 / 10;
    let local = (road / 2).min(LOCAL_METRES);
    let rest = road - 2 * local;
    let middle = rest.min(MIDDLE_METRES);
    let far = rest - middle;
    let ends: i64 = rural.into_iter().map(|end| local * parts_of_a_metre(end)).sum();
    let parts = ends + middle * (PARTS / MIDDLE) + far * (PARTS / FAR);
    i32::try_from((parts + PARTS - 1) / PARTS + DOOR_MINUTES).unwrap_or(i32::MAX)
}

/// The longest straight line, in metres, whose journey takes no longer than so many minutes; less than nought if there is none.
pub fn farthest(limit: i32, rural: [Option<bool>; 2]) -> i32 {
    let (mut within, mut beyond) = (-1, FARTHEST + 1);
    while beyond - within > 1 {
        let between = within + (beyond - within) / 2;
        if minutes(between, rural) <= limit {
            within = between;
        } else {
            beyond = between;
        }
    }
    within
}

/// What a metre takes, in parts of a minute.
const fn parts_of_a_metre(rural: Option<bool>) -> i64 {
    match rural {
        Some(true) => PARTS / COUNTRY,
        Some(false) => PARTS / TOWN,
        None => PARTS / UNSAID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWNS: [Option<bool>; 2] = [Some(false); 2];
    const VILLAGES: [Option<bool>; 2] = [Some(true); 2];

    #[test]
    fn the_pace_of_every_leg_divides_the_parts() {
        for pace in [TOWN, COUNTRY, UNSAID, MIDDLE, FAR] {
            assert_eq!(PARTS % pace, 0, "{pace}");
        }
    }

    #[test]
    fn worked_journeys() {
        for (metres, rural, expected) in [
            (0, TOWNS, 5),
            // 2,600 m of road at 400 m a minute: 6.5, and the door.
            (2_000, TOWNS, 12),
            // 13,000 m: two local legs of 12.5 minutes, 3,000 m at 900.
            (10_000, TOWNS, 34),
            (10_000, VILLAGES, 23),
            // 130,000 m: 25 local, 44.4 middle, 57.1 far.
            (100_000, TOWNS, 132),
        ] {
            assert_eq!(minutes(metres, rural), expected, "{metres} {rural:?}");
        }
        let mixed = minutes(10_000, [Some(false), Some(true)]);
        assert!(minutes(10_000, VILLAGES) < mixed && mixed < minutes(10_000, TOWNS));
    }

    #[test]
    fn a_longer_line_is_never_a_shorter_journey() {
        let journeys: Vec<_> = (0..200_000).step_by(97).map(|metres| minutes(metres, [None, Some(true)])).collect();
        assert!(journeys.is_sorted());
    }

    #[test]
    fn the_farthest_line_is_the_last_that_takes_no_longer() {
        for (limit, rural) in [(5, TOWNS), (34, TOWNS), (60, VILLAGES), (61, [None, Some(true)]), (240, TOWNS)] {
            let metres = farthest(limit, rural);
            assert!(minutes(metres, rural) <= limit && minutes(metres + 1, rural) > limit, "{limit}");
        }
        assert_eq!(farthest(4, TOWNS), -1, "the door alone takes longer");
        assert_eq!(farthest(i32::MAX, TOWNS), FARTHEST);
    }
}
