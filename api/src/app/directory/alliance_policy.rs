//! What an alliance settles for itself, and what of it holds.

use domain::access::Action;
use domain::directory::{Alliance, AlliancePolicy, PolicyForm};
use domain::rule::Rule;
use domain::{Id, Timestamp};
use persistence::Tx;
use persistence::directory::{alliance, alliance_policy};

use super::alliance::catch_up;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// Settles a new version of an alliance's policy.
pub async fn set(
    app: &App,
    caller: &Caller,
    id: Id<Alliance>,
    form: PolicyForm,
    expected: Option<i32>,
) -> Outcome<Alliance> {
    let standard = app.service_standard().await?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let it = alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        caller.actor.require(Action::SetAlliancePolicy { alliance: id })?;
        let latest = alliance_policy::of_alliance(&tx, id).await?.last().map_or(0, |it| it.version);
        current(latest, expected)?;
        let (policy, event) = AlliancePolicy::set(&caller.actor, id, latest, form.clone(), (&standard, tx.now()))?;
        alliance_policy::insert(&tx, &policy).await?;
        tx.record(event);
        tx.commit().await?;
        catch_up(app).await;
        Ok(it)
    })
    .await
}

/// What an alliance holds to at an instant: its own policy, else what holds nationally.
pub(in crate::app) async fn in_force(app: &App, tx: &Tx, id: Id<Alliance>, at: Timestamp) -> Outcome<AlliancePolicy> {
    let all = alliance_policy::of_alliance(tx, id).await?;
    if let Some(it) = AlliancePolicy::in_force(&all, at.day()) {
        return Ok(it.clone());
    }
    let snapshot = app.snapshot();
    let founded = snapshot.alliances.get(id).ok_or(Rule::NotFound.at("alliance"))?;
    Ok(AlliancePolicy::national(id, founded.response_days))
}
