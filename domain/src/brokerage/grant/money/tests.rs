//! The money of a grant, and random histories of it.

use proptest::prelude::*;

use super::super::tests::opened;
use super::*;
use crate::brokerage::testing::{active, charged, id, start};
use crate::brokerage::{Amounts, InPlaceOf, Paid, SettlementDraft, ShareDraft};
use crate::exchange::SettlementKind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A grant to the school 2 for three years from September 2025, each of so much, of which the first ones are released.
fn granted(pence: i64, released: usize) -> Grant {
    let mut it = Grant { school: id(2), starts_on: day("2025-09-01"), ..opened() };
    for (n, year) in it.years.iter_mut().enumerate() {
        year.pence = pence;
        if n < released {
            (year.status, year.released_at) = (GrantYearStatus::Released, Some(start()));
        }
    }
    it
}

/// Support that the grant pays alone, or together with the school that receives.
fn paid(a_day: i64, part: Option<i64>) -> Deployment {
    let mut it = active();
    let share = |by, part| ShareDraft { by, name: Some("The zone".into()), pool: None, part };
    let shares = part.map(|part| vec![share(PayerKind::Grant, part), share(PayerKind::Host, 10_000 - part)]);
    let draft = SettlementDraft {
        kind: Some(SettlementKind::Grant),
        day_rate: Some(a_day),
        shares: shares.unwrap_or_default(),
        grant: Some(id(70)),
        ..SettlementDraft::default()
    };
    it.terms.as_mut().unwrap().settlement = Settlement::parse(&draft).unwrap();
    it
}

/// A charge of a visit on a day, of which the grant pays so much.
fn charge(of: &Deployment, n: u128, on: &str, pence: i64) -> Charge {
    let paid = Paid::of_all([0, 0, pence, 0, 0]);
    let half_days = if pence < 0 { -1 } else { 1 };
    let it = charged(n, of, half_days, Amounts { gross: pence, paid, ..Amounts::default() });
    Charge { visited_on: day(on), ..it }
}

/// What some support has of each year after these lines.
fn held(lines: &[GrantLine]) -> Vec<GrantHeld> {
    let sum = |year: i32, of: fn(&GrantLine) -> i64| lines.iter().filter(|it| it.year == year).map(of).sum();
    (1..=3).map(|year| GrantHeld { year, held: sum(year, |it| it.held), spent: sum(year, |it| it.pence) }).collect()
}

fn money(it: &Grant) -> Vec<(i64, i64)> {
    it.years.iter().map(|year| (year.left(), year.reserved)).collect()
}

fn no<T: std::fmt::Debug>(result: Result<T, Rejected>) -> (Rule, String) {
    let no = result.unwrap_err();
    (no.rule, no.field.unwrap_or_default().into_owned())
}

fn told(rule: Rule) -> (Rule, String) {
    (rule, FIELD.to_owned())
}

const AUTUMN: &str = "2026-11-23";

#[test]
fn it_pays_for_the_school_to_which_it_was_made_in_its_years() {
    let (it, of) = (granted(100, 1), paid(100, None));
    let days = of.terms.as_ref().unwrap().period;
    assert_eq!(it.pays(&of, days), Ok(()));
    assert_eq!(it.pays(&Deployment { home: id(2), host: id(3), ..of.clone() }, days), Ok(()), "or for what it gives");
    assert_eq!(no(it.pays(&Deployment { host: id(3), ..of.clone() }, days)), told(Rule::GrantForeign));
    assert_eq!(no(it.pays(&Deployment { alliance: id(11), ..of.clone() }, days)), told(Rule::GrantForeign));
    for (from, until, fine) in
        [("2025-08-31", "2025-12-01", false), ("2025-09-01", "2028-08-31", true), ("2028-05-01", "2028-09-01", false)]
    {
        let result = it.pays(&of, Period::new(day(from), day(until)).unwrap());
        assert_eq!(result, if fine { Ok(()) } else { Err(Rule::SettlementOutside.at(FIELD)) }, "{from}");
    }
}

#[test]
fn only_released_money_that_nothing_else_needs_covers_what_is_planned() {
    let of = paid(100, None);
    let plan = [(day(AUTUMN), 6)];
    assert_eq!(no(granted(300, 1).covers(&of, &plan)), told(Rule::GrantTooLow), "its second year is not released");
    assert_eq!(no(granted(299, 2).covers(&of, &plan)), told(Rule::GrantTooLow));
    let mut it = granted(300, 2);
    let lines = it.reserve(&of, &plan, start()).unwrap();
    assert_eq!(lines.iter().map(|it| (it.year, it.pence, it.held)).collect::<Vec<_>>(), [(2, 0, 300)]);
    assert_eq!(money(&it), [(300, 0), (300, 300), (0, 0)]);
    assert_eq!(no(it.covers(&of, &[(day(AUTUMN), 1)])), told(Rule::GrantTooLow), "two agreements count on it once");
    // Work in two years is held back in both, with the penny that may fall to either.
    let mut it = granted(300, 2);
    let two = [(day("2026-06-01"), 2), (day(AUTUMN), 4)];
    let lines = it.reserve(&of, &two, start()).unwrap();
    assert_eq!(lines.iter().map(|it| (it.year, it.held)).collect::<Vec<_>>(), [(1, 101), (2, 201)]);
}

#[test]
fn a_charge_is_spent_in_the_year_of_its_visit_out_of_what_is_held_and_then_of_what_is_free() {
    let (mut it, of) = (granted(300, 2), paid(100, None));
    let mut lines = it.reserve(&of, &[(day(AUTUMN), 4)], start()).unwrap();
    lines.extend(it.book(&charge(&of, 50, AUTUMN, 150), (&held(&lines), true), start()).unwrap());
    assert_eq!(money(&it), [(300, 0), (150, 50), (0, 0)]);
    let much = charge(&of, 51, AUTUMN, 151);
    assert_eq!(it.lacks(&much, &held(&lines)), 1);
    assert_eq!(no(it.book(&much, (&held(&lines), true), start())).0, Rule::GrantSpent);
    assert_eq!(it.lacks(&charge(&of, 51, "2027-09-01", 10), &held(&lines)), 10, "the third year is not released");
    assert_eq!(it.lacks(&charge(&of, 51, "2029-01-01", 10), &held(&lines)), 10, "nothing pays after the last");
    lines.extend(it.book(&charge(&of, 51, AUTUMN, 150), (&held(&lines), true), start()).unwrap());
    assert_eq!(money(&it), [(300, 0), (0, 0), (0, 0)]);
    // What comes back is held again while the support goes on, and free after its end.
    lines.extend(it.book(&charge(&of, 52, AUTUMN, -150), (&held(&lines), true), start()).unwrap());
    assert_eq!(money(&it)[1], (150, 150));
    lines.extend(it.book(&charge(&of, 53, AUTUMN, -150), (&held(&lines), false), start()).unwrap());
    assert_eq!(money(&it)[1], (300, 150));
}

#[test]
fn a_penny_that_another_year_paid_comes_back_from_there() {
    let (mut it, of) = (granted(300, 2), paid(100, None));
    let mut lines = it.book(&charge(&of, 50, "2026-06-01", 51), (&[], true), start()).unwrap();
    lines.extend(it.book(&charge(&of, 51, AUTUMN, 50), (&held(&lines), true), start()).unwrap());
    lines.extend(it.book(&charge(&of, 52, "2026-06-01", -50), (&held(&lines), false), start()).unwrap());
    let back = it.book(&charge(&of, 53, AUTUMN, -51), (&held(&lines), false), start()).unwrap();
    assert_eq!(back.iter().map(|it| (it.year, it.pence)).collect::<Vec<_>>(), [(2, -50), (1, -1)]);
    assert_eq!(money(&it), [(300, 0), (300, 0), (0, 0)]);
}

#[test]
fn at_the_end_it_keeps_what_visits_cost_that_wait_for_the_host() {
    let (mut it, of) = (granted(1_000, 2), paid(100, None));
    let mut lines = it.reserve(&of, &[(day("2026-06-01"), 2), (day(AUTUMN), 6)], start()).unwrap();
    lines.extend(it.let_go(&of, &held(&lines), &[(day(AUTUMN), 2)], start()));
    assert_eq!(money(&it), [(1_000, 0), (1_000, 101), (0, 0)]);
    lines.extend(it.book(&charge(&of, 50, AUTUMN, 100), (&held(&lines), false), start()).unwrap());
    let rest = it.let_go(&of, &held(&lines), &[], start());
    assert_eq!(rest.iter().map(|it| (it.kind, it.held)).collect::<Vec<_>>(), [(GrantLineKind::Release, -1)]);
    assert_eq!(money(&it)[1], (900, 0));
}

proptest! {
    #[test]
    fn whatever_is_agreed_and_confirmed_no_year_spends_more_than_was_released(
        a_day in 1_i64..400, part in prop::option::of(1_i64..10_000),
        acts in prop::collection::vec((0..6_u8, 0..3_usize, 1..5_i32), 1..60),
    ) {
        let days = ["2026-06-01", AUTUMN, "2027-10-01"];
        let (mut it, of) = (granted(1_000, 2), paid(a_day, part));
        let settlement = of.terms.clone().unwrap().settlement;
        let by_grant = |given: i32| settlement.bill(given, 400).paid.of(PayerKind::Grant);
        let (mut lines, mut given, mut taken_on) = (Vec::<GrantLine>::new(), 0, 0);
        let mut visits: Vec<(&str, i32, i64)> = Vec::new();
        for (n, (act, on, half_days)) in (100..).zip(acts) {
            let (nth, on) = (on, days[on]);
            let new = match act {
                0 => it.reserve(&of, &[(day(on), half_days)], start()).unwrap_or_default(),
                1..=3 => {
                    let mut charge = charge(&of, n, on, by_grant(given + half_days) - by_grant(given));
                    let lacks = it.lacks(&charge, &held(&lines));
                    if lacks > 0 {
                        let no = it.clone().book(&charge, (&held(&lines), true), start()).unwrap_err();
                        prop_assert_eq!(no.rule, Rule::GrantSpent);
                        charge.take_on(charge.lacking(PayerKind::Host, lacks, 0));
                    }
                    given += half_days;
                    taken_on += lacks;
                    visits.push((on, half_days, lacks));
                    it.book(&charge, (&held(&lines), true), start()).unwrap()
                }
                4 if !visits.is_empty() => {
                    let (on, half_days, lacked) = visits.swap_remove(nth % visits.len());
                    let mut charge = charge(&of, n, on, by_grant(given - half_days) - by_grant(given));
                    let back = -lacked.min(-charge.amounts.paid.of(PayerKind::Grant)).max(0);
                    charge.take_on(InPlaceOf { by: PayerKind::Host, grant: back, pool: 0 });
                    charge.take_on(charge.lacking(PayerKind::Host, it.lacks(&charge, &held(&lines)), 0));
                    prop_assert!(charge.taken_on.grant <= 0, "nobody pays for what is taken back");
                    given -= half_days;
                    taken_on += charge.taken_on.grant;
                    it.book(&charge, (&held(&lines), false), start()).unwrap()
                }
                _ => it.let_go(&of, &held(&lines), &[(day(on), half_days)], start()),
            };
            lines.extend(new);
            let of_it = held(&lines);
            for (year, of_year) in it.years.iter().zip(&of_it) {
                prop_assert_eq!((year.spent, year.reserved), (of_year.spent, of_year.held));
                prop_assert!(year.spent >= 0 && year.reserved >= 0 && year.reserved <= year.left(), "{:?}", year);
            }
            let spent: i64 = of_it.iter().map(|it| it.spent).sum();
            prop_assert_eq!(spent + taken_on, by_grant(given), "each penny is the grant's or the school's");
        }
    }
}
