//! Places in support groups: offered, accepted, declined, left.

use domain::access::Action;
use domain::communities::{SupportGroup, SupportGroupPlace, SupportPlaceLeave};
use domain::directory::School;
use domain::rule::{Rejected, Rule};
use domain::{Event, Id, Timestamp};
use persistence::communities::{mentoring_policy, support_group as groups, support_place as places};

use super::support_group::locked;
use super::weighing;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// Offers a place to the head of a school that belongs to the group's alliance.
pub async fn offer(
    app: &App,
    caller: &Caller,
    (group, school): (Id<SupportGroup>, Id<School>),
    reason: Option<&str>,
    expected: Option<i32>,
) -> Outcome<SupportGroupPlace> {
    let policy = mentoring_policy::newest(app.db()).await?;
    let (tx, group) = locked(app, caller, group, expected).await?;
    caller.actor.require(Action::RunSupportGroup { alliance: group.alliance })?;
    weighing::require_member(app, school, group.alliance)?;
    let newcomer = weighing::newcomer(app, &tx, school, &policy).await?;
    let led = weighing::facilitator(&tx, group.head_specialist, "supportGroup").await?.days_led;
    let (_, held) = groups::taken(&tx, group.id).await?;
    let weighed = (held, led, reason);
    let id = app.ids.next();
    let (it, event) = SupportGroupPlace::offer(&caller.actor, id, &group, &newcomer, weighed, &policy, tx.now())?;
    if !places::insert(&tx, &it, &group).await? {
        return Err(Rule::InSupportGroup.at("school").into());
    }
    groups::save_readers(&tx, &group).await?;
    tx.record_for(event, reason);
    tx.commit().await?;
    Ok(it)
}

/// Accepts a place for the caller.
pub async fn accept(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroupPlace>,
    expected: Option<i32>,
) -> Outcome<SupportGroupPlace> {
    change(app, caller, id, expected, |it, now| it.accept(&caller.actor, now)).await
}

/// Declines a place for the caller.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroupPlace>,
    expected: Option<i32>,
) -> Outcome<SupportGroupPlace> {
    change(app, caller, id, expected, |it, now| it.decline(&caller.actor, now)).await
}

/// Leaves a group, as the caller.
pub async fn leave(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroupPlace>,
    reason: SupportPlaceLeave,
    expected: Option<i32>,
) -> Outcome<SupportGroupPlace> {
    change(app, caller, id, expected, |it, now| it.leave(&caller.actor, reason, now)).await
}

/// A step of a place, locked after its group, whose readers change with it.
async fn change(
    app: &App,
    caller: &Caller,
    id: Id<SupportGroupPlace>,
    expected: Option<i32>,
    decide: impl Fn(&mut SupportGroupPlace, Timestamp) -> Result<Event, Rejected> + Send + Sync,
) -> Outcome<SupportGroupPlace> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let found = places::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let group = groups::lock(&tx, found.group).await?.ok_or(Rule::NotFound)?;
        let mut it = places::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        tx.record(decide(&mut it, tx.now())?);
        places::save(&tx, &mut it).await?;
        groups::save_readers(&tx, &group).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
