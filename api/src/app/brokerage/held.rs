//! Money that is held back in grants and pooled budgets for support: let go of when it ends, but for visits that wait for the host,
//! and for those once their time is over.

use domain::Id;
use domain::brokerage::Deployment;
use persistence::Tx;
use persistence::brokerage::visit as visits;

use super::deployment::Open;
use super::{grant, pool};
use crate::app::{App, Caller, Outcome};

/// Lets go of what nothing needs any more of a locked deployment, if it has ended.
pub(super) async fn let_go(tx: &Tx, it: &Deployment) -> Outcome<()> {
    if it.ended_at.is_none() {
        return Ok(());
    }
    let waiting = if it.holds_money(tx.now()) { visits::waiting(tx, it.id).await? } else { Vec::new() };
    grant::let_go(tx, it, &waiting).await?;
    pool::let_go(tx, it, waiting.iter().map(|(_, half_days)| half_days).sum()).await
}

/// Lets go of what is held back for visits of which the host has said nothing for too long.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<Deployment>) -> Outcome<()> {
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, None).await?;
        let_go(&tx, &it).await?;
        Ok(tx.commit().await?)
    })
    .await
}
