//! What nobody did in time: requests and proposals that were not answered, deployments that were not agreed.

use domain::Rule;
use domain::rule::Refusals;
use persistence::brokerage::{deployment as deployments, proposal as proposals};
use persistence::exchange::work_list;

use super::{agreement, proposal};
use crate::app::exchange::request;
use crate::app::{App, Caller, Outcome, Refusal};

/// How many are ended in one turn.
const MOST: i64 = 50;

/// Ends what is overdue; says how much that was. Harmless to run twice: each is asked again under its lock.
pub async fn end_overdue(app: &App) -> Outcome<usize> {
    let caller = Caller::service("expiry");
    let tx = app.begin(&caller).await?;
    let unanswered = proposals::due(&tx, tx.now(), MOST).await?;
    let unsigned = deployments::due(&tx, tx.now(), MOST).await?;
    let unread = work_list::unanswered(&tx, tx.now(), MOST).await?;
    tx.commit().await?;
    let found = unanswered.len() + unsigned.len() + unread.len();
    for id in unread {
        unless_answered(request::note_overdue(app, &caller, id).await)?;
    }
    for id in unanswered {
        unless_answered(proposal::expire(app, &caller, id).await)?;
    }
    for id in unsigned {
        unless_answered(agreement::lapse(app, &caller, id).await)?;
    }
    Ok(found)
}

/// Somebody, or another process, may have been faster; then there is nothing to do.
fn unless_answered<T>(outcome: Outcome<T>) -> Outcome<()> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Refusal::Rejected(no)) if overtaken(&no) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

fn overtaken(no: &Refusals) -> bool {
    let faster = [Rule::ProposalNotOpen, Rule::StepNotOpen, Rule::NotFound];
    no.clone().into_vec().iter().all(|no| faster.contains(&no.rule))
}
