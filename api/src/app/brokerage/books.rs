//! The books: what confirmed visits cost, and the months that are closed.

use domain::Event;
use domain::brokerage::{Charge, Decision, Deployment, PayerKind, Visit};
use domain::rule::Overrides;
use domain::time::Month;
use persistence::Tx;
use persistence::brokerage::charge as charges;

use super::grant::Purse;
use super::pool::Kitty;
use super::{commission, overruling};
use crate::app::{App, Caller, Outcome};

/// Books what a visit costs that was just confirmed, or takes it back after a reversal; a grant, a pooled budget and schools that
/// commissioned it together pay their parts with it. Where a grant or a budget has no more, whoever `pays` the rest is warned
/// before they do, and their reason is kept: the school that receives, or the alliance whose broker settles. The deployment is
/// locked.
pub(super) async fn book(
    app: &App,
    caller: &Caller,
    (tx, deployment): (&Tx, &Deployment),
    (visit, pays, overrides): (&Visit, PayerKind, &Overrides),
) -> Outcome<()> {
    let booked = charges::booked(tx, deployment.id, visit.id).await?;
    let Some(mut charge) = Charge::of(app.ids.next(), deployment, visit, &booked, tx.now()) else { return Ok(()) };
    let (purse, kitty) = (Purse::lock(tx, deployment).await?, Kitty::lock(tx, deployment).await?);
    let of_grant = purse.as_ref().map_or(0, |purse| purse.lacks(&charge));
    let of_pool = kitty.as_ref().map_or(0, |kitty| kitty.lacks(&charge));
    let lacks = charge.lacking(pays, of_grant, of_pool);
    let warnings = lacks.warnings();
    if !warnings.is_empty() {
        let decision =
            Decision::of(visit.id, deployment.host, vec![deployment.host.uuid(), deployment.alliance.uuid()]);
        overruling::weigh(app, caller, tx, warnings, (overrides, &decision)).await?;
    }
    charge.take_on(lacks);
    charges::insert(tx, &charge, deployment).await?;
    if let Some(purse) = purse {
        purse.book(tx, deployment, &charge).await?;
    }
    if let Some(kitty) = kitty {
        kitty.book(tx, deployment, &charge).await?;
    }
    commission::book(tx, deployment, &charge, &booked).await
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
