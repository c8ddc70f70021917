//! What was decided although a soft rule warned: kept with the decision, in its transaction.

use domain::Rule;
use domain::brokerage::{Decision, Overruling};
use domain::rule::Overridden;
use persistence::Tx;
use persistence::brokerage::overruling as overrulings;

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
