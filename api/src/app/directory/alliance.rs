//! Founding, joining and leaving alliances, and saying which alliances are neighbours.

use domain::access::Action;
use domain::directory::{Alliance, AllianceLeave, Founding, Retraction, School};
use domain::rule::Rule;
use domain::{Event, Id};
use persistence::Tx;
use persistence::directory::{alliance, alliance_invitation as invitations};
use persistence::reciprocity::obligation;

use crate::app::brokerage::broker;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// An alliance, and the version of it that whoever acts has read, if they say so.
pub type Version = (Id<Alliance>, Option<i32>);

/// Founds an alliance with the school that leads it, whose waiting requests it brokers from then on.
pub async fn found(app: &App, caller: &Caller, founding: Founding, lead: Id<School>) -> Outcome<Alliance> {
    app.retrying(async || {
        let tx = app.begin_wide(caller).await?;
        // Permission comes first: whoever may not found learns nothing of the school.
        caller.actor.require(Action::FoundAlliance {})?;
        let standing =
            app.snapshot().schools.get(lead).map(|it| it.school.status).ok_or(Rule::NotFound.at("leadSchool"))?;
        let leads = alliance::led_by(&tx, lead).await?;
        let id = app.ids.next();
        let (it, member, event) = Alliance::found(&caller.actor, id, &founding, (lead, standing), &leads, tx.now())?;
        alliance::found(&tx, &it, &member, tx.now()).await?;
        broker::joined(&tx, lead, id).await?;
        obligation::admit(&tx, lead, id).await?;
        tx.record(event);
        tx.commit().await?;
        catch_up(app).await;
        Ok(it)
    })
    .await
}

/// Makes the acting head's school a member of an alliance, which brokers what waits of its requests from then on.
pub async fn join(app: &App, caller: &Caller, id: Version, school: Id<School>) -> Outcome<Alliance> {
    app.retrying(|| join_once(app, caller, id, school)).await
}

async fn join_once(app: &App, caller: &Caller, (id, expected): Version, school: Id<School>) -> Outcome<Alliance> {
    let tx = app.begin_wide(caller).await?;
    let mut it = alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    caller.actor.require(Action::JoinAlliance { school })?;
    current(it.version, expected)?;
    let joined = admit(app, caller, &tx, &mut it, school).await?;
    // Whoever joins without being reminded has answered.
    if let Some(mut asked) = invitations::lock_open(&tx, id, school).await?
        && asked.respond_by >= tx.now()
    {
        tx.record(asked.accept(&caller.actor, tx.now())?);
        invitations::save(&tx, &mut asked).await?;
    }
    tx.record(joined);
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}

/// Makes the acting head's school a member of a locked alliance. The transaction sees every record.
pub(super) async fn admit(
    app: &App,
    caller: &Caller,
    tx: &Tx,
    to: &mut Alliance,
    school: Id<School>,
) -> Outcome<Event> {
    let (id, listed) = (to.id, app.snapshot());
    let is_open = listed.schools.get(school).is_some_and(|it| it.school.status.is_open());
    let mut member = alliance::member(tx, id, school).await?;
    let event = member.join(&caller.actor, tx.now())?;
    if !is_open {
        return Err(Rule::SchoolClosed.into());
    }
    alliance::join(tx, &member, tx.now()).await?;
    alliance::touch(tx, to).await?;
    broker::joined(tx, school, id).await?;
    obligation::admit(tx, school, id).await?;
    Ok(event)
}

/// Ends the membership of the acting head's school in an alliance, by a neutral code.
pub async fn leave(
    app: &App,
    caller: &Caller,
    id: Version,
    school: Id<School>,
    reason: AllianceLeave,
) -> Outcome<Alliance> {
    app.retrying(|| leave_once(app, caller, id, school, reason)).await
}

async fn leave_once(
    app: &App,
    caller: &Caller,
    (id, expected): Version,
    school: Id<School>,
    reason: AllianceLeave,
) -> Outcome<Alliance> {
    let tx = app.begin_wide(caller).await?;
    let mut it = alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    caller.actor.require(Action::LeaveAlliance { school })?;
    current(it.version, expected)?;
    let mut member = alliance::member(&tx, id, school).await?;
    let event = member.leave(&caller.actor, it.lead, reason)?;
    alliance::leave(&tx, &member, reason, tx.now()).await?;
    alliance::touch(&tx, &mut it).await?;
    broker::left(app, &tx, school, id).await?;
    obligation::dismiss(&tx, school, id).await?;
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}

/// Declares another alliance a neighbour of the acting broker's.
pub async fn declare_neighbour(app: &App, caller: &Caller, id: Version, neighbour: Id<Alliance>) -> Outcome<Alliance> {
    let (tx, mut it) = locked(app, caller, id).await?;
    let event = it.declare_neighbour(&caller.actor, neighbour)?;
    if app.snapshot().alliances.get(neighbour).is_none() {
        return Err(Rule::NotFound.at("neighbour").into());
    }
    alliance::declare(&tx, it.id, neighbour).await?;
    alliance::touch(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}

/// Takes back that another alliance is a neighbour of the acting broker's, by a neutral code.
pub async fn withdraw_neighbour(
    app: &App,
    caller: &Caller,
    id: Version,
    neighbour: Id<Alliance>,
    reason: Retraction,
) -> Outcome<Alliance> {
    let (tx, mut it) = locked(app, caller, id).await?;
    caller.actor.require(Action::DeclareNeighbour { alliance: it.id })?;
    let was_declared = alliance::withdraw(&tx, it.id, neighbour).await?;
    tx.record(it.withdraw_neighbour(&caller.actor, neighbour, was_declared, reason)?);
    alliance::touch(&tx, &mut it).await?;
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}

/// A transaction with an alliance, locked as whoever acts has read it.
async fn locked(app: &App, caller: &Caller, (id, expected): Version) -> Outcome<(Tx, Alliance)> {
    let tx = app.begin(caller).await?;
    let it = alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}

/// Shows the change to this process at once. It is committed, so a fault here is no reason to say that it failed: the
/// workers catch up a little later.
pub(in crate::app) async fn catch_up(app: &App) {
    if let Err(error) = app.refresh_directory().await {
        tracing::warn!(%error, "the directory in memory is behind for a moment");
    }
}
