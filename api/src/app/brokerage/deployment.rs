//! A deployment from its first day of work to its end.

use domain::brokerage::{Clock, Deployment, StopReason};
use domain::exchange::SupportRequest;
use domain::reciprocity::{Source, Transfer};
use domain::rule::Overrides;
use domain::text::Remark;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{
    deployment as deployments, initial_meeting as meetings, pause as pauses, visit as visits,
};
use persistence::exchange::{capacity, request as requests};
use persistence::reciprocity::transfer;

use super::{arisen_interest, consent, current, held, reopen, service_level, stage_plan, wide};
use crate::app::reciprocity::obligation;
use crate::app::{App, Caller, Outcome};

/// A transaction with a deployment that the caller may see, locked after its request.
pub(super) struct Open {
    pub tx: Tx,
    pub request: SupportRequest,
    pub it: Deployment,
}

impl Open {
    pub async fn lock(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Self> {
        let tx = app.begin(caller).await?;
        let found = deployments::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let request = requests::lock(&tx, &wide(), found.request).await?.ok_or(Rule::NotFound)?;
        let it = deployments::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        Ok(Self { tx, request, it })
    }
}

/// Gives back what was not used of the time, of the promise, of a grant and of a pooled budget, at whatever end; what was to be
/// given back for it is reckoned by what came.
pub(super) async fn end(app: &App, tx: &Tx, it: &mut Deployment) -> Outcome<()> {
    let rest = it.end_promise();
    deployments::save(tx, it).await?;
    arisen_interest::end(tx, it).await?;
    let used = visits::logged(tx, it.id, tx.now().day(), None).await?.all;
    capacity::give_back(tx, it.proposal, used).await?;
    if rest > 0 {
        let release = Transfer::release(app.ids.next(), it, rest, Source::deployment(it.id), tx.now());
        transfer::post(tx, &[release], &deployments::ledger_audience(it)).await?;
    }
    obligation::reckon(tx, it).await?;
    held::let_go(tx, it).await
}

/// A step that changes nothing beside the deployment itself.
pub(super) async fn step(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    expected: Option<i32>,
    decide: impl Fn(&mut Deployment, Timestamp) -> Result<Event, Rejected> + Sync,
) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        tx.record(decide(&mut it, tx.now())?);
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Begins the work, as long as nobody has taken a consent back for which it waited. Those who had not met by then meet too late,
/// which is noted.
pub async fn start(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    let standard = app.service_standard().await?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        tx.record(it.start(&caller.actor, tx.now())?);
        consent::require(app, &tx, &it).await?;
        arisen_interest::require_decided(&tx, &it, tx.now().day(), None).await?;
        deployments::save(&tx, &mut it).await?;
        if let Some(late) = Clock::of_meeting(&it, &standard)
            && !meetings::is_there(&tx, id).await?
        {
            service_level::note(app, &tx, vec![late], &standard).await?;
        }
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Holds it for a while.
pub async fn pause(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let (pause, event) = it.pause(&caller.actor, tx.now())?;
        tx.record(event);
        deployments::save(&tx, &mut it).await?;
        pauses::begin(&tx, &pause).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Goes on.
pub async fn resume(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        tx.record(it.resume(&caller.actor)?);
        deployments::save(&tx, &mut it).await?;
        pauses::end(&tx, id, tx.now()).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends it as done.
pub async fn complete(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (overrides, expected): (&[(Rule, String)], Option<i32>),
) -> Outcome<Deployment> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        tx.record(it.complete(&caller.actor, tx.now())?);
        stage_plan::require_finished(app, caller, (&tx, &it), &overrides).await?;
        end(app, &tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends it before its time. The need may still be there, so the request returns to the search.
pub async fn stop(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (code, reason): (StopReason, &str),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, expected).await?;
        let rested = it.rests();
        tx.record_for(it.stop(&caller.actor, (code, reason.clone()), tx.now())?, reason.as_str());
        if rested {
            pauses::end(&tx, id, tx.now()).await?;
        }
        reopen(&tx, &mut request).await?;
        end(app, &tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
