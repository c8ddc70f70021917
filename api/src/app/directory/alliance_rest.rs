//! A school rests in an alliance for a while, and takes part again: when its head says so, or when its last day is over.

use chrono::NaiveDate;
use domain::access::Action;
use domain::directory::{Alliance, RestReason, School};
use domain::rule::Rule;
use domain::{Event, Id};
use persistence::Tx;
use persistence::directory::alliance;

use super::alliance::{Version, catch_up};
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// How many rests end in one turn.
const MOST: i64 = 100;

/// Lets the acting head's school rest in an alliance, by a neutral code and until a last day if one is named.
pub async fn pause(app: &App, caller: &Caller, id: Version, why: (RestReason, Option<NaiveDate>)) -> Outcome<Alliance> {
    let school = own_school(caller)?;
    app.retrying(async || {
        let (tx, it) = locked(app, caller, id, school).await?;
        let mut member = alliance::member(&tx, it.id, school).await?;
        let event = member.pause(&caller.actor, it.lead, why, tx.now())?;
        alliance::save_rest(&tx, &member).await?;
        finish(app, tx, it, event).await
    })
    .await
}

/// Lets the acting head's school take part in an alliance again.
pub async fn resume(app: &App, caller: &Caller, id: Version) -> Outcome<Alliance> {
    let school = own_school(caller)?;
    app.retrying(async || {
        let (tx, it) = locked(app, caller, id, school).await?;
        let mut member = alliance::member(&tx, it.id, school).await?;
        let event = member.resume(&caller.actor)?;
        alliance::save_rest(&tx, &member).await?;
        finish(app, tx, it, event).await
    })
    .await
}

/// Ends the rests whose last day is over; says how many. Harmless to run twice: each is asked again under its lock.
pub async fn run_out(app: &App) -> Outcome<usize> {
    let caller = Caller::service("expiry");
    let due = alliance::rested(app.db(), app.clock.now().day(), MOST).await?;
    let mut ended = 0;
    for found in due {
        let tx = app.begin(&caller).await?;
        let Some(it) = alliance::lock(&tx, found.alliance).await? else { continue };
        let mut member = alliance::member(&tx, found.alliance, found.school).await?;
        // Its head, or another process, may have been faster.
        if let Ok(event) = member.run_out(tx.now()) {
            alliance::save_rest(&tx, &member).await?;
            finish(app, tx, it, event).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

fn own_school(caller: &Caller) -> Outcome<Id<School>> {
    let school = caller.actor.acting().and_then(|acting| acting.school).ok_or(Rule::NotAllowed)?;
    caller.actor.require(Action::RestMembership { school })?;
    Ok(school)
}

/// A transaction with an alliance, locked as whoever acts has read it. Of one that is not there is told what is told of one to
/// which the school does not belong, at the same cost.
async fn locked(app: &App, caller: &Caller, (id, expected): Version, school: Id<School>) -> Outcome<(Tx, Alliance)> {
    let tx = app.begin(caller).await?;
    if alliance::member(&tx, id, school).await?.since.is_none() {
        return Err(Rule::NotAMember.into());
    }
    let it = alliance::lock(&tx, id).await?.ok_or(Rule::NotAMember)?;
    current(it.version, expected)?;
    Ok((tx, it))
}

async fn finish(app: &App, tx: Tx, mut it: Alliance, event: Event) -> Outcome<Alliance> {
    alliance::touch(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}
