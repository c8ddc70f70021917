//! The plan of a round, reckoned beside requests: taken by one process, told of while it grows, given up when it is called off, and
//! taken over by another process when nothing is heard of the first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::brokerage::matching::plan::{Checkpoint, Step};
use domain::brokerage::matching::{Frozen, Policy};
use domain::brokerage::{Allotment, Bundle, Overtaken, Round, RoundFailure, RoundPlace, RoundProgress};
use domain::exchange::SupportRequest;
use persistence::Tx;
use persistence::brokerage::round_hold::{self as holds, Hold};
use persistence::brokerage::{round as rounds, round_input, round_line as lines, round_waiting};
use tokio::time::{Instant, interval};
use uuid::Uuid;

use super::found::{Found, find};
use super::input;
use crate::app::{App, Caller, Fault, Outcome};

/// For how many seconds nobody else takes a round of which nothing is heard.
const LEASE: u32 = 60;
/// How often it is said how far a plan has come, and asked whether it is still wanted.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// After how long the best plan so far is taken, with the gap to the bound that no plan can exceed.
const DEADLINE: Duration = Duration::from_secs(120);

/// Plans the round that waits longest; gives whether there was one. `stopped` says whether the process ends: then the round is left
/// to another.
pub async fn plan_one(app: &App, stopped: impl Fn() -> bool + Send) -> Outcome<bool> {
    let caller = Caller::service("rounds");
    let Some((round, by)) = take(app, &caller).await? else { return Ok(false) };
    app.board.ready(app).await?;
    let Some((frozen, hash)) = input::of(app, &caller, &round, by).await? else { return Ok(true) };
    let policy = app.board.with(|held| held.policy_of(frozen.policy).cloned())?;
    let reckoned = reckon(app, &caller, (round.id, by), (frozen, policy), stopped).await?;
    match reckoned {
        Reckoned::GivenUp => {}
        Reckoned::Failed(why) => fail(app, &caller, (round.id, by), why).await?,
        Reckoned::Planned(found) => keep(app, &caller, (round.id, by), *found, hash).await?,
    }
    Ok(true)
}

/// Takes the round that waits longest for its plan, or whose planning was cut off.
async fn take(app: &App, caller: &Caller) -> Outcome<Option<(Round, Uuid)>> {
    let tx = app.begin_wide(caller).await?;
    let Some(mut it) = rounds::lock_waiting(&tx).await? else { return Ok(None) };
    if let Some(event) = it.begin(&caller.actor)? {
        tx.record(event);
    }
    rounds::save(&tx, &mut it).await?;
    let by = app.ids.uuid();
    rounds::take(&tx, it.id, by, tx.now().plus_seconds(LEASE)).await?;
    tx.commit().await?;
    Ok(Some((it, by)))
}

/// What became of the reckoning.
enum Reckoned {
    /// A plan was found.
    Planned(Box<Found>),
    /// There is none to find.
    Failed(RoundFailure),
    /// It was called off, taken over, or the process ends.
    GivenUp,
}

/// What the thread that reckons and the one that tells of it share.
#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    so_far: Mutex<Option<RoundProgress>>,
}

/// Ends the reckoning, whatever becomes of whoever waits for it.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.stop.store(true, Relaxed);
    }
}

async fn reckon(
    app: &App,
    caller: &Caller,
    (id, by): (Id<Round>, Uuid),
    (frozen, policy): (Frozen, Policy),
    stopped: impl Fn() -> bool + Send,
) -> Outcome<Reckoned> {
    let shared = Arc::new(Shared::default());
    let _ending = Ending(Arc::clone(&shared));
    let deadline = Instant::now() + DEADLINE;
    let mut work = {
        let shared = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || planned(&frozen, &policy, &shared, deadline))
    };
    let mut told = interval(TOLD_EVERY);
    told.tick().await;
    let mut wanted = true;
    loop {
        tokio::select! {
            done = &mut work => {
                let found = done.map_err(|fault| Fault::Broken(fault.to_string()))?;
                return Ok(if wanted { found } else { Reckoned::GivenUp });
            }
            _ = told.tick(), if wanted => {
                wanted = if stopped() {
                    leave(app, caller, (id, by)).await?
                } else {
                    tell(app, caller, (id, by), &shared).await?
                };
                shared.stop.store(!wanted, Relaxed);
            }
        }
    }
}

/// Says how far the plan has come; gives whether it is still wanted of us.
async fn tell(app: &App, caller: &Caller, (id, by): (Id<Round>, Uuid), shared: &Shared) -> Outcome<bool> {
    let so_far = *shared.so_far.lock().unwrap_or_else(PoisonError::into_inner);
    let tx = app.begin_wide(caller).await?;
    let wanted = rounds::go_on(&tx, (id, by), tx.now().plus_seconds(LEASE), so_far).await?;
    tx.commit().await?;
    Ok(wanted)
}

/// Leaves the round to another process; it is not wanted of us any more.
async fn leave(app: &App, caller: &Caller, (id, by): (Id<Round>, Uuid)) -> Outcome<bool> {
    let tx = app.begin_wide(caller).await?;
    rounds::go_on(&tx, (id, by), tx.now(), None).await?;
    tx.commit().await?;
    Ok(false)
}

/// Finds the best plan and says how far it is: on a thread of its own, for it takes as long as it takes.
fn planned(frozen: &Frozen, policy: &Policy, shared: &Shared, deadline: Instant) -> Reckoned {
    // To say how far it is takes a pass over all pairs: no more often than it is told.
    let mut told = None;
    let watch = |at: Checkpoint<'_>| {
        let now = Instant::now();
        if told.is_none_or(|told: Instant| now - told >= TOLD_EVERY) {
            told = Some(now);
            let placed = i32::try_from(at.placed()).unwrap_or(i32::MAX);
            let so_far = RoundProgress { placed, value: at.value(), bound: at.bound() };
            *shared.so_far.lock().unwrap_or_else(PoisonError::into_inner) = Some(so_far);
        }
        if shared.stop.load(Relaxed) || now >= deadline { Step::Stop } else { Step::GoOn }
    };
    match find(frozen, policy, watch) {
        Ok(found) => Reckoned::Planned(Box::new(found)),
        Err(why) => Reckoned::Failed(why),
    }
}

/// Ends a taken round that came to nothing.
async fn fail(app: &App, caller: &Caller, (id, by): (Id<Round>, Uuid), why: RoundFailure) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let Some(mut round) = rounds::lock_taken(&tx, id, by).await? else { return Ok(()) };
        tx.record(round.fail(why, tx.now())?);
        rounds::save(&tx, &mut round).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Keeps the plan of a taken round and holds the time that it needs. If some of that is gone meanwhile, or a request has left, the
/// market is read anew: what the plan promises, nobody else has been promised.
async fn keep(app: &App, caller: &Caller, (id, by): (Id<Round>, Uuid), found: Found, hash: [u8; 32]) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let Some(mut round) = rounds::lock_taken(&tx, id, by).await? else { return Ok(()) };
        match allotted(&tx, &round, &found).await? {
            Some(all) => {
                // The windows are locked and have room; if they had not, none of it would stand.
                if !holds::hold(&tx, id, &all).await? {
                    return Err(Fault::Clash.into());
                }
                settle(&tx, id, &found).await?;
                tx.record(round.plan(found.outcome(0, hash), found.report.clone(), tx.now())?);
            }
            None => {
                let (Overtaken::Again(event) | Overtaken::Failed(event)) = round.overtake(tx.now())?;
                tx.record(event);
                round_input::drop_of(&tx, id).await?;
            }
        }
        rounds::save(&tx, &mut round).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// What is to be held for a plan, of windows that are locked from now on; nothing if it was overtaken.
async fn allotted(tx: &Tx, round: &Round, found: &Found) -> Outcome<Option<Vec<Hold>>> {
    if round_waiting::lock_still_waiting(tx, found.asked.clone()).await?.len() < found.asked.len() {
        return Ok(None);
    }
    let placed: Vec<_> = found.placed.iter().map(|(request, place)| (*request, place)).collect();
    allot(tx, &round.bundle, &placed).await
}

/// What is to be held so that each of these has a bundle, of windows that are locked from now on; nothing if it is not there.
pub(super) async fn allot(
    tx: &Tx,
    bundle: &Bundle,
    placed: &[(Id<SupportRequest>, &RoundPlace)],
) -> Outcome<Option<Vec<Hold>>> {
    let holders: Vec<_> = placed.iter().map(|(_, place)| place.holder).collect();
    let offers = placed.iter().map(|(_, place)| place.offer).collect();
    let windows = holds::lock_windows(tx, &holders, &bundle.half_terms).await?;
    let mut allotment = Allotment::new(windows, holds::shares(tx, offers).await?);
    let mut all = Vec::new();
    for (request, place) in placed {
        let Some(lines) = allotment.allot(place, bundle) else { return Ok(None) };
        all.extend(lines.into_iter().map(|line| Hold { request: *request, line }));
    }
    Ok(Some(all))
}

/// Writes down for each request of a planned round what it was given.
async fn settle(tx: &Tx, id: Id<Round>, found: &Found) -> Outcome<()> {
    let mut all = lines::lock_of(tx, id).await?;
    all.retain(|line| line.is_in());
    let places: BTreeMap<_, _> = found.placed.iter().map(|(request, place)| (*request, place)).collect();
    for line in &mut all {
        line.settle(places.get(&line.request).map(|place| RoundPlace::clone(place)))?;
    }
    Ok(lines::save(tx, &all).await?)
}
