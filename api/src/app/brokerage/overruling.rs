//! What was decided although a soft rule warned: kept with the decision, in its transaction.

use domain::Rule;
use domain::brokerage::{Decision, Deployment, Overruling};
use domain::rule::{Overridden, Overrides};
use domain::time::Period;
use persistence::Tx;
use persistence::brokerage::{leadership, overruling as overrulings};

use crate::app::{App, Caller, Outcome};

/// Keeps the warnings that were overridden, each with its reason, in the list that brokers read and in the audit trail. The
/// decision's own event is recorded before.
pub(in crate::app) async fn keep(
    app: &App,
    caller: &Caller,
    tx: &Tx,
    overridden: Vec<Overridden>,
    of: &Decision,
) -> Outcome<()> {
    for it in overridden {
        let said_by = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let (kept, event) = Overruling::keep(app.ids.next(), it, of, said_by, tx.now());
        overrulings::insert(tx, &kept).await?;
        tx.record_for(event, kept.reason.as_str());
    }
    Ok(())
}

/// Warns where too many leaders of the school that gives would be out on one of the days on which whoever supports is away, and
/// keeps the reason of who goes on nonetheless (DOMAIN D54).
pub(super) async fn weigh_leaders(
    app: &App,
    caller: &Caller,
    (tx, of): (&Tx, &Deployment),
    (away, field): (Option<Period>, &'static str),
    (overrides, decision): (&Overrides, &Decision),
) -> Outcome<()> {
    let Some(away) = away else { return Ok(()) };
    let warning = leadership::out(tx, of, away).await?.and_then(|out| out.warning(field));
    keep(app, caller, tx, overrides.weigh(warning)?, decision).await
}
