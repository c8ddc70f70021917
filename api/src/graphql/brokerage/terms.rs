//! The terms of a deployment in the contract, as they are read and as they are written.

use async_graphql::{InputObject, SimpleObject};
use domain::brokerage::{
    ActionStep, ActionStepDraft, ImpactLevel, Outcome, OutcomeDraft, SettlementDraft, StepOwner, Terms, TermsDraft,
};
use domain::reciprocity::GiveBack;

use super::settlement::{SettlementInput, SettlementObject};
use crate::graphql::adapter::Choice;
use crate::graphql::reciprocity::{GiveBackInput, GiveBackObject};
use crate::graphql::scalar::Day;

/// What both heads and the alliance sign.
#[derive(SimpleObject)]
#[graphql(name = "Terms")]
pub struct TermsObject {
    /// What is expected to change, for whom, and by when.
    pub outcomes: Vec<ExpectedOutcome>,
    /// Why there is a fourth outcome, if there is one.
    pub override_reason: Option<String>,
    /// What is done, by whom, and by when; nothing in terms that were signed before it was asked for.
    pub action_plan: Vec<ActionStepObject>,
    /// What is given in return.
    pub settlement: SettlementObject,
    /// How the support ends, and what stays.
    pub exit_plan: String,
    /// The first day.
    pub starts_on: Day,
    /// The last day. Going on after it is a new decision.
    pub ends_on: Day,
    /// What the school that receives gives back, if anything; its head takes it on by signing.
    pub give_back: Option<GiveBackObject>,
}

/// What is expected to change, for whom, and by when.
#[derive(SimpleObject)]
pub struct ExpectedOutcome {
    /// What shall be better then; nothing in terms that were signed before it was asked for.
    pub improvement: Option<String>,
    /// The group of pupils, never a single pupil.
    pub pupil_group: String,
    /// How one will see it.
    pub measure: String,
    /// By when.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school.
    pub level: Option<Choice<ImpactLevel>>,
    /// The target of a school's development plan to which it belongs.
    pub plan_reference: Option<String>,
}

/// One step of an action plan.
#[derive(SimpleObject)]
#[graphql(name = "ActionStep")]
pub struct ActionStepObject {
    /// What is done.
    pub what: String,
    /// Who does it: one of the two schools, the specialist, or the alliance.
    pub owner: Choice<StepOwner>,
    /// By when.
    pub due_on: Day,
}

impl From<ActionStep> for ActionStepObject {
    fn from(it: ActionStep) -> Self {
        Self { what: it.what.as_str().to_owned(), owner: Choice(it.owner), due_on: Day(it.due_on) }
    }
}

impl From<Terms> for TermsObject {
    fn from(it: Terms) -> Self {
        let outcome = |it: Outcome| ExpectedOutcome {
            improvement: it.improvement.map(|it| it.as_str().to_owned()),
            pupil_group: it.pupil_group.as_str().to_owned(),
            measure: it.measure.as_str().to_owned(),
            due_on: Day(it.due_on),
            level: it.level.map(Choice),
            plan_reference: it.plan_reference.map(|it| it.as_str().to_owned()),
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            override_reason: it.override_reason.map(|it| it.as_str().to_owned()),
            action_plan: it.action_plan.into_iter().map(ActionStepObject::from).collect(),
            settlement: it.settlement.into(),
            exit_plan: it.exit_plan.as_str().to_owned(),
            starts_on: Day(it.period.from()),
            ends_on: Day(it.period.until()),
            give_back: it.give_back.map(GiveBackObject::from),
        }
    }
}

/// The terms of a deployment, whole.
#[derive(InputObject)]
pub struct TermsInput {
    /// One to three expected outcomes; a fourth needs a reason.
    pub outcomes: Vec<OutcomeInput>,
    /// Why there is a fourth outcome.
    pub override_reason: Option<String>,
    /// What is done, by whom, and by when: one to twelve steps. Needed.
    pub action_plan: Option<Vec<ActionStepInput>>,
    /// What is given in return.
    pub settlement: Option<SettlementInput>,
    /// How the support ends, and what stays.
    pub exit_plan: Option<String>,
    /// The first day.
    pub starts_on: Option<Day>,
    /// The last day.
    pub ends_on: Option<Day>,
    /// What the school that receives gives back. Left out, something is proposed where support for credit would take it below
    /// its limit; nothing is refused for that.
    pub give_back: Option<GiveBackInput>,
}

/// An expected outcome.
#[derive(InputObject)]
pub struct OutcomeInput {
    /// What shall be better then, in at most 600 characters: what pupils or teachers do by then. Needed.
    pub improvement: Option<String>,
    /// The group of pupils, never a single pupil.
    pub pupil_group: String,
    /// How one will see it.
    pub measure: String,
    /// By when.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school. Needed.
    pub level: Option<Choice<ImpactLevel>>,
    /// Where the target stands in a school's development plan to which it belongs, such as its number. Nothing of anybody's
    /// appraisal.
    pub plan_reference: Option<String>,
}

/// A step of an action plan.
#[derive(InputObject)]
pub struct ActionStepInput {
    /// What is done, in at most 600 characters. Name no pupil.
    pub what: String,
    /// Who does it: one of the two schools, the specialist, or the alliance.
    pub owner: Choice<StepOwner>,
    /// By when: a day on which the support goes on.
    pub due_on: Day,
}

impl From<ActionStepInput> for ActionStepDraft {
    fn from(it: ActionStepInput) -> Self {
        Self { what: it.what, owner: it.owner.0, due_on: it.due_on.0 }
    }
}

impl From<TermsInput> for TermsDraft {
    fn from(it: TermsInput) -> Self {
        let outcome = |it: OutcomeInput| OutcomeDraft {
            improvement: it.improvement,
            pupil_group: it.pupil_group,
            measure: it.measure,
            due_on: it.due_on.0,
            level: it.level.map(|it| it.0),
            plan_reference: it.plan_reference,
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            override_reason: it.override_reason,
            action_plan: it.action_plan.into_iter().flatten().map(ActionStepDraft::from).collect(),
            settlement: it.settlement.map(SettlementDraft::from).unwrap_or_default(),
            exit_plan: it.exit_plan,
            starts_on: it.starts_on.map(|it| it.0),
            ends_on: it.ends_on.map(|it| it.0),
            give_back: it.give_back.map(|it| GiveBack {
                kind: it.kind.0,
                half_days: it.half_days.map(|it| it.0),
                due_on: it.due_on.0,
            }),
        }
    }
}
