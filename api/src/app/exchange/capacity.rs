//! Capacity: what a school or a specialist says that they can give.

use domain::exchange::{CapacityHolder, CapacityWindow, Offer};
use domain::{HalfTerm, Rule};
use persistence::Tx;
use persistence::exchange::{calendar, capacity};

use super::current;
use crate::app::{App, Caller, Outcome};

/// The half-terms of a year.
const YEAR: usize = 6;

/// Declares what an offer states for each half-term of the coming year, if its holder has declared none of them.
pub(super) async fn open_year(app: &App, caller: &Caller, tx: &Tx, offer: &Offer) -> Outcome<()> {
    let holder = offer.terms.specialist.map_or(CapacityHolder::School(offer.school), CapacityHolder::Specialist);
    let owner = capacity::owner(tx, holder).await?.ok_or(Rule::NotFound.at("offer"))?;
    let calendar = calendar::read(tx).await?;
    let today = tx.now().day();
    let coming = calendar.iter().filter(|(_, days)| days.until() >= today).map(|(half_term, _)| half_term);
    let coming: Vec<_> = coming.take(YEAR).collect();
    if !capacity::lock_windows(tx, holder, &coming).await?.is_empty() {
        return Ok(());
    }
    for half_term in coming {
        let mut it = CapacityWindow::empty(app.ids.next(), holder, half_term);
        let declared = it.declare(offer.terms.half_days_per_half_term, owner, &caller.actor)?;
        // Another offer of the same holder may have been published at this moment.
        if capacity::open(tx, &it).await? {
            tx.record(declared);
        }
    }
    Ok(())
}

/// The windows of a holder from the present half-term on, as far as the caller may see them.
pub async fn coming(app: &App, caller: &Caller, holder: CapacityHolder) -> Outcome<Vec<CapacityWindow>> {
    app.board.ready(app).await?;
    match app.board.with(|held| Ok(held.calendar.at(app.clock.now().day())))? {
        Some(present) => Ok(capacity::of_holder(app.db(), &caller.scope(), holder, present).await?),
        None => Ok(Vec::new()),
    }
}

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
