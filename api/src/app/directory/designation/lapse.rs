//! Designations whose last day is over.

use domain::access::Actor;
use domain::directory::Designation;
use domain::{Id, Rule};
use persistence::directory::designation as designations;

use crate::app::communities::parting;
use crate::app::{App, Caller, Outcome, Turn};

/// How many lapse in one turn.
const MOST: i64 = 50;

/// Ends what is over; says how much was. Harmless to run twice: each is asked again under its lock.
pub(crate) async fn lapse_over(app: &App) -> Outcome<usize> {
    let caller = Caller::service("designations");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let over = designations::over(&tx, tx.now().day(), MOST).await?;
    tx.commit().await?;
    let mut turn = Turn::default();
    turn.each(over, |id| lapse(app, &caller, id)).await;
    turn.ended()
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
