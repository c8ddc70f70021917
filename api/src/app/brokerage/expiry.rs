//! What nobody did in time: requests and proposals that were not answered, deployments that were not agreed or of which not
//! both sides have spoken.

use domain::rule::Refusals;
use domain::{Id, Noun, Rule};
use persistence::brokerage::{deployment_due, proposal as proposals};
use persistence::exchange::work_list;

use super::{agreement, evaluation, proposal};
use crate::app::exchange::request;
use crate::app::{App, Caller, Outcome, Refusal};

/// How many are ended in one turn.
const MOST: i64 = 50;

/// Ends what is overdue; says how much was. Harmless to run twice: each is asked again under its lock. One that cannot be
/// ended keeps no other from its end; the first such fault is given when all have had their turn.
pub async fn end_overdue(app: &App) -> Outcome<usize> {
    let caller = Caller::service("expiry");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let unanswered = proposals::due(&tx, tx.now(), MOST).await?;
    let unsigned = deployment_due::due(&tx, tx.now(), MOST).await?;
    let unread = work_list::unanswered(&tx, tx.now(), MOST).await?;
    tx.commit().await?;
    let mut turn = Turn::default();
    for id in unread {
        turn.note(id, request::note_overdue(app, &caller, id).await);
    }
    for id in unanswered {
        turn.note(id, proposal::expire(app, &caller, id).await);
    }
    for id in unsigned {
        turn.note(id, agreement::lapse(app, &caller, id).await);
    }
    turn.add(evaluation::end_overdue(app, &caller).await);
    turn.fault.map_or(Ok(turn.ended), Err)
}

/// What one turn came to.
#[derive(Default)]
struct Turn {
    ended: usize,
    fault: Option<Refusal>,
}

impl Turn {
    /// Counts what was ended. Where somebody, or another process, was faster there is nothing to do.
    fn note<N: Noun, T>(&mut self, id: Id<N>, outcome: Outcome<T>) {
        match outcome {
            Ok(_) => self.ended += 1,
            Err(Refusal::Rejected(no)) if overtaken(&no) => {}
            Err(refusal) => {
                tracing::error!(?refusal, %id, "what is overdue could not be ended");
                self.fault.get_or_insert(refusal);
            }
        }
    }

    /// Counts what was ended at once.
    fn add(&mut self, outcome: Outcome<usize>) {
        match outcome {
            Ok(ended) => self.ended += ended,
            Err(refusal) => {
                tracing::error!(?refusal, "what is overdue could not be ended");
                self.fault.get_or_insert(refusal);
            }
        }
    }
}

fn overtaken(no: &Refusals) -> bool {
    let faster = [Rule::ProposalNotOpen, Rule::StepNotOpen, Rule::NotFound];
    no.clone().into_vec().iter().all(|no| faster.contains(&no.rule))
}
