//! Rounds are announced, and taken up by those by whose authority their places are proposed.

use domain::Id;
use domain::brokerage::{Round, RoundPlace};
use persistence::brokerage::{round as rounds, round_announced as announced, round_line as lines};

use super::locked;
use crate::app::{App, Caller, Outcome};

/// Announces a round that has its plan: its places are proposed.
pub async fn announce(app: &App, caller: &Caller, id: Id<Round>, expected: Option<i32>) -> Outcome<Round> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let all = lines::lock_of(&tx, id).await?;
        let points = all.iter().filter_map(|line| line.place.as_ref()).map(RoundPlace::points).sum();
        let (mandate, event) = it.announce(points, &caller.actor, tx.now())?;
        rounds::save(&tx, &mut it).await?;
        announced::keep_plan(&tx, id).await?;
        if let Some(mandate) = mandate {
            announced::give(&tx, &mandate).await?;
        }
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Takes an announced round up for the alliance of the broker who acts.
pub async fn take_up(app: &App, caller: &Caller, id: Id<Round>, expected: Option<i32>) -> Outcome<Round> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let (mandate, event) = it.take_up(&caller.actor, tx.now())?;
        announced::give(&tx, &mandate).await?;
        rounds::save(&tx, &mut it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}
