//! Case studies of deployments: drafted of what the parties wrote, changed, agreed to and withdrawn.

use domain::brokerage::{CaseStudy, CaseStudyWithdrawal, Deployment};
use domain::{Event, Id, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{case_study, deployment as deployments, measure, review};

use super::current;
use super::deployment::Open;
use crate::app::{App, Caller, Outcome, Refusal};

/// Drafts one of what the parties wrote.
pub async fn draft(app: &App, caller: &Caller, id: Id<Deployment>) -> Outcome<CaseStudy> {
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, None).await?;
        let there = case_study::is_there(&tx, id).await?;
        let (measures, reviews) = (measure::all_of(&tx, id).await?, review::all_of(&tx, id).await?);
        let by = &caller.actor;
        let (study, event) = CaseStudy::draft(app.ids.next(), (&it, there), &measures, &reviews, by, tx.now())?;
        case_study::insert(&tx, &study, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(study)
    })
    .await
}

/// Changes a draft.
pub async fn revise(
    app: &App,
    caller: &Caller,
    id: Id<CaseStudy>,
    (title, text): (&str, &str),
    expected: Option<i32>,
) -> Outcome<CaseStudy> {
    step(app, caller, id, expected, |it, of, _| Ok(it.revise(of, (title, text), &caller.actor)?)).await
}

/// Agrees, for one's own school, that it is shown as it stands.
pub async fn consent(app: &App, caller: &Caller, id: Id<CaseStudy>, expected: Option<i32>) -> Outcome<CaseStudy> {
    step(app, caller, id, expected, |it, of, now| Ok(it.consent(of, &caller.actor, now)?)).await
}

/// Withdraws, for one's own school and by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<CaseStudy>,
    reason: CaseStudyWithdrawal,
    expected: Option<i32>,
) -> Outcome<CaseStudy> {
    step(app, caller, id, expected, |it, of, _| Ok(it.withdraw(of, reason, &caller.actor)?)).await
}

async fn step(
    app: &App,
    caller: &Caller,
    id: Id<CaseStudy>,
    expected: Option<i32>,
    decide: impl Fn(&mut CaseStudy, &Deployment, Timestamp) -> Result<Event, Refusal> + Sync,
) -> Outcome<CaseStudy> {
    app.retrying(|| async {
        let (tx, of, mut it) = lock(app, caller, id).await?;
        current(it.version, expected)?;
        tx.record(decide(&mut it, &of, tx.now())?);
        case_study::save(&tx, &mut it, &of).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A transaction with a case study that the caller may see, locked after its deployment.
async fn lock(app: &App, caller: &Caller, id: Id<CaseStudy>) -> Outcome<(Tx, Deployment, CaseStudy)> {
    let tx = app.begin(caller).await?;
    let found = case_study::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.widen().await?;
    let of = deployments::lock(&tx, found.deployment).await?.ok_or(Rule::NotFound)?;
    // The other side may have withdrawn meanwhile.
    case_study::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    let it = case_study::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    Ok((tx, of, it))
}
