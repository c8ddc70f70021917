//! An objective: for which pupils something should become better, how one will know, and by when (DOMAIN A12, D52).

use chrono::NaiveDate;

use crate::brokerage::ImpactLevel;
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::{Name, Remark};
use crate::time::Period;

/// The most objectives without a reason: two or three key needs, and those done well (DOMAIN A12).
const MOST_PRIORITIES: usize = 3;
/// The most objectives at all.
pub(crate) const MOST_OBJECTIVES: usize = 4;

/// An objective as it was typed.
#[derive(Clone, Debug, Default)]
pub struct ObjectiveForm {
    /// What shall be better then; the terms say it at the latest.
    pub improvement: Option<String>,
    /// Which group of pupils; never a single pupil.
    pub pupil_group: String,
    /// What will be measured.
    pub measure: String,
    /// The day by which.
    pub due_on: NaiveDate,
    /// At which level it is meant.
    pub level: Option<ImpactLevel>,
    /// The target of the school's development plan.
    pub plan_reference: Option<String>,
}

/// A checked objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// What shall be better then, where the school says it when it asks; the terms say it in any case (DOMAIN D52).
    pub improvement: Option<Remark>,
    /// Which group of pupils. Groups only: no pupil can be told from it (DOMAIN A14).
    pub pupil_group: Remark,
    /// What will be measured.
    pub measure: Remark,
    /// The day by which.
    pub due_on: NaiveDate,
    /// At which level it is meant (DOMAIN E75); nothing in what was asked before it had to be said.
    pub level: Option<ImpactLevel>,
    /// The target of the school's development plan to which it belongs: where to find it, not what it says (DOMAIN E75).
    pub plan_reference: Option<Name>,
}

/// Checks one to three objectives, or four with the reason for a fourth, and notes every fault by its place.
pub(super) fn check(
    forms: Vec<ObjectiveForm>,
    override_reason: Option<&Remark>,
    window: Option<Period>,
    today: NaiveDate,
) -> Result<Vec<Objective>, Refusals> {
    let mut faults = Faults::default();
    let count = forms.len();
    faults.need(count > 0, || Rule::ObjectiveMissing.at("objectives"));
    check_count(count, "objectives", override_reason.is_some(), &mut faults);
    // Checked no further than what may stand: a flood of objectives is one fault, not thousands.
    let built: Option<Vec<_>> = forms
        .into_iter()
        .take(MOST_OBJECTIVES)
        .enumerate()
        .map(|(place, form)| {
            let improvement = form.improvement.as_deref().map(Remark::new).transpose();
            let improvement = faults.keep(format!("objectives.{place}.improvement"), improvement);
            let pupil_group = faults.keep(format!("objectives.{place}.pupilGroup"), Remark::new(&form.pupil_group));
            let measure = faults.keep(format!("objectives.{place}.measure"), Remark::new(&form.measure));
            let due_on = faults.keep(format!("objectives.{place}.dueOn"), due(form.due_on, window, today));
            let level = || Rule::ObjectiveLevelMissing.at(format!("objectives.{place}.level"));
            faults.need(form.level.is_some(), level);
            let reference = form.plan_reference.as_deref().map(Name::new).transpose();
            let reference = faults.keep(format!("objectives.{place}.planReference"), reference);
            let (improvement, pupil_group, measure, due_on) = (improvement?, pupil_group?, measure?, due_on?);
            let (level, plan_reference) = (form.level, reference?);
            Some(Objective { improvement, pupil_group, measure, due_on, level, plan_reference })
        })
        // Collected before it is judged, so that every objective is checked, not only those up to the first fault.
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    faults.into_result(built)
}

/// Notes what is wrong with how many objectives there are: in a request, and in the terms that come of it.
pub(crate) fn check_count(count: usize, list: &'static str, reasoned: bool, faults: &mut Faults) {
    faults.need(count <= MOST_OBJECTIVES, || Rule::ObjectivesTooMany.at(list));
    let stands = count <= MOST_PRIORITIES || count > MOST_OBJECTIVES || reasoned;
    faults.need(stands, || Rule::FourthObjectiveNeedsReason.at("overrideReason"));
}

fn due(day: NaiveDate, window: Option<Period>, today: NaiveDate) -> Result<NaiveDate, Rejected> {
    if day < today {
        Err(Rule::DatePassed.into())
    } else if window.is_some_and(|window| day < window.from()) {
        Err(Rule::ObjectiveTooEarly.into())
    } else {
        Ok(day)
    }
}
