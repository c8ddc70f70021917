//! What is open with a specialist who leaves the home school: proposals fall, and brokers decide about deployments.

use domain::access::Action;
use domain::brokerage::{Departure, Deployment, Proposal};
use domain::directory::Specialist;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{departure as departures, proposal as proposals};

use super::assurance;
use super::deployment::Open;
use super::table::Table;
use crate::app::{App, Caller, Outcome};

/// Takes back every open proposal with a specialist who leaves, leaves every open deployment to its broker's decision, and
/// ends what the former employer assured of them.
/// Gives the proposals whose time is to be released once everything else is locked. The transaction sees every record.
pub(in crate::app) async fn tell(tx: &Tx, who: Id<Specialist>) -> Outcome<Vec<Id<Proposal>>> {
    let mut fallen = Vec::new();
    for of in proposals::open_of_specialist(tx, who).await? {
        let mut table = Table::lock(tx, &of).await?;
        // Somebody may have answered it meanwhile.
        let Ok(event) = table.proposal.leave(tx.now()) else { continue };
        tx.record(event);
        proposals::save(tx, &mut table.proposal).await?;
        table.return_if_idle(tx).await?;
        fallen.push(of.id);
    }
    for of in departures::lock_live(tx, who).await? {
        let (departure, event) = Departure::note(&of, tx.now());
        departures::put(tx, &departure).await?;
        tx.record(event);
    }
    assurance::end_of_leaver(tx, who).await?;
    Ok(fallen)
}

/// Lets a deployment go on although its specialist has left the home school.
pub async fn keep(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, expected).await?;
        caller.actor.require(Action::KeepDeployment { alliance: it.alliance })?;
        let mut departure = departures::lock(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        tx.record(departure.keep(&it, &caller.actor, tx.now())?);
        departures::save(&tx, &departure).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
