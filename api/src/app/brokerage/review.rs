//! Reviews of a deployment, and what follows its end.

use chrono::NaiveDate;
use domain::brokerage::{Deployment, FollowUpWay, NoFollowUp, Review, ReviewDecision, ReviewDraft, ReviewKind};
use domain::{Id, Rule};
use persistence::DbError;
use persistence::brokerage::{deployment as deployments, interest, review as reviews};

use super::assurance;
use super::deployment::{Open, step};
use crate::app::{App, Caller, Outcome, Refusal};

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
        reviews::insert(&tx, &review, reviews::audience(&review, &it)).await?;
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
    (draft, way): (&ReviewDraft, FollowUpWay),
    expected: Option<i32>,
) -> Outcome<Review> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let (review, events) = Review::follow_up(app.ids.next(), &mut it, (draft, way), &caller.actor, tx.now())?;
        assurance::require_for_follow_up(&tx, &it, way, review.held_on).await?;
        deployments::save(&tx, &mut it).await?;
        reviews::insert(&tx, &review, reviews::audience(&review, &it)).await.map_err(raced)?;
        for event in events {
            tx.record(event);
        }
        tx.commit().await?;
        Ok(review)
    })
    .await
}

/// What the table had to hold against a word that was taken back at the same moment.
fn raced(error: DbError) -> Refusal {
    match error.constraint() {
        Some("review_rests_on_an_assurance") => Rule::AssuranceMissing.at("way").into(),
        _ => error.into(),
    }
}

/// Writes down what the work came to: as the school that received sees it, or as the one who gave sees the own work, or
/// a head in their place.
pub async fn look_back(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (kind, draft): (ReviewKind, &ReviewDraft),
    expected: Option<i32>,
) -> Outcome<Review> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let written = reviews::written(&tx, id).await?;
        let (by, here) = (&caller.actor, reviews::specialist_acts(&tx, &it).await?);
        let (review, event) = Review::look_back(app.ids.next(), (kind, &written), (&it, here), draft, by, tx.now())?;
        deployments::save(&tx, &mut it).await?;
        reviews::insert(&tx, &review, reviews::audience(&review, &it)).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(review)
    })
    .await
}

/// Signs off what the reviews say, for the alliance.
pub async fn sign_off(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![it.home, it.host]).await?;
        let written = reviews::written(&tx, id).await?;
        tx.record(it.sign_off(&written, &caller.actor, involved, tx.now())?);
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
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
