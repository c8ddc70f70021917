//! Templates of deployments, which of them a deployment follows, and the stages that are finished.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Deployment, DeploymentTemplate, FinishedStage, StagePlace, StagePlan, TemplateStage, Visit};
use domain::identity::Person;
use domain::text::Name;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

use super::prose;
use crate::column::{At, Key, Keys};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! template {
    ($rest:literal) => {
        concat!(
            "SELECT template.code, template.version, since, name, about, most_half_days, repeats, stages ",
            "FROM deployment_template AS template ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct TemplateRow {
    code: String,
    version: i32,
    since: NaiveDate,
    name: String,
    about: String,
    most_half_days: Option<i32>,
    repeats: bool,
    stages: Json,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredStage {
    name: String,
    about: String,
    most_half_days: Option<i32>,
    needs_visit: bool,
}

impl TryFrom<TemplateRow> for DeploymentTemplate {
    type Error = DbError;

    fn try_from(row: TemplateRow) -> Result<Self, DbError> {
        let stages: Vec<StoredStage> =
            serde_json::from_value(row.stages).map_err(|error| DbError::broken(error.to_string()))?;
        let stage = |it: StoredStage| TemplateStage {
            name: it.name,
            about: it.about,
            most_half_days: it.most_half_days,
            needs_visit: it.needs_visit,
        };
        Ok(Self {
            code: row.code,
            version: row.version,
            since: row.since,
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            about: row.about,
            most_half_days: row.most_half_days,
            repeats: row.repeats,
            stages: stages.into_iter().map(stage).collect(),
        })
    }
}

/// The templates that may be chosen on a day: of each the latest version that holds by then.
pub async fn templates(db: &Db, day: NaiveDate) -> Result<Vec<DeploymentTemplate>, DbError> {
    let sql = template!(
        "WHERE version = (SELECT max(latest.version) FROM deployment_template AS latest \
         WHERE latest.code = template.code AND latest.since <= $1) ORDER BY name"
    );
    let rows: Vec<TemplateRow> = db.rows(sql, values![day]).await?;
    rows.into_iter().map(DeploymentTemplate::try_from).collect()
}

/// A template by its short name, in the latest version that holds on a day.
pub async fn template(tx: &Tx, code: &str, day: NaiveDate) -> Result<Option<DeploymentTemplate>, DbError> {
    let sql = template!("WHERE code = $1 AND since <= $2 ORDER BY version DESC LIMIT 1");
    let row: Option<TemplateRow> = tx.row(sql, values![code.to_owned(), day]).await?;
    row.map(DeploymentTemplate::try_from).transpose()
}

/// Writes which template a locked deployment follows, in place of one before.
pub async fn put(tx: &Tx, it: &StagePlan) -> Result<(), DbError> {
    let sql = "INSERT INTO stage_plan (deployment_id, template_code, template_version) VALUES ($1, $2, $3) \
               ON CONFLICT (deployment_id) DO UPDATE SET template_code = $2, template_version = $3";
    tx.run(sql, values![Key(it.deployment), it.template.code.clone(), it.template.version]).await.map(drop)
}

/// Writes the stage that was finished last.
pub async fn finish(tx: &Tx, it: &StagePlan) -> Result<(), DbError> {
    let Some(last) = it.finished.last() else { return Ok(()) };
    let sql = "INSERT INTO finished_stage (deployment_id, cycle, stage, skip_reason, again, finished_by, finished_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = values![
        Key(it.deployment),
        last.place.cycle,
        last.place.stage,
        last.skip_reason.as_ref().map(|it| it.as_str().to_owned()),
        last.again,
        Key(last.finished_by),
        At(last.finished_at),
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct FinishedRow {
    deployment_id: Key<Deployment>,
    cycle: i32,
    stage: i32,
    skip_reason: Option<String>,
    again: bool,
    finished_by: Key<Person>,
    finished_at: At,
}

impl TryFrom<FinishedRow> for FinishedStage {
    type Error = DbError;

    fn try_from(row: FinishedRow) -> Result<Self, DbError> {
        Ok(Self {
            place: StagePlace { cycle: row.cycle, stage: row.stage },
            skip_reason: row.skip_reason.as_deref().map(prose).transpose()?,
            again: row.again,
            finished_by: row.finished_by.0,
            finished_at: row.finished_at.0,
        })
    }
}

#[derive(FromQueryResult)]
struct Followed {
    deployment_id: Key<Deployment>,
}

const FINISHED: &str = "SELECT deployment_id, cycle, stage, skip_reason, again, finished_by, finished_at \
                        FROM finished_stage WHERE deployment_id = ANY($1) ORDER BY deployment_id, cycle, stage";

/// How far a locked deployment has come in its template; nothing if it follows none.
pub async fn find(tx: &Tx, id: Id<Deployment>) -> Result<Option<StagePlan>, DbError> {
    let sql = template!(
        "JOIN stage_plan AS plan ON plan.template_code = template.code AND plan.template_version = template.version \
         WHERE plan.deployment_id = $1"
    );
    let Some(row) = tx.row::<TemplateRow>(sql, values![Key(id)]).await? else { return Ok(None) };
    let finished: Vec<FinishedRow> = tx.rows(FINISHED, values![Keys(vec![id])]).await?;
    let finished = finished.into_iter().map(FinishedStage::try_from).collect::<Result<_, _>>()?;
    Ok(Some(StagePlan { deployment: id, template: row.try_into()?, finished }))
}

/// How far these deployments have come in their templates, of those that the reader may see.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<StagePlan>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        of: Followed,
        #[sea_orm(nested)]
        template: TemplateRow,
    }
    let sql = "SELECT plan.deployment_id, template.code, template.version, since, name, about, most_half_days, repeats, \
               stages FROM stage_plan AS plan JOIN deployment_template AS template \
               ON template.code = plan.template_code AND template.version = plan.template_version \
               JOIN deployment ON deployment.id = plan.deployment_id \
               WHERE plan.deployment_id = ANY($1) AND ($2 OR deployment.audience && $3)";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let followed = rows.iter().map(|row| row.of.deployment_id.0).collect();
    let mut finished: HashMap<Id<Deployment>, Vec<FinishedStage>> = HashMap::new();
    for row in db.rows_for::<FinishedRow>(seen, FINISHED, values![Keys(followed)]).await? {
        finished.entry(row.deployment_id.0).or_default().push(row.try_into()?);
    }
    let plan = |row: Row| -> Result<StagePlan, DbError> {
        let deployment = row.of.deployment_id.0;
        let finished = finished.remove(&deployment).unwrap_or_default();
        Ok(StagePlan { deployment, template: row.template.try_into()?, finished })
    };
    rows.into_iter().map(plan).collect()
}

#[derive(FromQueryResult)]
struct Visited {
    cycle: i32,
    stage: i32,
}

/// The stages of a deployment of which visits stand.
pub async fn visited(tx: &Tx, deployment: Id<Deployment>) -> Result<Vec<StagePlace>, DbError> {
    let sql = "SELECT DISTINCT cycle, stage FROM visit WHERE deployment_id = $1 AND stage IS NOT NULL \
               AND status IN ('recorded', 'disputed', 'confirmed')";
    let rows: Vec<Visited> = tx.rows(sql, values![Key(deployment)]).await?;
    Ok(rows.into_iter().map(|row| StagePlace { cycle: row.cycle, stage: row.stage }).collect())
}

#[derive(FromQueryResult)]
struct Sum {
    half_days: i32,
}

/// The half-days of the visits of one stage of a deployment that count, but for one visit.
pub async fn logged(
    tx: &Tx,
    deployment: Id<Deployment>,
    of: StagePlace,
    but: Option<Id<Visit>>,
) -> Result<i32, DbError> {
    let sql = "SELECT coalesce(sum(half_days), 0)::integer AS half_days FROM visit WHERE deployment_id = $1 \
               AND cycle = $2 AND stage = $3 AND status IN ('recorded', 'disputed', 'confirmed') \
               AND id IS DISTINCT FROM $4";
    let row: Option<Sum> = tx.row(sql, values![Key(deployment), of.cycle, of.stage, but.map(Key)]).await?;
    Ok(row.map_or(0, |row| row.half_days))
}
