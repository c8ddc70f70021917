//! Capacity: what a school or a specialist says that they can give.

use domain::exchange::{CapacityHolder, CapacityWindow};
use domain::{HalfTerm, Rule};
use persistence::exchange::{calendar, capacity};

use super::current;
use crate::app::{App, Caller, Outcome};

/// Says how many half-days somebody can give in a half-term.
pub async fn declare(
    app: &App,
    caller: &Caller,
    holder: CapacityHolder,
    half_term: HalfTerm,
    half_days: i32,
    expected: Option<i32>,
) -> Outcome<CapacityWindow> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let owner = capacity::owner(&tx, holder).await?.ok_or(Rule::NotFound.at("holder"))?;
        if calendar::read(&tx).await?.days(half_term).is_none() {
            return Err(Rule::NumberOutOfRange.at("halfTerm").into());
        }
        let empty = CapacityWindow::empty(app.ids.next(), holder, half_term);
        // Asked before the window is opened too, so that whoever may not declare opens none.
        let _ = empty.clone().declare(half_days, owner, &caller.actor)?;
        capacity::open(&tx, &empty).await?;
        let mut it = capacity::lock_windows(&tx, holder, &[half_term]).await?.pop().ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        tx.record(it.declare(half_days, owner, &caller.actor)?);
        capacity::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
