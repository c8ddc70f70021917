//! Heads state since when they have led, and where before.

use domain::communities::{Headship, HeadshipForm};
use domain::rule::Rule;
use persistence::DbError;
use persistence::communities::{headship as headships, newcomer};

use crate::app::{App, Caller, Outcome, Refusal};

/// States a headship of the caller's own, or corrects the one that was stated of the same time.
pub async fn state(app: &App, caller: &Caller, form: HeadshipForm) -> Outcome<Headship> {
    let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
    if app.snapshot().schools.get(form.school).is_none() {
        return Err(Rule::NotFound.at("school").into());
    }
    let tx = app.begin_wide(caller).await?;
    let met = headships::lock_met(&tx, (person, form.school), (form.from, form.until)).await?;
    let leads = newcomer::leads(&tx, person, form.school).await?;
    let (it, event) = Headship::state(&caller.actor, app.ids.next(), form, (&met, leads), tx.now())?;
    headships::save(&tx, &it).await.map_err(meets)?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// One headship of a school at a time: also where two are written at once.
fn meets(error: DbError) -> Refusal {
    match error.constraint() {
        Some("headship_once") => Rule::HeadshipsMeet.at("from").into(),
        _ => error.into(),
    }
}
