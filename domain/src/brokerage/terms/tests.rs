//! The rules of terms.

use super::*;
use crate::brokerage::{StepOwner, SubscriptionDraft};
use crate::exchange::SettlementKind;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn step(what: &str, owner: StepOwner, due_on: &str) -> ActionStepDraft {
    ActionStepDraft { what: what.to_owned(), owner, due_on: day(due_on) }
}

pub fn draft() -> TermsDraft {
    TermsDraft {
        outcomes: vec![OutcomeDraft {
            improvement: Some("They read whole books by themselves".into()),
            pupil_group: "Year 9 who read below their age".into(),
            measure: "Reading ages, September to July".into(),
            due_on: day("2027-07-01"),
            level: Some(ImpactLevel::Department),
            plan_reference: Some("Reading, target 2".into()),
        }],
        override_reason: None,
        action_plan: vec![
            step("Watches three lessons and says what was seen", StepOwner::Specialist, "2026-12-18"),
            step("Gives the two teachers an hour a week to plan together", StepOwner::Host, "2027-01-15"),
        ],
        settlement: SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() },
        exit_plan: Some("The reading lead takes over the sessions.".into()),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2027-03-25")),
        give_back: None,
    }
}

fn faults(draft: &TermsDraft) -> Vec<(Rule, String)> {
    let no = Terms::parse(draft, day("2026-11-21")).map_err(Refusals::into_vec).err().unwrap_or_default();
    no.into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

#[test]
fn whole_terms_are_taken() {
    assert_eq!(faults(&draft()), []);
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let expected = [
        (Rule::OutcomeMissing, "outcomes"),
        (Rule::EndMissing, "startsOn"),
        (Rule::ActionPlanMissing, "actionPlan"),
        (Rule::ExitPlanMissing, "exitPlan"),
        (Rule::SettlementMissing, "settlement.kind"),
    ];
    assert_eq!(faults(&TermsDraft::default()), expected.map(|(rule, field)| (rule, field.to_owned())));
    let endless = TermsDraft { ends_on: None, ..draft() };
    assert_eq!(faults(&endless), [(Rule::EndMissing, "endsOn".to_owned())]);
}

#[test]
fn an_outcome_names_a_change_a_group_a_measure_and_a_day_to_come() {
    let mut it = draft();
    it.outcomes[0] = OutcomeDraft {
        pupil_group: " ".into(),
        due_on: day("2026-11-22"),
        plan_reference: Some("\u{202E}".into()),
        ..OutcomeDraft::default()
    };
    let expected = [
        (Rule::ImprovementMissing, "outcomes.0.improvement"),
        (Rule::TextEmpty, "outcomes.0.pupilGroup"),
        (Rule::TextEmpty, "outcomes.0.measure"),
        (Rule::DatePassed, "outcomes.0.dueOn"),
        (Rule::ObjectiveLevelMissing, "outcomes.0.level"),
        (Rule::TextNotPlain, "outcomes.0.planReference"),
    ];
    assert_eq!(faults(&it), expected.map(|(rule, field)| (rule, field.to_owned())));
}

#[test]
fn up_to_three_outcomes_stand_and_a_fourth_needs_its_reason() {
    let with = |count, reason: Option<&str>| {
        let outcomes = vec![draft().outcomes[0].clone(); count];
        faults(&TermsDraft { outcomes, override_reason: reason.map(str::to_owned), ..draft() })
    };
    let told = |rule, field: &str| vec![(rule, field.to_owned())];
    assert_eq!(with(3, None), []);
    assert_eq!(with(4, None), told(Rule::FourthObjectiveNeedsReason, "overrideReason"));
    assert_eq!(with(4, Some(" ")).last(), told(Rule::FourthObjectiveNeedsReason, "overrideReason").last());
    assert_eq!(with(4, Some("The governors asked for attendance as well.")), []);
    assert_eq!(with(5, Some("Everything matters.")), told(Rule::ObjectivesTooMany, "outcomes"));
}

#[test]
fn a_subscription_runs_from_the_first_day_of_the_support_to_the_last() {
    let told = |from: &str, until: &str| {
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        let it = SubscriptionDraft { programme: "Core offer".into(), from, until };
        let kind = Some(SettlementKind::Subscription);
        let settlement = SettlementDraft { kind, subscription: Some(it), ..SettlementDraft::default() };
        faults(&TermsDraft { settlement, ..draft() })
    };
    assert_eq!(told("2026-11-23", "2027-03-25"), []);
    for (from, until) in [("2026-11-23", "2027-03-24"), ("2026-11-24", "2027-03-25"), ("2026-09-01", "2026-11-23")] {
        let expected = [(Rule::SettlementOutside, "settlement.subscription".to_owned())];
        assert_eq!(told(from, until), expected, "{from} to {until}");
    }
}

#[test]
fn what_is_given_back_is_checked_with_the_rest() {
    use crate::reciprocity::ObligationKind::{GiveBack as HalfDays, WriteUp};
    let of = |kind, due_on: &str| {
        let give_back = Some(GiveBack { kind, half_days: None, due_on: day(due_on) });
        faults(&TermsDraft { give_back, ..draft() })
    };
    assert_eq!(of(WriteUp, "2027-06-30"), []);
    assert_eq!(of(WriteUp, "2026-11-20"), [(Rule::DatePassed, "giveBack.dueOn".to_owned())]);
    assert_eq!(of(HalfDays, "2027-06-30"), [(Rule::GiveBackUncounted, "giveBack.halfDays".to_owned())]);
}

#[test]
fn terms_do_not_end_before_they_begin_or_in_the_past() {
    let backwards = TermsDraft { ends_on: Some(day("2026-11-22")), ..draft() };
    assert_eq!(faults(&backwards), [(Rule::PeriodBackwards, "endsOn".to_owned())]);
    let past = TermsDraft { starts_on: Some(day("2026-11-01")), ends_on: Some(day("2026-11-20")), ..draft() };
    assert_eq!(faults(&past)[0], (Rule::DatePassed, "endsOn".to_owned()));
    let until = |day: &str| TermsDraft { ends_on: Some(day.parse().unwrap()), ..draft() };
    assert_eq!(faults(&until("2027-11-24")), []);
    assert_eq!(faults(&until("2027-11-25")), [(Rule::TermsTooLong, "endsOn".to_owned())]);
}
