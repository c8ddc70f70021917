//! Rings of schools: suggested and proposed by a broker, answered by every school, and placed when all of them consent.

mod ground;
mod proposing;
mod suggesting;

use domain::brokerage::{DeclineReason, ExchangeRing, Proposal, RingLeg, RingStatus};
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{interest, proposal as proposals, ring as rings, ring_hold as holds, ring_leg as legs};
use persistence::exchange::request as requests;
use uuid::Uuid;

use self::ground::Ground;
use super::{proposal, reopen};
use crate::app::{App, Caller, Fault, Outcome};

pub use proposing::{Form, LegForm, propose};
pub use suggesting::{Suggestions, mended, suggest};

/// Consents for the school of whoever acts. With the last consent a deployment is planned for each leg.
pub async fn consent(app: &App, caller: &Caller, id: Id<ExchangeRing>, expected: Option<i32>) -> Outcome<ExchangeRing> {
    app.retrying(|| async {
        let mut ground = Ground::lock(app, caller, id, expected).await?;
        let event = ground.ring.consent(&mut ground.legs, &caller.actor, ground.tx.now())?;
        // Nobody consents to what cannot come about: it comes to nothing as soon as a worker looks at it.
        if !rings::broken(&ground.tx, Some(id), 1).await?.is_empty() {
            return Err(Rule::RingNotOpen.into());
        }
        ground.tx.record(event);
        rings::save(&ground.tx, &mut ground.ring).await?;
        if ground.ring.status == RingStatus::Agreed {
            place(app, &mut ground).await?;
        }
        legs::save(&ground.tx, &ground.legs).await?;
        ground.tx.commit().await?;
        Ok(ground.ring)
    })
    .await
}

/// Places an agreed ring: each leg becomes a proposal that both schools have accepted, with the time that was held for it, and its
/// deployment is planned.
async fn place(app: &App, ground: &mut Ground) -> Outcome<()> {
    for at in 0..ground.legs.len() {
        let (mut it, event) = ground.ring.confirm(&mut ground.legs, at, app.ids.next(), ground.tx.now())?;
        let tx = &ground.tx;
        proposals::insert(tx, &it, parties(tx, &it).await?).await?;
        proposals::save(tx, &mut it).await?;
        holds::pass_on(tx, &ground.legs[at], it.id).await?;
        let request = ground.requests.iter_mut().find(|request| request.id == it.request);
        let request = request.ok_or_else(|| Fault::Broken("a leg of a ring without its request".into()))?;
        request.name_to(it.home);
        requests::save(tx, request).await?;
        tx.record(event);
        proposal::plan(app, tx, (&it, false)).await?;
    }
    Ok(())
}

/// Declines for the school of whoever acts, by a neutral code. The ring comes to nothing.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<ExchangeRing>,
    reason: DeclineReason,
    expected: Option<i32>,
) -> Outcome<ExchangeRing> {
    let no = |it: &mut ExchangeRing, legs: &mut [RingLeg], now| it.decline(legs, &caller.actor, reason, now);
    dissolve(app, caller, (id, expected), no).await
}

/// Takes a ring back for its alliance, by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<ExchangeRing>,
    reason: DeclineReason,
    expected: Option<i32>,
) -> Outcome<ExchangeRing> {
    dissolve(app, caller, (id, expected), |it, _, now| it.withdraw(&caller.actor, reason, now)).await
}

/// Dissolves a ring that not all of its schools answered in time.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<ExchangeRing>) -> Outcome<ExchangeRing> {
    dissolve(app, caller, (id, None), |it, _, now| it.lapse(now)).await
}

/// Dissolves a ring of which something is gone that it rests on: a request was taken back, an offer closed, a school closed.
pub(super) async fn fall(app: &App, caller: &Caller, id: Id<ExchangeRing>) -> Outcome<ExchangeRing> {
    let tx = app.begin_wide(caller).await?;
    let (_, end) = rings::broken(&tx, Some(id), 1).await?.pop().ok_or(Rule::StepNotOpen)?;
    drop(tx);
    dissolve(app, caller, (id, None), |it, _, now| it.fall(end, now)).await
}

/// Ends a ring by a decision, gives back what it holds, and returns its requests to the search: all of it or nothing.
async fn dissolve(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<ExchangeRing>, Option<i32>),
    decide: impl Fn(&mut ExchangeRing, &mut [RingLeg], Timestamp) -> Result<Event, Rejected> + Sync,
) -> Outcome<ExchangeRing> {
    app.retrying(|| async {
        let Ground { tx, mut requests, mut ring, mut legs } = Ground::lock(app, caller, id, expected).await?;
        tx.record(decide(&mut ring, &mut legs, tx.now())?);
        rings::save(&tx, &mut ring).await?;
        legs::save(&tx, &legs).await?;
        for request in &mut requests {
            reopen(&tx, request).await?;
        }
        holds::release(&tx, id).await?;
        tx.commit().await?;
        Ok(ring)
    })
    .await
}

/// Those who see a proposal: its schools, its alliance, and whoever would come.
async fn parties(tx: &Tx, it: &Proposal) -> Outcome<Vec<Uuid>> {
    let person = interest::person_of(tx, it.specialist).await?;
    Ok([it.home.uuid(), it.host.uuid(), it.alliance.uuid()].into_iter().chain(person.map(Id::uuid)).collect())
}
