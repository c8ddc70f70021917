//! The terms of a deployment: expected outcomes, action plan, settlement, exit plan and dates, whole or not at all.

mod give_back;

use chrono::NaiveDate;

use crate::brokerage::ImpactLevel;
use crate::brokerage::action_plan::{self, ActionStep, ActionStepDraft};
use crate::brokerage::settlement::{Settlement, SettlementDraft, optional};
use crate::exchange::{MOST_OBJECTIVES, check_count};
use crate::reciprocity::GiveBack;
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Note, Remark};
use crate::time::Period;
use crate::{Rejected, Rule};

/// The most days from the first to the last: a year (DOMAIN C38).
const MOST_DAYS: i64 = 366;

/// What is expected to change, for whom, and by when (DOMAIN D52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What shall be better then; nothing in terms that were signed before it was asked for.
    pub improvement: Option<Remark>,
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

/// What both heads and the alliance sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// One to three expected outcomes, or four with a reason (DOMAIN A12).
    pub outcomes: Vec<Outcome>,
    /// Why there is a fourth outcome.
    pub override_reason: Option<Remark>,
    /// What is done, by whom, and by when (DOMAIN F5); nothing in terms that were signed before it was asked for.
    pub action_plan: Vec<ActionStep>,
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
    /// What shall be better then.
    pub improvement: Option<String>,
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
    /// What is done, by whom, and by when.
    pub action_plan: Vec<ActionStepDraft>,
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
            let improvement = match outcome.improvement.as_deref() {
                Some(text) => Remark::new(text),
                None => Err(Rule::ImprovementMissing.into()),
            };
            let improvement = faults.keep(format!("outcomes.{n}.improvement"), improvement);
            let pupil_group = faults.keep(format!("outcomes.{n}.pupilGroup"), Remark::new(&outcome.pupil_group));
            let measure = faults.keep(format!("outcomes.{n}.measure"), Remark::new(&outcome.measure));
            let begun = draft.starts_on.is_none_or(|start| outcome.due_on >= start) && outcome.due_on >= today;
            faults.need(begun, || Rule::DatePassed.at(format!("outcomes.{n}.dueOn")));
            faults.need(outcome.level.is_some(), || Rule::ObjectiveLevelMissing.at(format!("outcomes.{n}.level")));
            let reference = outcome.plan_reference.as_deref().map(Name::new).transpose();
            let reference = faults.keep(format!("outcomes.{n}.planReference"), reference);
            if let (Some(pupil_group), Some(measure), Some(plan_reference)) = (pupil_group, measure, reference) {
                let &OutcomeDraft { due_on, level, .. } = outcome;
                outcomes.push(Outcome { improvement, pupil_group, measure, due_on, level, plan_reference });
            }
        }
        let action_plan = action_plan::check(&draft.action_plan, period, &mut faults);
        let exit_plan = match draft.exit_plan.as_deref() {
            Some(text) => faults.keep("exitPlan", Note::new(text)),
            None => faults.keep("exitPlan", Err(Rule::ExitPlanMissing.into())),
        };
        let settlement = match Settlement::parse(&draft.settlement) {
            Ok(settlement) => {
                let within = settlement
                    .subscription
                    .as_ref()
                    .zip(period)
                    .is_none_or(|(it, of)| it.period.from() <= of.from() && of.until() <= it.period.until());
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
            action_plan,
            settlement,
            exit_plan,
            period,
            give_back,
            reckoned: false,
        }))
    }

    /// Refuses a signature under terms that were written before they had to say what shall be better and what is done for it.
    pub(in crate::brokerage) fn require_whole(&self) -> Result<(), Rejected> {
        if self.action_plan.is_empty() {
            return Err(Rule::ActionPlanMissing.at("actionPlan"));
        }
        match self.outcomes.iter().position(|it| it.improvement.is_none()) {
            Some(n) => Err(Rule::ImprovementMissing.at(format!("outcomes.{n}.improvement"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
