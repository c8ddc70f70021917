//! The books: what confirmed visits cost, and the months that are closed.

use domain::Event;
use domain::brokerage::{Charge, Deployment, Visit};
use domain::time::Month;
use persistence::Tx;
use persistence::brokerage::charge as charges;

use super::{commission, pool};
use crate::app::{App, Caller, Outcome};

/// Books what a visit costs that was just confirmed, or takes it back after a reversal; a pooled budget and schools that
/// commissioned it together pay their parts with it. The deployment is locked.
pub(super) async fn book(app: &App, tx: &Tx, deployment: &Deployment, visit: &Visit) -> Outcome<()> {
    let booked = charges::booked(tx, deployment.id, visit.id).await?;
    if let Some(charge) = Charge::of(app.ids.next(), deployment, visit, &booked, tx.now()) {
        charges::insert(tx, &charge, deployment).await?;
        pool::book(tx, deployment, &charge).await?;
        commission::book(tx, deployment, &charge, &booked).await?;
    }
    Ok(())
}

/// Closes the month that is due, and with it all before it; says how many were closed, one or none. What is confirmed or
/// reversed late stands on the statements of the first month that is open.
pub async fn close_month(app: &App) -> Outcome<usize> {
    let tx = app.begin(&Caller::service("months")).await?;
    let month = Month::due(tx.now().day());
    tx.along_indexes().await?;
    if !charges::is_open(&tx, month).await? {
        return Ok(0);
    }
    let id = app.ids.next();
    if !charges::close(&tx, id, month, tx.now()).await? {
        return Ok(0);
    }
    tx.record(Event::MonthClosed { month: id, first_day: month.first() });
    tx.commit().await?;
    Ok(1)
}
