//! The terms of a deployment: expected outcomes, settlement, exit plan and dates, whole or not at all.

mod give_back;

use chrono::NaiveDate;

use crate::Rule;
use crate::brokerage::ImpactLevel;
use crate::brokerage::settlement::{Settlement, SettlementDraft, optional};
use crate::exchange::{MOST_OBJECTIVES, check_count};
use crate::reciprocity::GiveBack;
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Note, Remark};
use crate::time::Period;

/// The most days from the first to the last: a year (DOMAIN C38).
const MOST_DAYS: i64 = 366;

/// What is expected to change, for whom, and by when (DOMAIN D52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The group of pupils, never a pupil.
    pub pupil_group: Remark,
    /// How it will be seen.
    pub measure: Remark,
    /// By when.
    pub due_on: NaiveDate,
    /// At which level it is meant (DOMAIN E75); nothing in terms that were signed before it was asked for.
    pub level: Option<ImpactLevel>,
    /// The target of a school's development plan to which it belongs: where to find it, not what it says (DOMAIN E75).
    pub plan_reference: Option<Name>,
}

/// What both heads sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// One to three expected outcomes, or four with a reason (DOMAIN A12).
    pub outcomes: Vec<Outcome>,
    /// Why there is a fourth outcome.
    pub override_reason: Option<Remark>,
    /// What is given in return.
    pub settlement: Settlement,
    /// How the support ends and what stays (DOMAIN C38).
    pub exit_plan: Note,
    /// The first and the last day.
    pub period: Period,
    /// What the host gives back, if anything: its head takes it on by signing (DOMAIN C.4).
    pub give_back: Option<GiveBack>,
    /// Whether the balance policy reckoned that, and nobody stated it.
    pub reckoned: bool,
}

/// An outcome as it is typed.
#[derive(Clone, Debug, Default)]
pub struct OutcomeDraft {
    /// The group of pupils.
    pub pupil_group: String,
    /// How it will be seen.
    pub measure: String,
    /// By when.
    pub due_on: NaiveDate,
    /// At which level it is meant.
    pub level: Option<ImpactLevel>,
    /// The target of a school's development plan.
    pub plan_reference: Option<String>,
}

/// Terms as they are typed.
#[derive(Clone, Debug, Default)]
pub struct TermsDraft {
    /// Expected outcomes.
    pub outcomes: Vec<OutcomeDraft>,
    /// Why there is a fourth.
    pub override_reason: Option<String>,
    /// What is given in return.
    pub settlement: SettlementDraft,
    /// How the support ends.
    pub exit_plan: Option<String>,
    /// The first day.
    pub starts_on: Option<NaiveDate>,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// What the host gives back.
    pub give_back: Option<GiveBack>,
}

impl Terms {
    /// Checks terms; every fault is told at once.
    pub fn parse(draft: &TermsDraft, today: NaiveDate) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        faults.need(!draft.outcomes.is_empty(), || Rule::OutcomeMissing.at("outcomes"));
        let reason = optional(draft.override_reason.as_deref(), Remark::new);
        let override_reason = faults.keep("overrideReason", reason).flatten();
        check_count(draft.outcomes.len(), "outcomes", override_reason.is_some(), &mut faults);
        let period = match (draft.starts_on, draft.ends_on) {
            (Some(from), Some(until)) => faults.keep("endsOn", Period::new(from, until)),
            (None, _) => faults.keep("startsOn", Err(Rule::EndMissing.into())),
            (_, None) => faults.keep("endsOn", Err(Rule::EndMissing.into())),
        };
        faults.need(draft.ends_on.is_none_or(|end| end >= today), || Rule::DatePassed.at("endsOn"));
        let lasts = period.map_or(0, |period| (period.until() - period.from()).num_days());
        faults.need(lasts <= MOST_DAYS, || Rule::TermsTooLong.at("endsOn"));
        let mut outcomes = Vec::with_capacity(draft.outcomes.len());
        for (n, outcome) in draft.outcomes.iter().take(MOST_OBJECTIVES).enumerate() {
            let pupil_group = faults.keep(format!("outcomes.{n}.pupilGroup"), Remark::new(&outcome.pupil_group));
            let measure = faults.keep(format!("outcomes.{n}.measure"), Remark::new(&outcome.measure));
            let begun = draft.starts_on.is_none_or(|start| outcome.due_on >= start) && outcome.due_on >= today;
            faults.need(begun, || Rule::DatePassed.at(format!("outcomes.{n}.dueOn")));
            faults.need(outcome.level.is_some(), || Rule::ObjectiveLevelMissing.at(format!("outcomes.{n}.level")));
            let reference = outcome.plan_reference.as_deref().map(Name::new).transpose();
            let reference = faults.keep(format!("outcomes.{n}.planReference"), reference);
            if let (Some(pupil_group), Some(measure), Some(plan_reference)) = (pupil_group, measure, reference) {
                let &OutcomeDraft { due_on, level, .. } = outcome;
                outcomes.push(Outcome { pupil_group, measure, due_on, level, plan_reference });
            }
        }
        let exit_plan = match draft.exit_plan.as_deref() {
            Some(text) => faults.keep("exitPlan", Note::new(text)),
            None => faults.keep("exitPlan", Err(Rule::ExitPlanMissing.into())),
        };
        let settlement = match Settlement::parse(&draft.settlement) {
            Ok(settlement) => {
                let within = settlement
                    .subscription
                    .as_ref()
                    .zip(draft.starts_on)
                    .is_none_or(|(it, from)| (it.period.from()..=it.period.until()).contains(&from));
                faults.need(within, || Rule::SettlementOutside.at("settlement.subscription"));
                Some(settlement)
            }
            Err(refusals) => {
                for no in refusals.into_vec() {
                    faults.need(false, || no);
                }
                None
            }
        };
        let give_back = draft.give_back.map(|it| GiveBack::check(it.kind, it.half_days, it.due_on, today));
        if let Some(Err(refusals)) = &give_back {
            for no in refusals.clone().into_vec() {
                let field = format!("giveBack.{}", no.field.as_deref().unwrap_or_default());
                faults.need(false, || no.at(field));
            }
        }
        let give_back = give_back.and_then(Result::ok);
        let built = exit_plan.zip(settlement).zip(period);
        faults.into_result(built.map(|((exit_plan, settlement), period)| Self {
            outcomes,
            override_reason,
            settlement,
            exit_plan,
            period,
            give_back,
            reckoned: false,
        }))
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests {
    use super::*;
    use crate::brokerage::SubscriptionDraft;
    use crate::exchange::SettlementKind;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn draft() -> TermsDraft {
        TermsDraft {
            outcomes: vec![OutcomeDraft {
                pupil_group: "Year 9 who read below their age".into(),
                measure: "Reading ages, September to July".into(),
                due_on: day("2027-07-01"),
                level: Some(ImpactLevel::Department),
                plan_reference: Some("Reading, target 2".into()),
            }],
            override_reason: None,
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
            (Rule::ExitPlanMissing, "exitPlan"),
            (Rule::SettlementMissing, "settlement.kind"),
        ];
        assert_eq!(faults(&TermsDraft::default()), expected.map(|(rule, field)| (rule, field.to_owned())));
        let endless = TermsDraft { ends_on: None, ..draft() };
        assert_eq!(faults(&endless), [(Rule::EndMissing, "endsOn".to_owned())]);
    }

    #[test]
    fn an_outcome_names_a_group_a_measure_and_a_day_to_come() {
        let mut it = draft();
        it.outcomes[0] = OutcomeDraft {
            pupil_group: " ".into(),
            due_on: day("2026-11-22"),
            plan_reference: Some("\u{202E}".into()),
            ..OutcomeDraft::default()
        };
        let expected = [
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
    fn a_subscription_runs_when_the_support_begins() {
        let until = |day: &str| {
            let from = "2026-09-01".parse().unwrap();
            let it = SubscriptionDraft { programme: "Core offer".into(), from, until: day.parse().unwrap() };
            let kind = Some(SettlementKind::Subscription);
            let settlement = SettlementDraft { kind, subscription: Some(it), ..SettlementDraft::default() };
            faults(&TermsDraft { settlement, ..draft() })
        };
        assert_eq!(until("2026-11-23"), []);
        assert_eq!(until("2026-11-22"), [(Rule::SettlementOutside, "settlement.subscription".to_owned())]);
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
        assert_eq!(faults(&past), [(Rule::DatePassed, "endsOn".to_owned())]);
        let until = |day: &str| TermsDraft { ends_on: Some(day.parse().unwrap()), ..draft() };
        assert_eq!(faults(&until("2027-11-24")), []);
        assert_eq!(faults(&until("2027-11-25")), [(Rule::TermsTooLong, "endsOn".to_owned())]);
    }
}
