//! The rules of what is measured.

use super::*;
use crate::access::Role;
use crate::brokerage::deployment::tests::active;
use crate::brokerage::proposal::tests::{at, broker, head, start};

fn later() -> Timestamp {
    start().plus_days(40)
}

fn number(point: MeasurePoint, value: f64, on: NaiveDate) -> ReadingDraft {
    let (unit, source) = (Some("months".into()), "The school's reading test".into());
    ReadingDraft { point, value: Some(value), unit, absent: None, source, on }
}

fn absent(point: MeasurePoint, why: AbsentReason, on: NaiveDate) -> ReadingDraft {
    ReadingDraft { value: None, unit: None, absent: Some(why), ..number(point, 0.0, on) }
}

fn blank() -> Measure {
    Measure::none(active().id, 1)
}

fn refused(it: &mut Measure, draft: &ReadingDraft) -> Vec<(Rule, String)> {
    let before = it.clone();
    let no = it.take(&active(), draft, &head(2), later()).map(drop).unwrap_err();
    assert_eq!(*it, before, "nothing is kept of what was refused");
    no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

fn take(it: &mut Measure, draft: &ReadingDraft) {
    it.take(&active(), draft, &head(2), later()).map(drop).unwrap();
}

#[test]
fn the_school_that_receives_measures_from_the_agreement_until_it_is_closed() {
    let draft = number(MeasurePoint::Baseline, 80.0, start().day());
    let coordinator = at(Role::Coordinator, 2, 7);
    for by in [head(2), coordinator] {
        assert!(blank().take(&active(), &draft, &by, later()).is_ok(), "{by:?}");
    }
    for by in [head(1), broker(10, 5), at(Role::Specialist, 1, 8), Actor::Stranger] {
        assert_eq!(blank().take(&active(), &draft, &by, later()).map(drop), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    let planned = Deployment { agreed_at: None, ..active() };
    let closed = Deployment { status: DeploymentStatus::Closed, ..active() };
    for it in [planned, closed] {
        assert_eq!(blank().take(&it, &draft, &head(2), later()).map(drop), Err(Rule::StepNotOpen.into()));
    }
}

#[test]
fn it_is_a_number_with_its_unit_or_a_reason_and_never_both_or_neither() {
    let day = start().day();
    let whole = number(MeasurePoint::Baseline, 80.0, day);
    let unclear = [(Rule::MeasureUnclear, "value".to_owned())];
    for draft in [
        ReadingDraft { value: None, ..whole.clone() },
        ReadingDraft { unit: None, ..whole.clone() },
        ReadingDraft { absent: Some(AbsentReason::NotYet), ..whole.clone() },
        ReadingDraft { value: None, unit: None, ..whole.clone() },
    ] {
        assert_eq!(refused(&mut blank(), &draft), unclear, "{draft:?}");
    }
    for value in [f64::NAN, f64::INFINITY, 1.005, 10_000_000.01] {
        let draft = ReadingDraft { value: Some(value), ..whole.clone() };
        assert_eq!(refused(&mut blank(), &draft), [(Rule::NumberOutOfRange, "value".to_owned())], "{value}");
    }
    for value in [0.0, -12.5, 0.29, 1.15, 10_000_000.0] {
        assert_eq!(Figure::new(value).map(Figure::number), Ok(value));
    }
    let mut elsewhere = Measure::none(active().id, 2);
    assert_eq!(refused(&mut elsewhere, &whole), [(Rule::OutcomeUnknown, "outcome".to_owned())]);
}

#[test]
fn its_days_do_not_run_backwards() {
    let day = start().day();
    let before = day.pred_opt().unwrap();
    let outside = [(Rule::MeasureOutside, "on".to_owned())];
    let mut it = blank();
    let tomorrow = later().day().succ_opt().unwrap();
    assert_eq!(refused(&mut it, &number(MeasurePoint::Baseline, 80.0, tomorrow)), outside);
    assert_eq!(refused(&mut it, &number(MeasurePoint::End, 80.0, before)), outside);
    take(&mut it, &number(MeasurePoint::Baseline, 80.0, before));
    take(&mut it, &number(MeasurePoint::End, 92.5, later().day()));
    take(&mut it, &absent(MeasurePoint::Mid, AbsentReason::NotCollected, day));
    assert_eq!(refused(&mut it, &number(MeasurePoint::Baseline, 80.0, day.succ_opt().unwrap())), outside);
    let not_begun = Deployment { started_at: None, ..active() };
    let end = number(MeasurePoint::End, 80.0, day);
    assert!(blank().take(&not_begun, &end, &head(2), later()).is_err());
}

#[test]
fn its_numbers_have_one_unit_and_what_is_absent_is_never_nought() {
    let (first, last) = (start().day(), later().day());
    let mut it = blank();
    take(&mut it, &number(MeasurePoint::Baseline, 80.0, first));
    assert_eq!(it.change(), None);
    assert!(it.sentence().contains("last value was not written down. So nothing can be said"), "{}", it.sentence());
    let points = ReadingDraft { unit: Some("points".into()), ..number(MeasurePoint::End, 3.0, last) };
    assert_eq!(refused(&mut it, &points), [(Rule::MeasureUnitDiffers, "unit".to_owned())]);
    take(&mut it, &absent(MeasurePoint::End, AbsentReason::NotYet, last));
    assert!(it.sentence().contains("is absent: it is not known yet. So nothing"), "{}", it.sentence());
    take(&mut it, &number(MeasurePoint::End, 92.5, last));
    assert_eq!(it.change().map(Figure::number), Some(12.5));
    assert!(it.sentence().contains("changed by +12.5 (months)"), "{}", it.sentence());
    assert!(it.sentence().contains("does not show"), "{}", it.sentence());
    // What replaces the only number may have another unit.
    take(&mut it, &absent(MeasurePoint::Baseline, AbsentReason::NotComparable, first));
    take(&mut it, &points);
    assert_eq!((it.unit.as_ref().map(Line::as_str), it.change()), (Some("points"), None));
}
