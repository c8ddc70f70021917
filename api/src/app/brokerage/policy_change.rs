//! Changes of the matching policy: put forward, approved or refused by a second person, taken back, or left until their time is over.

use domain::brokerage::matching::Policy;
use domain::brokerage::{PolicyChange, PolicyChangeDraft, Scenario};
use domain::text::Remark;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{match_policy, policy_change as changes, scenario as scenarios};

use super::current;
use crate::app::{App, Caller, Outcome};

/// Puts the weights of a scenario forward, to hold from an instant on, or from its approval.
pub async fn propose(
    app: &App,
    caller: &Caller,
    scenario: Id<Scenario>,
    reason: &str,
    holds_from: Option<Timestamp>,
) -> Outcome<PolicyChange> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        // Locked, so that nobody puts it away while it is put forward.
        let shown = scenarios::lock(&tx, &caller.scope(), scenario).await?.ok_or(Rule::NotFound.at("scenario"))?;
        let newest = match_policy::newest(&tx).await?;
        let draft = PolicyChangeDraft { id: app.ids.next(), reason: reason.clone(), holds_from };
        let (it, event) = PolicyChange::propose(draft, &shown, &newest, &caller.actor, tx.now())?;
        changes::insert(&tx, &it).await??;
        tx.record_for(event, reason.as_str());
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Approves a change: it is a version of the policy.
pub async fn approve(app: &App, caller: &Caller, id: Id<PolicyChange>, expected: Option<i32>) -> Outcome<PolicyChange> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let newest: Policy = match_policy::newest(&tx).await?;
        let event = it.approve(&newest, &caller.actor, tx.now())?;
        changes::save(&tx, &mut it).await?;
        match_policy::insert(&tx, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Refuses a change, saying why.
pub async fn refuse(
    app: &App,
    caller: &Caller,
    id: Id<PolicyChange>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<PolicyChange> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let event = |it: &mut PolicyChange, now| it.refuse(reason.clone(), &caller.actor, now);
    end(app, caller, (id, expected), event, Some(reason.as_str())).await
}

/// Takes a change back, saying why.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<PolicyChange>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<PolicyChange> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let event = |it: &mut PolicyChange, now| it.withdraw(reason.clone(), &caller.actor, now);
    end(app, caller, (id, expected), event, Some(reason.as_str())).await
}

/// Ends a change that nobody answered in time.
pub(in crate::app) async fn lapse(app: &App, caller: &Caller, id: Id<PolicyChange>) -> Outcome<PolicyChange> {
    end(app, caller, (id, None), |it, now| it.lapse(now), None).await
}

async fn end(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<PolicyChange>, Option<i32>),
    decide: impl Fn(&mut PolicyChange, Timestamp) -> Result<Event, Rejected> + Sync,
    reason: Option<&str>,
) -> Outcome<PolicyChange> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        tx.record_for(decide(&mut it, tx.now())?, reason);
        changes::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A change that the caller may see, locked in a transaction that sees every record.
async fn locked(
    app: &App,
    caller: &Caller,
    id: Id<PolicyChange>,
    expected: Option<i32>,
) -> Outcome<(Tx, PolicyChange)> {
    let tx = app.begin_wide(caller).await?;
    let it = changes::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}
