//! The action plan of the terms: what is done, by whom, and by when (DOMAIN F5).

use chrono::NaiveDate;

use crate::rule::Faults;
use crate::text::Remark;
use crate::time::Period;
use crate::{Rule, words};

/// The most steps of a plan: one for most weeks of a term.
const MOST_STEPS: usize = 12;

words! {
    /// Who takes a step of an action plan.
    pub enum StepOwner {
        /// The school that gives.
        Home = "home",
        /// The school that receives.
        Host = "host",
        /// The specialist who comes.
        Specialist = "specialist",
        /// The alliance that brokers it.
        Alliance = "alliance",
    }
}

/// One step of an action plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionStep {
    /// What is done.
    pub what: Remark,
    /// Who does it.
    pub owner: StepOwner,
    /// By when.
    pub due_on: NaiveDate,
}

/// A step as it is typed.
#[derive(Clone, Debug)]
pub struct ActionStepDraft {
    /// What is done.
    pub what: String,
    /// Who does it.
    pub owner: StepOwner,
    /// By when.
    pub due_on: NaiveDate,
}

/// Checks a plan: at least one step, and each within the days of the terms. Notes every fault by its place.
pub(super) fn check(drafts: &[ActionStepDraft], period: Option<Period>, faults: &mut Faults) -> Vec<ActionStep> {
    faults.need(!drafts.is_empty(), || Rule::ActionPlanMissing.at("actionPlan"));
    faults.need(drafts.len() <= MOST_STEPS, || Rule::ActionStepsTooMany.at("actionPlan"));
    let mut steps = Vec::with_capacity(drafts.len().min(MOST_STEPS));
    // Checked no further than what may stand: a flood of steps is one fault, not thousands.
    for (n, &ActionStepDraft { ref what, owner, due_on }) in drafts.iter().take(MOST_STEPS).enumerate() {
        let what = faults.keep(format!("actionPlan.{n}.what"), Remark::new(what));
        let within = period.is_none_or(|it| (it.from()..=it.until()).contains(&due_on));
        faults.need(within, || Rule::ActionStepOutside.at(format!("actionPlan.{n}.dueOn")));
        steps.extend(what.map(|what| ActionStep { what, owner, due_on }));
    }
    steps
}

#[cfg(test)]
mod tests {
    use crate::Rule;
    use crate::brokerage::testing::{draft, head, planned, start};
    use crate::brokerage::{Deployment, StepOwner, Terms, TermsDraft};
    use crate::rule::Refusals;

    fn faults(draft: &TermsDraft) -> Vec<(Rule, String)> {
        let no = Terms::parse(draft, start().day()).map_err(Refusals::into_vec).err().unwrap_or_default();
        no.into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
    }

    fn with(change: impl FnOnce(&mut TermsDraft)) -> Vec<(Rule, String)> {
        let mut it = draft();
        change(&mut it);
        faults(&it)
    }

    fn told(rule: Rule, field: &str) -> Vec<(Rule, String)> {
        vec![(rule, field.to_owned())]
    }

    #[test]
    fn terms_have_an_action_plan_of_steps_within_their_days() {
        assert_eq!(with(|_| ()), []);
        assert_eq!(with(|it| it.action_plan.clear()), told(Rule::ActionPlanMissing, "actionPlan"));
        let (first, last) = (draft().starts_on.unwrap(), draft().ends_on.unwrap());
        assert_eq!(with(|it| it.action_plan[0].due_on = first), []);
        assert_eq!(with(|it| it.action_plan[1].due_on = last), []);
        let outside = |n: usize| told(Rule::ActionStepOutside, &format!("actionPlan.{n}.dueOn"));
        assert_eq!(with(|it| it.action_plan[0].due_on = first.pred_opt().unwrap()), outside(0));
        assert_eq!(with(|it| it.action_plan[1].due_on = last.succ_opt().unwrap()), outside(1));
        assert_eq!(with(|it| it.action_plan[1].what = " ".into()), told(Rule::TextEmpty, "actionPlan.1.what"));
        let steps = |count| with(|it| it.action_plan = vec![it.action_plan[0].clone(); count]);
        assert_eq!(steps(12), []);
        assert_eq!(steps(13), told(Rule::ActionStepsTooMany, "actionPlan"));
    }

    #[test]
    fn a_step_of_the_specialist_needs_a_specialist() {
        let terms = Terms::parse(&draft(), start().day()).unwrap();
        let step = terms.action_plan.iter().position(|it| it.owner == StepOwner::Specialist).unwrap();
        assert!(planned().draft(terms.clone(), &head(1), start()).is_ok());
        let mut alone = Deployment { specialist: None, ..planned() };
        let no = alone.draft(terms, &head(1), start());
        assert_eq!(no, Err(Rule::StepWithoutSpecialist.at(format!("actionPlan.{step}.owner"))));
        assert_eq!(alone.terms, None);
    }

    #[test]
    fn terms_that_were_written_before_are_written_anew_before_anybody_signs() {
        let sign = |change: fn(&mut Terms)| {
            let mut terms = Terms::parse(&draft(), start().day()).unwrap();
            change(&mut terms);
            let mut it = Deployment { terms: Some(terms), home_interest: Some(false), ..planned() };
            it.agree(&head(1), start()).map(|event| event.name())
        };
        assert_eq!(sign(|_| ()), Ok("deployment.signed"));
        assert_eq!(sign(|it| it.action_plan.clear()), Err(Rule::ActionPlanMissing.at("actionPlan")));
        let no = Err(Rule::ImprovementMissing.at("outcomes.0.improvement"));
        assert_eq!(sign(|it| it.outcomes[0].improvement = None), no);
    }
}
