//! What every script of this room begins with: the records it changes, locked in the order of the house.

use domain::Rule;
use domain::access::{Actor, Scope};
use domain::brokerage::Proposal;
use domain::exchange::SupportRequest;
use persistence::Tx;
use persistence::brokerage::{deployment as deployments, proposal as proposals};
use persistence::exchange::request as requests;

use crate::app::Outcome;

/// A locked request with its open proposals, and the one among them, or beside them, that is to be changed.
pub(super) struct Table {
    pub request: SupportRequest,
    pub proposal: Proposal,
    pub others: Vec<Proposal>,
}

impl Table {
    /// Locks the request of a proposal, then its open proposals, in the order of the house.
    pub async fn lock(tx: &Tx, of: &Proposal) -> Outcome<Self> {
        let request = requests::lock(tx, &wide(), of.request).await?.ok_or(Rule::NotFound)?;
        let mut others = proposals::lock_open(tx, of.request).await?;
        let proposal = match others.iter().position(|it| it.id == of.id) {
            Some(place) => others.remove(place),
            None => proposals::lock(tx, of.id).await?.ok_or(Rule::NotFound)?,
        };
        Ok(Self { request, proposal, others })
    }

    /// Returns the request to the search if nothing is open for it any more (SETTLED 4).
    pub async fn return_if_idle(&mut self, tx: &Tx) -> Outcome<()> {
        if self.others.is_empty() && !deployments::is_live(tx, self.request.id).await? {
            reopen(tx, &mut self.request).await?;
        }
        Ok(())
    }
}

/// Returns a request to the search; one that was taken back meanwhile stays so.
pub(super) async fn reopen(tx: &Tx, request: &mut SupportRequest) -> Outcome<()> {
    if let Ok(event) = request.reopen_matching(tx.now()) {
        requests::save(tx, request).await?;
        tx.record(event);
    }
    Ok(())
}

/// Sees everything: for what a script must look at beyond what its caller may see.
pub(super) fn wide() -> Scope {
    Actor::Service.scope()
}
