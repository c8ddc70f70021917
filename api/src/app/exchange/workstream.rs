//! To which work-streams requests belong: each alliance orders what it brokers for itself.

use domain::directory::Alliance;
use domain::exchange::{SupportRequest, Workstream};
use domain::{Id, Rule};
use persistence::Tx;
use persistence::directory::{alliance, alliance_policy};
use persistence::exchange::workstream as streams;

use super::request::{finish, locked};
use crate::app::{App, Caller, Outcome};

/// Puts a request into a work-stream of the caller's alliance, or with none named out of the one in which it was.
pub async fn assign(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    name: Option<&str>,
    expected: Option<i32>,
) -> Outcome<SupportRequest> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let broker = it.brokered_by(&caller.actor);
        let named = held(&tx, broker, name).await?;
        let event = it.assign_workstream(&caller.actor, named.as_ref())?;
        match (&named, broker) {
            (Some(named), _) => streams::put(&tx, id, named).await?,
            (None, Some(alliance)) => streams::clear(&tx, id, alliance).await?,
            (None, None) => {}
        }
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// The work-stream that an alliance holds by this name, if one is named. It settles no other policy until the transaction ends.
/// For somebody without an alliance there is none; the rule says no to them.
pub(in crate::app) async fn held(tx: &Tx, of: Option<Id<Alliance>>, name: Option<&str>) -> Outcome<Option<Workstream>> {
    let Some((of, name)) = of.zip(name) else { return Ok(None) };
    alliance::lock(tx, of).await?.ok_or(Rule::NotFound.at("workstream"))?;
    let settled = alliance_policy::of_alliance(tx, of).await?;
    Ok(Some(Workstream::named(of, name, &settled, tx.now().day())?))
}
