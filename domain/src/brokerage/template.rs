//! Templates of deployments as versioned data: stages in an order, each with the most half-days that it takes, and a cap in
//! all (DOMAIN D50, D51).

use chrono::NaiveDate;

use crate::text::Name;

/// A template in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentTemplate {
    /// Its short name, such as `consultancy-bundle`.
    pub code: String,
    /// Its version, from 1.
    pub version: i32,
    /// The day from which this version is chosen.
    pub since: NaiveDate,
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub about: String,
    /// The most half-days of a deployment that follows it, if it is bounded.
    pub most_half_days: Option<i32>,
    /// Whether its last stage may lead to a new cycle.
    pub repeats: bool,
    /// Its stages, in their order.
    pub stages: Vec<TemplateStage>,
}

/// One stage of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateStage {
    /// Its name.
    pub name: String,
    /// What is done in it.
    pub about: String,
    /// The most half-days of its visits, if it is bounded.
    pub most_half_days: Option<i32>,
    /// Whether it is left out where no visit of it is recorded.
    pub needs_visit: bool,
}

impl DeploymentTemplate {
    /// A stage by its place, from 1.
    pub fn stage(&self, place: i32) -> Option<&TemplateStage> {
        self.stages.get(usize::try_from(place).ok()?.checked_sub(1)?)
    }

    /// Whether a stage is the last one.
    pub fn is_last(&self, place: i32) -> bool {
        usize::try_from(place).is_ok_and(|place| place == self.stages.len())
    }
}
