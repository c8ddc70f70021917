//! Who might mentor a head, in order: whoever carries least comes first (DOMAIN H119), then whoever leads a school like
//! theirs, then whoever is near. The order is by the points with which mentors are shared out. Each is told with sentences.

use std::cmp::Reverse;

use crate::communities::sharing::{carried, metres, points};
use crate::communities::{MentoringPolicy, Pair};
use crate::directory::School;

/// A year, in days, for sentences.
const YEAR: i64 = 365;

/// Somebody who might mentor a head, with the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The two who might be brought together.
    pub pair: Pair,
    /// Why they stand where they stand, in plain words.
    pub sentences: Vec<String>,
}

/// Puts those who may mentor a head in order; whoever may not, or has as many as one is to have, is left out. `school` is the
/// head's own.
pub fn rank<'a>(
    pairs: impl IntoIterator<Item = (Pair, &'a School)>,
    school: &School,
    policy: &MentoringPolicy,
) -> Vec<Suggestion> {
    let fits = |pair: &Pair| pair.check().is_ok() && pair.load(policy).is_none();
    let mut fit: Vec<_> = pairs.into_iter().filter(|(pair, _)| fits(pair)).collect();
    fit.sort_by_cached_key(|(pair, home)| {
        let worth = points(pair, home, school) - carried(pair.mentor.mentees);
        (Reverse(worth), pair.mentor.specialist)
    });
    let told = |(pair, home): (Pair, &School)| Suggestion { pair, sentences: sentences(&pair, home, school, policy) };
    fit.into_iter().map(told).collect()
}

fn sentences(pair: &Pair, home: &School, school: &School, policy: &MentoringPolicy) -> Vec<String> {
    let most = policy.most_mentees;
    let load = match pair.mentor.mentees {
        0 => "Mentors nobody at present.".to_owned(),
        1 => format!("Mentors one head at present, of {most} at most."),
        number => format!("Mentors {number} heads at present, of {most} at most."),
    };
    let alike = if home.phase == school.phase && home.special == school.special {
        "Leads a school of the same kind."
    } else {
        "Leads a school of another kind."
    };
    let led = match pair.mentor.days_led / YEAR {
        0 => "Has led schools for less than a year.".to_owned(),
        1 => "Has led schools for a year.".to_owned(),
        years => format!("Has led schools for {years} years."),
    };
    let away = metres(home, school).map(|metres| match metres.div_ceil(1000) {
        0 | 1 => "Within a kilometre.".to_owned(),
        kilometres => format!("{kilometres} kilometres away."),
    });
    [load, alike.to_owned()].into_iter().chain(away).chain([led]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::id;
    use crate::communities::Mentor;
    use crate::communities::testing::{first, pair};
    use crate::directory::{GridPoint, KeyStages, Phase, SchoolStatus, Urn};

    fn school(phase: Phase, easting: i32) -> School {
        School {
            id: id(1),
            urn: Urn::new(100_001).unwrap(),
            name: "Ash Lane".into(),
            status: SchoolStatus::Open,
            phase,
            key_stages: KeyStages::of_phase(phase),
            size: None,
            deprivation: None,
            rurality: None,
            special: false,
            region: None,
            authority: None,
            trust: None,
            place: GridPoint::new(easting, 173_000),
        }
    }

    fn ranked(given: &[(u128, i32, &School)]) -> Vec<Suggestion> {
        let own = school(Phase::Primary, 358_000);
        let pairs = given.iter().map(|(number, mentees, home)| {
            let mentor = Mentor { specialist: id(*number), mentees: *mentees, ..pair().mentor };
            (Pair { mentor, ..pair() }, *home)
        });
        rank(pairs, &own, &first())
    }

    #[test]
    fn whoever_carries_least_comes_first_then_whoever_is_alike_then_whoever_is_near() {
        let (near, far) = (school(Phase::Primary, 359_000), school(Phase::Primary, 370_500));
        let other = school(Phase::Secondary, 358_000);
        let given = [(1, 1, &near), (2, 0, &other), (3, 0, &far), (4, 0, &near), (5, 2, &near)];
        let found = ranked(&given);
        let order: Vec<_> = found.iter().map(|it| it.pair.mentor.specialist).collect();
        assert_eq!(order, [id(4), id(3), id(2), id(1)], "the one with two heads takes no third");
        let mut turned = given;
        turned.reverse();
        assert_eq!(ranked(&turned), found, "the order of what is given changes nothing");
    }

    #[test]
    fn a_place_in_the_order_is_told_in_sentences() {
        let far = school(Phase::Secondary, 370_500);
        let told = ["Mentors one head at present, of 2 at most.", "Leads a school of another kind."];
        let rest = ["13 kilometres away.", "Has led schools for 10 years."];
        assert_eq!(ranked(&[(1, 1, &far)])[0].sentences, [told, rest].concat());
        let nowhere = School { place: None, ..school(Phase::Primary, 1) };
        let told = ["Mentors nobody at present.", "Leads a school of the same kind.", "Has led schools for 10 years."];
        assert_eq!(ranked(&[(1, 0, &nowhere)])[0].sentences, told);
    }
}
