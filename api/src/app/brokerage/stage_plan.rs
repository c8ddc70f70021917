//! A deployment on its way through the stages of a template.

use domain::brokerage::{Decision, Deployment, Finishing, Side, StagePlace, StagePlan, Visit};
use domain::rule::Overrides;
use domain::text::Remark;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{deployment as deployments, stage_plan as plans};

use super::deployment::Open;
use super::overruling;
use crate::app::{App, Caller, Outcome};

/// Lets a planned deployment follow a template, by its short name, in the version of the day.
pub async fn follow(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    code: &str,
    (overrides, expected): (&[(Rule, String)], Option<i32>),
) -> Outcome<Deployment> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let found = plans::template(&tx, code, tx.now().day()).await?;
        let template = found.ok_or_else(|| Rule::NotFound.at("template"))?;
        let (plan, event) = StagePlan::follow(&mut it, template, &caller.actor, tx.now())?;
        plans::put(&tx, &plan).await?;
        deployments::save(&tx, &mut it).await?;
        tx.record(event);
        let gives = Side::of(&caller.actor, it.home, it.host) == Some(Side::Home);
        let school = if gives { it.home } else { it.host };
        let decision = Decision::of(it.id, school, deployments::ledger_audience(&it));
        overruling::weigh(app, caller, &tx, plan.excess(&it), (&overrides, &decision)).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Finishes the stage that the work is in; with a reason, where it is left out.
pub async fn finish(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (skip_reason, again): (Option<&str>, bool),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let skip_reason = skip_reason.map(Remark::new).transpose().map_err(|no| no.at("skipReason"))?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let mut plan = plans::find(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        let visited = match plan.present() {
            Some(place) => plans::logged(&tx, id, place, None).await? > 0,
            None => false,
        };
        let how = Finishing { visited, skip_reason: skip_reason.clone(), again };
        let event = plan.finish(&it, how, &caller.actor, tx.now())?;
        plans::finish(&tx, &plan).await?;
        deployments::save(&tx, &mut it).await?;
        tx.record_for(event, skip_reason.as_ref().map(|it| it.as_str()));
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// The stage of a deployment's template to which a visit belongs, by its place in the template; `of` is the visit's place so
/// far, where it has one, for a later cycle does not take it along.
pub(super) async fn place(
    tx: &Tx,
    deployment: Id<Deployment>,
    stage: Option<i32>,
    of: Option<StagePlace>,
) -> Outcome<Option<StagePlace>> {
    let Some(stage) = stage else { return Ok(None) };
    let plan = plans::find(tx, deployment).await?.ok_or_else(|| Rule::NotFound.at("stage"))?;
    Ok(Some(of.map_or_else(|| plan.place(stage), |of| StagePlace { stage, ..of })))
}

/// Refuses the record of a visit that its stage does not admit, where the deployment follows a template; and keeps with the visit
/// why it goes beyond the half-days of its stage, which both schools and the alliance read.
pub(super) async fn admit(
    app: &App,
    caller: &Caller,
    (tx, of): (&Tx, &Deployment),
    visit: &Visit,
    overrides: &Overrides,
) -> Outcome<()> {
    let Some(plan) = plans::find(tx, of.id).await? else { return Ok(()) };
    let logged = match visit.record.stage {
        Some(place) => plans::logged(tx, of.id, place, Some(visit.id)).await?,
        None => 0,
    };
    let warning = plan.admit(&visit.record, logged)?;
    let decision = Decision::of(visit.id, of.home, deployments::ledger_audience(of));
    overruling::weigh(app, caller, tx, warning, (overrides, &decision)).await
}

/// Refuses the end of a deployment that has stages left; and keeps with it why it ends although no visit of a stage stands any
/// more, which both schools and the alliance read.
pub(super) async fn require_finished(
    app: &App,
    caller: &Caller,
    (tx, of): (&Tx, &Deployment),
    overrides: &Overrides,
) -> Outcome<()> {
    let Some(plan) = plans::find(tx, of.id).await? else { return Ok(()) };
    let warning = plan.require_finished(&plans::visited(tx, of.id).await?)?;
    let gives = Side::of(&caller.actor, of.home, of.host) == Some(Side::Home);
    let school = if gives { of.home } else { of.host };
    let decision = Decision::of(of.id, school, deployments::ledger_audience(of));
    overruling::weigh(app, caller, tx, warning, (overrides, &decision)).await
}
