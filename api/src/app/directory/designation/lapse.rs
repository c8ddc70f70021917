//! Designations whose last day is over.

use domain::access::Actor;
use domain::directory::Designation;
use domain::{Id, Rule};
use persistence::directory::designation as designations;

use crate::app::communities::parting;
use crate::app::{App, Caller, Outcome, Refusal};

/// How many lapse in one turn.
const MOST: i64 = 50;

/// Ends what is over; says how much was. Harmless to run twice: each is asked again under its lock. One that cannot be ended
/// keeps no other from its end; the first such fault is given when all have had their turn.
pub(crate) async fn lapse_over(app: &App) -> Outcome<usize> {
    let caller = Caller::service("designations");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let over = designations::over(&tx, tx.now().day(), MOST).await?;
    tx.commit().await?;
    let (mut ended, mut fault) = (0, None);
    for id in over {
        match lapse(app, &caller, id).await {
            Ok(()) => ended += 1,
            // Somebody, or another process, was faster.
            Err(Refusal::Rejected(_)) => {}
            Err(refusal) => {
                tracing::error!(?refusal, %id, "a designation that is over could not be ended");
                fault.get_or_insert(refusal);
            }
        }
    }
    fault.map_or(Ok(ended), Err)
}

async fn lapse(app: &App, caller: &Caller, id: Id<Designation>) -> Outcome<()> {
    let tx = app.begin(caller).await?;
    let mut it = designations::lock(&tx, &Actor::Service.scope(), id).await?.ok_or(Rule::NotFound)?;
    let event = it.lapse(tx.now())?;
    designations::save(&tx, &mut it).await?;
    tx.record(event);
    parting::of(&tx, it.person).await?;
    tx.commit().await?;
    Ok(())
}
