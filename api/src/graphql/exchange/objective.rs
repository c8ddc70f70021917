//! An objective of a request in the contract.

use async_graphql::SimpleObject;
use domain::brokerage::ImpactLevel;
use persistence::exchange::StoredObjective;

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Day;

/// What shall become better, for which pupils, and by when.
#[derive(SimpleObject)]
pub struct Objective {
    /// What shall be better then, where the school has said it: what pupils or teachers do by then.
    pub improvement: Option<String>,
    /// Which group of pupils; never a single pupil.
    pub pupil_group: String,
    /// What will be measured.
    pub measure: String,
    /// The day by which.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school.
    pub level: Option<Choice<ImpactLevel>>,
    /// The target of the school's development plan to which it belongs.
    pub plan_reference: Option<String>,
}

impl From<StoredObjective> for Objective {
    fn from(it: StoredObjective) -> Self {
        let level = it.level().map(Choice);
        let StoredObjective { improvement, pupil_group, measure, due_on, plan_reference, .. } = it;
        Self { improvement, pupil_group, measure, due_on: Day(due_on), level, plan_reference }
    }
}
