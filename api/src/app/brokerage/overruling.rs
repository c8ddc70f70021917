//! What was decided although a soft rule warned: kept with the decision, in its transaction.

use domain::brokerage::{Decision, Deployment, Overruling};
use domain::rule::Overrides;
use domain::time::Period;
use domain::{Rejected, Rule};
use persistence::Tx;
use persistence::brokerage::{leadership, overruling as overrulings};

use crate::app::{App, Caller, Outcome};

/// Weighs everything that warns of a decision against the reasons of who decides, who is so told all of it at once. Keeps what
/// is overridden, each with its reason, in the list that brokers read and in the audit trail. The decision's own event is
/// recorded before.
pub(in crate::app) async fn weigh(
    app: &App,
    caller: &Caller,
    tx: &Tx,
    found: impl IntoIterator<Item = Rejected>,
    (overrides, decision): (&Overrides, &Decision),
) -> Outcome<()> {
    for it in overrides.weigh(found)? {
        let said_by = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let (kept, event) = Overruling::keep(app.ids.next(), it, decision, said_by, tx.now());
        overrulings::insert(tx, &kept).await?;
        tx.record_for(event, kept.reason.as_str());
    }
    Ok(())
}

/// The warning where too many leaders of the school that gives would be out on one of the days on which whoever supports is away
/// (DOMAIN D54).
pub(super) async fn leaders_out(
    tx: &Tx,
    of: &Deployment,
    away: Option<Period>,
    field: &'static str,
) -> Outcome<Option<Rejected>> {
    let Some(away) = away else { return Ok(None) };
    Ok(leadership::out(tx, of, away).await?.and_then(|out| out.warning(field)))
}
