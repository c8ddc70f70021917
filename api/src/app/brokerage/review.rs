//! Reviews of a deployment, and what follows its end.

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::{Deployment, NoFollowUp, Review, ReviewDecision, ReviewDraft};
use persistence::brokerage::{deployment as deployments, review as reviews};

use super::deployment::{Open, step};
use crate::app::{App, Caller, Outcome};

/// Writes down a mid-term review, and what it decides.
pub async fn midterm(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    draft: &ReviewDraft,
    decided: (ReviewDecision, Option<NaiveDate>),
    expected: Option<i32>,
) -> Outcome<Review> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let (review, event) = Review::midterm(app.ids.next(), &mut it, draft, decided, &caller.actor, tx.now())?;
        deployments::save(&tx, &mut it).await?;
        reviews::insert(&tx, &review, deployments::audience(&it)).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(review)
    })
    .await
}

/// Writes down what somebody saw who looked again after the end.
pub async fn follow_up(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    draft: &ReviewDraft,
    expected: Option<i32>,
) -> Outcome<Review> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let (review, events) = Review::follow_up(app.ids.next(), &mut it, draft, &caller.actor, tx.now())?;
        deployments::save(&tx, &mut it).await?;
        reviews::insert(&tx, &review, deployments::audience(&it)).await?;
        for event in events {
            tx.record(event);
        }
        tx.commit().await?;
        Ok(review)
    })
    .await
}

/// Sets the day on which somebody looks at what has lasted.
pub async fn schedule(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    on: NaiveDate,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    step(app, caller, id, expected, |it, now| it.schedule_follow_up(on, &caller.actor, now)).await
}

/// Closes a deployment, after its follow-up or without one for a reason.
pub async fn close(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    reason: Option<NoFollowUp>,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    step(app, caller, id, expected, |it, now| it.close(reason, &caller.actor, now)).await
}
