//! An objective of a request as it is stored, and its conversions.

use chrono::NaiveDate;
use domain::Word;
use domain::brokerage::ImpactLevel;
use domain::exchange::Objective;
use domain::text::Name;
use serde::{Deserialize, Serialize};

use super::offer::prose;
use crate::DbError;

/// An objective as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredObjective {
    /// What shall be better then, where it was said.
    #[serde(default)]
    pub improvement: Option<String>,
    /// Which group of pupils.
    pub pupil_group: String,
    /// What will be measured.
    pub measure: String,
    /// The day by which.
    pub due_on: NaiveDate,
    /// At which level it is meant, by its word.
    #[serde(default)]
    pub level: Option<String>,
    /// The target of the school's development plan to which it belongs.
    #[serde(default)]
    pub plan_reference: Option<String>,
}

impl From<&Objective> for StoredObjective {
    fn from(it: &Objective) -> Self {
        Self {
            improvement: it.improvement.as_ref().map(|it| it.as_str().to_owned()),
            pupil_group: it.pupil_group.as_str().to_owned(),
            measure: it.measure.as_str().to_owned(),
            due_on: it.due_on,
            level: it.level.map(|it| it.as_str().to_owned()),
            plan_reference: it.plan_reference.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl StoredObjective {
    /// The level, read.
    pub fn level(&self) -> Option<ImpactLevel> {
        self.level.as_deref().and_then(ImpactLevel::read)
    }
}

impl TryFrom<StoredObjective> for Objective {
    type Error = DbError;

    fn try_from(it: StoredObjective) -> Result<Self, DbError> {
        let name = |text: &str| Name::new(text).map_err(|_| DbError::broken("a stored reference is not plain"));
        Ok(Self {
            improvement: it.improvement.as_deref().map(prose).transpose()?,
            pupil_group: prose(&it.pupil_group)?,
            measure: prose(&it.measure)?,
            due_on: it.due_on,
            level: it.level(),
            plan_reference: it.plan_reference.as_deref().map(name).transpose()?,
        })
    }
}
