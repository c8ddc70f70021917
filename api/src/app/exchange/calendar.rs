//! The days of half-terms that schools and local authorities keep.

use chrono::NaiveDate;
use domain::exchange::CalendarOwner;
use domain::{HalfTerm, Rule};
use persistence::exchange::calendar::{self, Line};

use crate::app::directory::alliance::catch_up;
use crate::app::{App, Caller, Outcome};

/// Sets the days that an owner keeps for a half-term.
pub async fn set(
    app: &App,
    caller: &Caller,
    owner: CalendarOwner,
    half_term: HalfTerm,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Line>> {
    let tx = app.begin(caller).await?;
    known(app, owner)?;
    calendar::lock(&tx, owner).await?;
    let held = calendar::of(&tx, owner).await?;
    let (days, event) = owner.set(&caller.actor, half_term, days, &held, tx.now().day())?;
    let by = caller.actor.person().ok_or(Rule::NotAllowed)?;
    calendar::put(&tx, owner, half_term, days, by).await?;
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(calendar::lines(app.db(), Some(owner)).await?)
}

/// Takes back the days that an owner keeps for a half-term.
pub async fn clear(app: &App, caller: &Caller, owner: CalendarOwner, half_term: HalfTerm) -> Outcome<Vec<Line>> {
    let tx = app.begin(caller).await?;
    known(app, owner)?;
    calendar::lock(&tx, owner).await?;
    let (held, beneath) = (calendar::of(&tx, owner).await?, calendar::beneath(&tx, owner, half_term).await?);
    let event = owner.clear(&caller.actor, half_term, &held, beneath, tx.now().day())?;
    if !calendar::clear(&tx, owner, half_term).await? {
        return Err(Rule::NotFound.at("halfTerm").into());
    }
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(calendar::lines(app.db(), Some(owner)).await?)
}

/// Refuses a school or an authority that is not there.
fn known(app: &App, owner: CalendarOwner) -> Outcome<()> {
    let directory = app.snapshot();
    let (is_known, field) = match owner {
        CalendarOwner::School(id) => (directory.schools.get(id).is_some(), "school"),
        CalendarOwner::Authority(id) => (directory.schools.authority(id).is_some(), "localAuthority"),
    };
    if is_known { Ok(()) } else { Err(Rule::NotFound.at(field).into()) }
}
