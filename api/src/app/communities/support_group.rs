//! Support groups: formed, begun, held by one after another, closed.

use domain::Id;
use domain::access::Action;
use domain::communities::{FacilitatorEnd, FacilitatorSide, SupportGroup, SupportGroupEnd};
use domain::directory::Specialist;
use domain::rule::Rule;
use persistence::Tx;
use persistence::communities::{former_facilitator, support_group as groups, support_place as places};

use super::mentorship::acting_for;
use super::weighing::{facilitator, most_led};
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// Forms a group for the acting broker's alliance, with the two who hold it.
pub async fn form(
    app: &App,
    caller: &Caller,
    name: &str,
    (head, adviser): (Id<Specialist>, Id<Specialist>),
) -> Outcome<SupportGroup> {
    let alliance = acting_for(caller)?;
    caller.actor.require(Action::RunSupportGroup { alliance })?;
    let tx = app.begin_wide(caller).await?;
    let head = facilitator(&tx, head, "headFacilitator").await?;
    let adviser = facilitator(&tx, adviser, "adviser").await?;
    let (it, event) = SupportGroup::form(&caller.actor, app.ids.next(), (alliance, name), (&head, &adviser), tx.now())?;
    groups::insert(&tx, &it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Lets a group begin to meet.
pub async fn begin(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroup>,
    reason: Option<&str>,
    expected: Option<i32>,
) -> Outcome<SupportGroup> {
    let (tx, mut it) = locked(app, caller, id, expected).await?;
    // Before anything of those who hold it is read, so that whoever may not begin it is told that and no more.
    caller.actor.require(Action::RunSupportGroup { alliance: it.alliance })?;
    let head = facilitator(&tx, it.head_specialist, "headFacilitator").await?;
    let adviser = facilitator(&tx, it.adviser_specialist, "adviser").await?;
    let (members, _) = groups::taken(&tx, id).await?;
    let event = it.begin(&caller.actor, (&head, &adviser), members, reason, tx.now())?;
    groups::save(&tx, &mut it).await?;
    tx.record_for(event, reason);
    tx.commit().await?;
    Ok(it)
}

/// Puts somebody in the place of one of the two who hold a group. Those who have a place in it are seen by whoever holds it.
pub async fn replace(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<SupportGroup>, Option<i32>),
    (side, next): (FacilitatorSide, Id<Specialist>),
    why: FacilitatorEnd,
) -> Outcome<SupportGroup> {
    let (tx, mut it) = locked(app, caller, id, expected).await?;
    caller.actor.require(Action::RunSupportGroup { alliance: it.alliance })?;
    let next = facilitator(&tx, next, "facilitator").await?;
    let members = places::lock_held(&tx, id).await?.into_iter().map(|place| place.person).collect();
    let led = most_led(&tx, members).await?;
    let (former, event) = it.replace(&caller.actor, (side, &next), why, led, tx.now())?;
    former_facilitator::insert(&tx, &former).await?;
    groups::save(&tx, &mut it).await?;
    groups::save_readers(&tx, &it).await?;
    places::save_readers(&tx, &it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Closes a group; the places in it end with it.
pub async fn close(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroup>,
    why: SupportGroupEnd,
    expected: Option<i32>,
) -> Outcome<SupportGroup> {
    let (tx, mut it) = locked(app, caller, id, expected).await?;
    tx.record(it.close(&caller.actor, why, tx.now())?);
    groups::save(&tx, &mut it).await?;
    for mut place in places::lock_held(&tx, id).await? {
        tx.record(place.close(tx.now())?);
        places::save(&tx, &mut place).await?;
    }
    groups::save_readers(&tx, &it).await?;
    tx.commit().await?;
    Ok(it)
}

/// A transaction that sees everything, with a group that the caller may see, locked.
pub(super) async fn locked(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroup>,
    expected: Option<i32>,
) -> Outcome<(Tx, SupportGroup)> {
    let tx = app.begin(caller).await?;
    groups::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.widen().await?;
    let it = groups::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}
