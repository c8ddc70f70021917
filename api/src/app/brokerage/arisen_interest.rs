//! Interests that arise after the agreement: declared, looked at by a second broker, told where nobody does.

use chrono::NaiveDate;
use domain::brokerage::{ArisenInterest, Deployment, InterestKind};
use domain::rule::Rule;
use domain::text::Remark;
use domain::{Id, Rejected};
use persistence::Tx;
use persistence::brokerage::{arisen_interest as interests, deployment as deployments, interest};

use super::deployment::Open;
use crate::app::{App, Caller, Outcome};

/// Declares what has arisen since the agreement.
pub async fn declare(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (declared, note): (&[InterestKind], Option<&str>),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let note = note.map(Remark::new).transpose().map_err(|no| no.at("note"))?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let known = interests::of_deployment(&tx, id).await?;
        let said = (declared, note.clone());
        let (arisen, event) = ArisenInterest::declare(&it, &known, said, &caller.actor, tx.now())?;
        interests::put(&tx, &arisen).await?;
        deployments::save(&tx, &mut it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Lets the work go on, as a second broker who says why.
pub async fn let_go_on(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![it.home, it.host]).await?;
        let mut known = interests::of_deployment(&tx, id).await?;
        let by = (&caller.actor, involved);
        tx.record_for(ArisenInterest::let_go_on(&it, &mut known, by, &reason, tx.now())?, reason.as_str());
        save(&tx, &known).await?;
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Tells that nobody looked at it in time.
pub(super) async fn note_overdue(app: &App, caller: &Caller, id: Id<Deployment>) -> Outcome<()> {
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, None).await?;
        let mut known = interests::of_deployment(&tx, id).await?;
        let lead = app.snapshot().alliances.get(it.alliance).map(|it| it.lead).ok_or(Rule::NotFound)?;
        tx.record(ArisenInterest::note_overdue(&mut known, lead, tx.now())?);
        save(&tx, &known).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Ends what waits with the work of a locked deployment.
pub(super) async fn end(tx: &Tx, it: &Deployment) -> Outcome<()> {
    for mut waiting in interests::of_deployment(tx, it.id).await? {
        if waiting.end(tx.now()) {
            interests::put(tx, &waiting).await?;
        }
    }
    Ok(())
}

/// Refuses work on a day by which a second broker should have looked at what was declared. The field is that of the day, if
/// somebody wrote one.
pub(super) async fn require_decided(
    tx: &Tx,
    it: &Deployment,
    on: NaiveDate,
    field: Option<&'static str>,
) -> Outcome<()> {
    let known = interests::of_deployment(tx, it.id).await?;
    let placed = |no: Rejected| match field {
        Some(field) => no.at(field),
        None => no,
    };
    Ok(ArisenInterest::require_decided(&known, on).map_err(placed)?)
}

async fn save(tx: &Tx, all: &[ArisenInterest]) -> Outcome<()> {
    for it in all {
        interests::put(tx, it).await?;
    }
    Ok(())
}
