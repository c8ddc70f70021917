//! Requests for support: drafted, raised, triaged, taken back, closed.

use domain::brokerage::{Clock, Referral, ServiceStandard};
use domain::directory::School;
use domain::exchange::{RequestForm, SupportRequest, UnmetReason, WithdrawalReason};
use domain::{Event, Id, Rule};
use persistence::Tx;
use persistence::brokerage::{deployment, proposal};
use persistence::directory::alliance;
use persistence::exchange::{capacity, request, workstream as streams};

use super::{current, standing, workstream};
use crate::app::brokerage::{audit_visit, broker, service_level};
use crate::app::{App, Caller, Fault, Outcome};

/// Drafts a request of a school; without one named, of the caller's own.
pub async fn draft(
    app: &App,
    caller: &Caller,
    school: Option<Id<School>>,
    form: RequestForm,
) -> Outcome<SupportRequest> {
    let school = standing::of(app, standing::meant(caller, school)?)?;
    let wanted = form.check(&*app.taxonomy().await?, app.clock.now().day())?;
    let tx = app.begin(caller).await?;
    let (it, event) = SupportRequest::draft(&caller.actor, app.ids.next(), school, wanted, tx.now())?;
    request::insert(&tx, &it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Drafts and submits a request in one act, and in one round trip to the database.
pub async fn raise(
    app: &App,
    caller: &Caller,
    school: Option<Id<School>>,
    form: RequestForm,
) -> Outcome<SupportRequest> {
    let school = standing::of(app, standing::meant(caller, school)?)?;
    let stamp = app.stamp(caller);
    let wanted = form.check(&*app.taxonomy().await?, stamp.now.day())?;
    app.board.ready(app).await?;
    app.retrying(async || {
        let alliances = app.snapshot().alliances.of_school(school.0).map(|alliance| alliance.id).collect();
        let brokered = standing::brokered(app, school.0, alliances)?;
        let (id, wanted) = (app.ids.next(), wanted.clone());
        let (it, event) = SupportRequest::raise(&caller.actor, id, school, brokered, wanted, stamp.now)?;
        let pooled = it.seeks_broker().then(|| Referral::unsent(app.ids.next(), id, stamp.now));
        if !request::raise(app.db(), &stamp, &it, pooled.as_ref(), &event).await? {
            // The school joined or left an alliance, and this process has not heard of it.
            app.refresh_directory().await?;
            return Err(Fault::Clash.into());
        }
        Ok(it)
    })
    .await
}

/// Raises a draft.
pub async fn submit(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
) -> Outcome<SupportRequest> {
    app.board.ready(app).await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let brokered = standing::brokered(app, it.school, alliance::of_school(&tx, it.school).await?)?;
        let event = it.submit(&caller.actor, brokered, tx.now())?;
        broker::seek(app, &tx, &it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Changes what is asked.
pub async fn revise(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
    form: RequestForm,
) -> Outcome<SupportRequest> {
    let wanted = form.check(&*app.taxonomy().await?, app.clock.now().day())?;
    app.board.ready(app).await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let policy = app.board.with(|held| held.response_policy())?;
        let event = it.revise(&caller.actor, wanted.clone(), policy)?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Confirms the need, as a broker, who may say to which work-stream of their alliance it belongs.
pub async fn triage(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    workstream: Option<&str>,
    expected: Option<i32>,
) -> Outcome<SupportRequest> {
    let standard = app.service_standard().await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let late = it.note_overdue(tx.now());
        let workstream = workstream::held(&tx, it.brokered_by(&caller.actor), workstream).await?;
        let event = it.triage(&caller.actor, workstream.as_ref(), tx.now())?;
        if let Some(named) = &workstream {
            streams::put(&tx, id, named).await?;
        }
        missed(app, &tx, &it, late, &standard).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Says that nobody was found, as a broker.
pub async fn mark_unmet(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
    reason: UnmetReason,
) -> Outcome<SupportRequest> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let event = it.mark_unmet(&caller.actor, reason)?;
        tx.widen().await?;
        broker::end_all(&tx, &mut it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Takes an unmet request up again.
pub async fn reopen(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
) -> Outcome<SupportRequest> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let event = it.reopen(&caller.actor, tx.now())?;
        broker::seek(app, &tx, &it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Closes a placed request once its deployment has ended.
pub async fn close(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
) -> Outcome<SupportRequest> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let event = it.close(&caller.actor)?;
        // The deployment may be another alliance's record, which its own broker does not see.
        tx.widen().await?;
        if deployment::is_live(&tx, id).await? {
            return Err(Rule::DeploymentRuns.into());
        }
        broker::end_all(&tx, &mut it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Takes a request back; its open proposals fall with it, and the time that they held is free again.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
    reason: WithdrawalReason,
) -> Outcome<SupportRequest> {
    let standard = app.service_standard().await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let late = it.note_overdue(tx.now());
        let event = it.withdraw(&caller.actor, reason)?;
        missed(app, &tx, &it, late, &standard).await?;
        // The proposals are the brokers' records, and the time is the other schools': the rule above allowed it.
        tx.widen().await?;
        if deployment::is_live(&tx, id).await? {
            return Err(Rule::DeploymentRuns.into());
        }
        broker::end_all(&tx, &mut it).await?;
        audit_visit::fall(caller, &tx, &mut it).await?;
        let mut fallen = Vec::new();
        for mut open in proposal::lock_open(&tx, id).await? {
            tx.record(open.fall(tx.now())?);
            proposal::save(&tx, &mut open).await?;
            fallen.push(open.id);
        }
        capacity::release(&tx, fallen).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Notes that nobody answered a request in time.
pub(in crate::app) async fn note_overdue(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
) -> Outcome<SupportRequest> {
    let standard = app.service_standard().await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, None).await?;
        let late = it.note_overdue(tx.now());
        if late.is_empty() {
            return Err(Rule::StepNotOpen.into());
        }
        request::save(&tx, &mut it).await?;
        missed(app, &tx, &it, late, &standard).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Notes that no support was agreed in time for a school that gives.
pub(in crate::app) async fn note_support_missed(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
) -> Outcome<SupportRequest> {
    let standard = app.service_standard().await?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, None).await?;
        let missed = it.note_support_missed(&standard, tx.now()).ok_or(Rule::StepNotOpen)?;
        finish(tx, &mut it, missed).await?;
        Ok(it)
    })
    .await
}

/// Records that nobody answered in time, and notes it as a breach of the service level.
async fn missed(
    app: &App,
    tx: &Tx,
    it: &SupportRequest,
    missed: Vec<Event>,
    standard: &ServiceStandard,
) -> Outcome<()> {
    if missed.is_empty() {
        return Ok(());
    }
    missed.into_iter().for_each(|event| tx.record(event));
    service_level::note(app, tx, Clock::of_triage(it), standard).await
}

pub(super) async fn locked(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    expected: Option<i32>,
) -> Outcome<(Tx, SupportRequest)> {
    let tx = app.begin(caller).await?;
    let it = request::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("request"))?;
    current(it.version, expected)?;
    Ok((tx, it))
}

/// Saves what was decided.
pub(super) async fn finish(tx: Tx, it: &mut SupportRequest, event: Event) -> Outcome<()> {
    request::save(&tx, it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(())
}
