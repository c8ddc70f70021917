//! What the rows say beyond points, beside the same read in another way.

use crate::brokerage::matching::baseline::first_come;
use crate::brokerage::matching::interchange::sample::small;
use crate::brokerage::matching::plan::{Objective, Step, solve};
use crate::brokerage::matching::public_instance::PublicInstance;
use crate::brokerage::matching::report::{Case, Report};
use crate::brokerage::matching::stable::{Preferences, blocking, stable};

#[test]
fn rows_tell_what_both_sides_of_the_public_instance_want() {
    let (night, public) = (small(), PublicInstance::read());
    let other = Preferences::new(&public.instance, |request, specialist| public.standing(request, specialist));
    let preferences = night.preferences();
    for request in 0..night.requests.len() as u32 {
        assert_eq!(preferences.of(request), other.of(request));
    }
    for (request, specialist) in stable(&preferences).pairs().iter().copied() {
        assert_eq!(night.journey(request, specialist), public.journey(request, specialist));
    }
}

#[test]
fn a_report_says_the_same_of_the_rows_as_of_the_tables() {
    let (night, public) = (small(), PublicInstance::read());
    let (own, other) = (night.facts(), &public.facts);
    assert!(own.accounts.len() < other.accounts.len(), "schools are told by their place, not by their number");
    let preferences = night.preferences();
    let case = Case {
        preferences: &preferences,
        objective: &night.fair,
        facts: &own,
        journey: &|request, specialist| night.journey(request, specialist),
        certificate: None,
        best_without_load: Some(7_542_630),
        last: None,
    };
    for plan in [stable(&preferences), first_come(&night.instance, i64::from)] {
        let said = Report::of(&case, &plan).unwrap();
        let elsewhere = Report::of(&Case { facts: other, ..case }, &plan).unwrap();
        assert_eq!(said, elsewhere);
    }
}

#[test]
fn the_best_plans_of_the_public_instance_are_blocked_by_as_many_pairs_as_a_stranger_counts() {
    // Counted once by a program in another language, over the plans that were written to files.
    let night = small();
    let preferences = night.preferences();
    let of = |objective| {
        let plan = solve(&night.instance, objective, &mut |_| Step::GoOn).plan;
        let found = blocking(&preferences, &plan, 0).unwrap();
        (found.pairs, found.envious)
    };
    assert_eq!([of(&night.fair), of(&Objective::linear())], [(268, 185), (105, 105)]);
}
