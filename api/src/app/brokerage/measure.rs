//! What is measured of the expected outcomes of a deployment.

use domain::Id;
use domain::brokerage::{Deployment, Measure, ReadingDraft};
use persistence::brokerage::{deployment as deployments, measure as measures};

use super::deployment::Open;
use crate::app::{App, Caller, Outcome};

/// Writes down what was found at one point of one outcome.
pub async fn record(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (outcome, draft): (i32, &ReadingDraft),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let found = measures::find(&tx, id, outcome).await?;
        let mut measure = found.unwrap_or_else(|| Measure::none(id, outcome));
        tx.record(measure.take(&it, draft, &caller.actor, tx.now())?);
        deployments::save(&tx, &mut it).await?;
        measures::put(&tx, &measure, deployments::audience(&it)).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
