//! The terms of a deployment in the contract, as they are read and as they are written.

use async_graphql::{InputObject, SimpleObject};
use domain::brokerage::{ImpactLevel, Outcome, OutcomeDraft, SettlementDraft, Terms, TermsDraft};
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

impl From<Terms> for TermsObject {
    fn from(it: Terms) -> Self {
        let outcome = |it: Outcome| ExpectedOutcome {
            pupil_group: it.pupil_group.as_str().to_owned(),
            measure: it.measure.as_str().to_owned(),
            due_on: Day(it.due_on),
            level: it.level.map(Choice),
            plan_reference: it.plan_reference.map(|it| it.as_str().to_owned()),
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            override_reason: it.override_reason.map(|it| it.as_str().to_owned()),
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

impl From<TermsInput> for TermsDraft {
    fn from(it: TermsInput) -> Self {
        let outcome = |it: OutcomeInput| OutcomeDraft {
            pupil_group: it.pupil_group,
            measure: it.measure,
            due_on: it.due_on.0,
            level: it.level.map(|it| it.0),
            plan_reference: it.plan_reference,
        };
        Self {
            outcomes: it.outcomes.into_iter().map(outcome).collect(),
            override_reason: it.override_reason,
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
