//! Service levels: what was not done in time is noted where it happens, or by a worker, and carried on step by step.

use chrono::TimeDelta;
use domain::brokerage::{AuditVisit, Clock, EscalationStep, Referral, ServiceLevel, ServiceStandard};
use domain::exchange::SupportRequest;
use domain::{Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{
    audit_visit as audit_visits, referral as referrals, service_breach as breaches, service_level as levels,
};
use persistence::exchange::request as requests;

use super::referral::audience;
use super::wide;
use crate::app::{App, Caller, Outcome};

/// How many steps are looked at together.
const MOST: usize = 50;

/// How long the clocks are not looked at again.
const BETWEEN: TimeDelta = TimeDelta::minutes(1);

/// Notes which of these clocks have run out. From then on the transaction sees every record, for a breach is seen by nobody but
/// its alliance.
pub(in crate::app) async fn note(app: &App, tx: &Tx, clocks: Vec<Clock>, standard: &ServiceStandard) -> Outcome<()> {
    carry(app, tx, clocks.into_iter().map(|clock| (clock, EscalationStep::Broker)), standard).await.map(drop)
}

/// Says how many steps were taken by it: each is noted once.
async fn carry(
    app: &App,
    tx: &Tx,
    late: impl Iterator<Item = (Clock, EscalationStep)>,
    standard: &ServiceStandard,
) -> Outcome<usize> {
    let noted = late.filter_map(|(clock, step)| clock.note(app.ids.next(), step, standard, tx.now()));
    let (noted, events): (Vec<_>, Vec<_>) = noted.unzip();
    if noted.is_empty() {
        return Ok(0);
    }
    tx.widen().await?;
    let new = breaches::insert(tx, &noted).await?;
    for (breach, event) in noted.iter().zip(events) {
        if let Some(event) = event.filter(|_| new.contains(&breach.id.uuid())) {
            tx.record(event);
        }
    }
    Ok(new.len())
}

/// Carries what was not done in time to those who can still put it right: to the broker who holds it, then to all of the
/// alliance, then to all alliances. Says how many steps were taken. Harmless to run twice, for each step is noted once; and one
/// that cannot be taken, or waits no longer, keeps no other from its turn: the next ones are looked at after it.
pub async fn escalate(app: &App) -> Outcome<usize> {
    let standard = app.service_standard().await?;
    let caller = Caller::service("service levels");
    let (mut taken, mut fault, mut last) = (0, None, None);
    loop {
        let tx = app.begin_wide(&caller).await?;
        if !levels::take_turn(&tx, Timestamp::new(tx.now().utc() - BETWEEN)).await? {
            break;
        }
        tx.along_indexes().await?;
        let late = levels::late(&tx, last.as_ref(), MOST as i64).await?;
        let all = late.len() < MOST;
        last = late.last().cloned();
        let (pool, here): (Vec<_>, Vec<_>) =
            late.into_iter().partition(|(_, step)| *step == EscalationStep::NationalPool);
        taken += carry(app, &tx, here.into_iter(), &standard).await?;
        if all {
            levels::end_turn(&tx).await?;
        }
        tx.commit().await?;
        for (clock, _) in pool {
            match open_to_all(app, &caller, &clock, &standard).await {
                Ok(steps) => taken += steps,
                Err(refusal) => {
                    tracing::error!(?refusal, request = %clock.request, "a request could not be opened to all alliances");
                    fault.get_or_insert(refusal);
                }
            }
        }
        if all {
            break;
        }
    }
    fault.map_or(Ok(taken), Err)
}

/// Opens a request to all alliances, unless somebody has done by now what was to be done, or it waits there already. Says how
/// many steps that were.
async fn open_to_all(app: &App, caller: &Caller, clock: &Clock, standard: &ServiceStandard) -> Outcome<usize> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let mut request = requests::lock(&tx, &wide(), clock.request).await?.ok_or(Rule::NotFound)?;
        let audit = audit_visits::lock_of(&tx, request.id).await?;
        if !still_waits(&request, audit.as_ref(), clock, standard) {
            return Ok(0);
        }
        let taken = carry(app, &tx, std::iter::once((clock.clone(), EscalationStep::NationalPool)), standard).await?;
        // It waits there once, whoever put it there.
        if let Ok((it, event)) = Referral::escalate(app.ids.next(), &mut request, tx.now()) {
            requests::save(&tx, &mut request).await?;
            referrals::insert(&tx, &it, audience(&it, &request)).await?;
            tx.record(event);
        }
        tx.commit().await?;
        Ok(taken)
    })
    .await
}

/// Whether the clock still runs for this request: the same that it ran for when it was found.
fn still_waits(
    request: &SupportRequest,
    audit: Option<&AuditVisit>,
    clock: &Clock,
    standard: &ServiceStandard,
) -> bool {
    let same = |it: &Clock| (it.level, it.alliance, it.due_at) == (clock.level, clock.alliance, clock.due_at);
    let running = match (clock.level, request.triaged_at) {
        (ServiceLevel::Triage, None) => Clock::of_triage(request),
        (ServiceLevel::Guarantee, Some(_)) => Clock::of_guarantee(request, standard),
        (ServiceLevel::NamedCandidate, Some(_)) => Clock::of_candidate(request, audit, standard),
        _ => Vec::new(),
    };
    request.is_open() && running.iter().any(same)
}
