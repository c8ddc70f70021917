//! What the kind of a deployment asks, as the two schools write it.

use domain::Id;
use domain::brokerage::{Deployment, Findings, Learning, Preparation, TrialCycle};
use domain::text::Note;
use persistence::brokerage::deployment as deployments;

use super::consent;
use super::deployment::{Open, step};
use crate::app::{App, Caller, Outcome};

/// Writes one school's part of what the kind asks before both heads sign, and ends what was consented to without knowing of it.
pub async fn prepare(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    part: Preparation,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let (waits, before) = (consent::waits(app, &tx, &it).await?, it.clone());
        tx.record(it.prepare(part.clone(), &caller.actor, tx.now())?);
        consent::end_of_change(&tx, &before, &it).await?;
        consent::ask(app, &tx, &waits, &it).await?;
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Writes down a trial of the practice that two schools develop together.
pub async fn record_trial(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (held_on, note): (chrono::NaiveDate, &str),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let cycle = TrialCycle { held_on, note: Note::new(note).map_err(|no| no.at("note"))? };
    step(app, caller, id, expected, |it, now| it.record_trial(cycle.clone(), &caller.actor, now)).await
}

/// Writes down what a school learned from developing practice together.
pub async fn state_learning(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (learned, practice_after): (&str, &str),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let learning = Learning::parse(learned, practice_after)?;
    step(app, caller, id, expected, |it, _| it.state_learning(learning.clone(), &caller.actor)).await
}

/// Writes down what the visitors found on a study visit.
pub async fn record_findings(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (findings, application): (&str, &str),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let findings = Findings::parse(findings, application)?;
    step(app, caller, id, expected, |it, _| it.record_findings(findings.clone(), &caller.actor)).await
}
