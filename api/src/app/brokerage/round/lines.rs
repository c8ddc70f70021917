//! What becomes of a request in a round: it is proposed, or it waits for nobody any more.

use domain::brokerage::{Proposal, RoundAnswer, RoundLine, RoundPlace};
use domain::exchange::{RequestStatus, SupportRequest};
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::round_try::{self as tries, RoundTry};
use persistence::brokerage::{round_hold as holds, round_line as lines};
use persistence::exchange::request as requests;

use crate::app::brokerage::wide;
use crate::app::{App, Caller, Outcome};

/// Gives what a round holds for a locked request back, because it is proposed now, as the plan says or otherwise: the proposal
/// holds its own time.
pub(in crate::app::brokerage) async fn proposed(tx: &Tx, proposal: &Proposal) -> Outcome<()> {
    let line = lines::lock_of_request(tx, proposal.request).await?;
    if let Some(mut line) = line.filter(RoundLine::is_in) {
        line.propose(proposal.id)?;
        lines::turn(tx, &line).await?;
        tries::insert(tx, &tried(&line, proposal)).await?;
        holds::release(tx, line.round, Some(proposal.request)).await?;
    }
    Ok(())
}

/// That a proposal was tried for a request of a round.
pub(super) fn tried(line: &RoundLine, proposal: &Proposal) -> RoundTry {
    let of_plan = line.place.as_ref().filter(|place| place.offer == proposal.offer);
    RoundTry {
        round: line.round,
        request: line.request,
        offer: proposal.offer,
        specialist: proposal.specialist,
        home: proposal.home,
        proposal: Some(proposal.id),
        points: of_plan.map(RoundPlace::points),
        answer: RoundAnswer::of(proposal.status),
        refused_by: None,
    }
}

/// Lets a request leave its round, because it waits for nobody any more: its school took it back, or nobody was found.
pub(in crate::app) async fn leave_gone(app: &App, caller: &Caller, id: Id<SupportRequest>) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let request = requests::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
        let line = lines::lock_of_request(&tx, id).await?;
        let mut line = line.filter(|_| !waits(request.status)).ok_or(Rule::StepNotOpen)?;
        tx.record(line.leave()?);
        lines::save(&tx, std::slice::from_ref(&line)).await?;
        holds::release(&tx, line.round, Some(id)).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Whether somebody is still looked for.
pub(super) const fn waits(status: RequestStatus) -> bool {
    matches!(status, RequestStatus::Triaged | RequestStatus::Matching)
}
