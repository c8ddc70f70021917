//! Heads state since when they have led, and where before.

use domain::Event;
use domain::access::Role;
use domain::communities::{Headship, HeadshipForm};
use domain::identity::{Membership, MembershipStatus, Place};
use domain::rule::Rule;
use persistence::communities::{headship as headships, newcomer};
use persistence::{DbError, Tx};

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

/// Tells of a head who takes up the role now and has no mentor or no place in a support group, or neither (DOMAIN H115). The
/// transaction sees every record.
pub(in crate::app) async fn begun(tx: &Tx, it: &Membership) -> Outcome<()> {
    let Place::School(school) = it.place else { return Ok(()) };
    if it.role == Role::Head
        && it.status == MembershipStatus::Active
        && newcomer::lacks_support(tx, it.person, school).await?
    {
        tx.record(Event::NewHeadBegun { school, membership: it.id });
    }
    Ok(())
}

/// One headship of a school at a time: also where two are written at once.
fn meets(error: DbError) -> Refusal {
    match error.constraint() {
        Some("headship_once") => Rule::HeadshipsMeet.at("from").into(),
        _ => error.into(),
    }
}
