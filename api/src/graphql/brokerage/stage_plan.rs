//! Templates of deployments in the contract, and how far a deployment has come in the one that it follows.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject};
use domain::Id;
use domain::brokerage::{Deployment, DeploymentTemplate, StagePlan};
use persistence::brokerage::stage_plan;

use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{Day, HalfDays, Moment};

/// A way that support may take: stages in an order, each with the most half-days that it takes.
#[derive(SimpleObject)]
#[graphql(name = "DeploymentTemplate")]
pub struct TemplateObject {
    /// Its short name: send it to let a deployment follow the template.
    pub code: String,
    /// Its version, from 1.
    pub version: i32,
    /// The day from which this version is chosen.
    pub since: Day,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// The most half-days of a deployment that follows it; nothing if it is not bounded.
    pub most_half_days: Option<HalfDays>,
    /// Whether its last stage may lead to a new cycle.
    pub repeats: bool,
    /// Its stages, in their order.
    pub stages: Vec<StageObject>,
}

/// One stage of a template.
#[derive(SimpleObject)]
#[graphql(name = "TemplateStage")]
pub struct StageObject {
    /// Its place, from 1.
    pub place: i32,
    /// Its name.
    pub name: String,
    /// What is done in it.
    pub about: String,
    /// The most half-days of its visits; nothing if they are not bounded.
    pub most_half_days: Option<HalfDays>,
    /// Whether it counts as left out where no visit of it is recorded.
    pub needs_visit: bool,
}

/// A stage that is finished, or was left out.
#[derive(SimpleObject)]
#[graphql(name = "FinishedStage")]
pub struct FinishedObject {
    /// The cycle, from 1.
    pub cycle: i32,
    /// The stage's place, from 1.
    pub stage: i32,
    /// Why it was left out, if it was.
    pub skip_reason: Option<String>,
    /// When.
    pub finished_at: Moment,
}

impl From<DeploymentTemplate> for TemplateObject {
    fn from(it: DeploymentTemplate) -> Self {
        let stages = it.stages.into_iter().zip(1..).map(|(it, place)| StageObject {
            place,
            name: it.name,
            about: it.about,
            most_half_days: it.most_half_days.map(HalfDays),
            needs_visit: it.needs_visit,
        });
        Self {
            code: it.code,
            version: it.version,
            since: Day(it.since),
            name: it.name.as_str().to_owned(),
            about: it.about,
            most_half_days: it.most_half_days.map(HalfDays),
            repeats: it.repeats,
            stages: stages.collect(),
        }
    }
}

/// How far a deployment has come in its template.
pub struct StagePlanObject(pub StagePlan);

/// How far a deployment has come in the template that it follows.
#[Object(name = "StagePlan")]
impl StagePlanObject {
    /// The template, in the version that was chosen.
    async fn template(&self) -> TemplateObject {
        self.0.template.clone().into()
    }

    /// The cycle in which the work is, from 1; nothing once all stages are finished.
    async fn cycle(&self) -> Option<i32> {
        self.0.present().map(|it| it.cycle)
    }

    /// The stage in which the work is, by its place; nothing once all stages are finished.
    async fn stage(&self) -> Option<i32> {
        self.0.present().map(|it| it.stage)
    }

    /// The stages that are finished or were left out, first to last.
    async fn finished(&self) -> Vec<FinishedObject> {
        let finished = self.0.finished.iter().map(|it| FinishedObject {
            cycle: it.place.cycle,
            stage: it.place.stage,
            skip_reason: it.skip_reason.as_ref().map(|it| it.as_str().to_owned()),
            finished_at: Moment(it.finished_at),
        });
        finished.collect()
    }
}

/// The template of a deployment, and how far it has come in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct StagePlanOf(pub Id<Deployment>);

impl Loader<StagePlanOf> for Links {
    type Value = StagePlan;
    type Error = Error;

    async fn load(&self, keys: &[StagePlanOf]) -> Result<HashMap<StagePlanOf, StagePlan>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = stage_plan::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (StagePlanOf(it.deployment), it)).collect())
    }
}

/// Questions about templates.
#[derive(Default)]
pub struct TemplateQuery;

#[Object]
impl TemplateQuery {
    /// The templates that a deployment may follow today, each in its latest version.
    async fn deployment_templates(&self, ctx: &Context<'_>) -> Option<Result<Vec<TemplateObject>>> {
        nullable(async {
            let app = ctx.app();
            let all = stage_plan::templates(app.db(), app.clock.now().day()).await.map_err(failed)?;
            Ok(Some(all.into_iter().map(TemplateObject::from).collect()))
        })
        .await
    }
}
