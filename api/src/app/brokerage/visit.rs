//! Visits: written down, confirmed, put right; the ledger moves with them.

use domain::brokerage::{
    Clock, Decision, Deployment, PayerKind, StagePlace, Visit, VisitCancellation, VisitConfirmation, VisitRecord,
};
use domain::exchange::Mode;
use domain::reciprocity::{Source, Transfer, TransferKind};
use domain::rule::Overrides;
use domain::text::{Note, Remark};
use domain::time::Period;
use domain::{Id, Rule};
use persistence::brokerage::{deployment as deployments, former_home, interest, visit as visits};
use persistence::reciprocity::transfer;
use persistence::{DbError, Tx};
use uuid::Uuid;

use super::{arisen_interest, assurance, books, current, held, overruling, service_level, stage_plan};
use crate::app::reciprocity::obligation;
use crate::app::{App, Caller, Outcome, Refusal};

/// What is written down of a visit, as it is typed.
#[derive(Clone, Debug)]
pub struct Record {
    /// The day.
    pub visited_on: chrono::NaiveDate,
    /// In person, remote, or both.
    pub mode: Mode,
    /// How much was given, in half-days.
    pub half_days: i32,
    /// What was done.
    pub note: String,
    /// The place of its stage in the template that the deployment follows.
    pub stage: Option<i32>,
    /// Why it is so although a soft rule warns, by the rule.
    pub overrides: Vec<(Rule, String)>,
}

impl Record {
    fn check(&self, stage: Option<StagePlace>) -> Outcome<VisitRecord> {
        let note = Note::new(&self.note).map_err(|no| no.at("note"))?;
        Ok(VisitRecord { visited_on: self.visited_on, mode: self.mode, half_days: self.half_days, note, stage })
    }
}

/// A transaction with a visit that the caller may see, locked after its deployment.
pub(super) struct Open {
    /// The transaction.
    pub tx: Tx,
    /// The deployment.
    pub deployment: Deployment,
    /// The visit.
    pub visit: Visit,
}

impl Open {
    /// Locks both.
    pub async fn lock(app: &App, caller: &Caller, id: Id<Visit>, expected: Option<i32>) -> Outcome<Self> {
        let tx = app.begin(caller).await?;
        let found = visits::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let deployment = deployments::lock(&tx, found.deployment).await?.ok_or(Rule::NotFound)?;
        let visit = visits::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(visit.version, expected)?;
        Ok(Self { tx, deployment, visit })
    }
}

/// What a visit in the transaction must meet beside its own rules: its place in a template, an assurance for whoever came, and
/// the warnings of the soft rules, of which those that are overridden are kept with it.
async fn admit(
    app: &App,
    caller: &Caller,
    (tx, of): (&Tx, &Deployment),
    (visit, overrides): (&Visit, &Overrides),
) -> Outcome<()> {
    stage_plan::admit(app, caller, (tx, of), visit, overrides).await?;
    arisen_interest::require_decided(tx, of, visit.record.visited_on, Some("visitedOn")).await?;
    assurance::require_for_visit(tx, of, &visit.record).await?;
    let VisitRecord { visited_on, mode, .. } = visit.record;
    let away = if of.takes_away(mode) { Some(Period::new(visited_on, visited_on)?) } else { None };
    let decision = Decision::of(visit.id, of.home, vec![of.home.uuid(), of.alliance.uuid()]);
    let warning = overruling::leaders_out(tx, of, away, "visitedOn").await?;
    overruling::weigh(app, caller, tx, warning, (overrides, &decision)).await
}

/// A rule that a constraint of the table had to hold against another visit of the same moment.
fn raced(error: DbError) -> Refusal {
    match error.constraint() {
        Some("visit_leaves_a_day_whole") => Rule::HalfDaysElsewhere.at("halfDays").into(),
        Some("visit_rests_on_an_assurance") => Rule::AssuranceMissing.at("mode").into(),
        _ => error.into(),
    }
}

/// Writes down a visit. A record that comes too late is noted as that.
pub async fn record(app: &App, caller: &Caller, id: Id<Deployment>, record: &Record) -> Outcome<Visit> {
    let standard = app.service_standard().await?;
    let overrides = Overrides::parse(record.overrides.clone())?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        deployments::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("deployment"))?;
        tx.widen().await?;
        let deployment = deployments::lock(&tx, id).await?.ok_or(Rule::NotFound.at("deployment"))?;
        let logged = visits::logged(&tx, id, record.visited_on, None).await?;
        let checked = record.check(stage_plan::place(&tx, id, record.stage, None).await?)?;
        let (visit, event) = Visit::record(app.ids.next(), &deployment, checked, logged, &caller.actor, tx.now())?;
        tx.record(event);
        admit(app, caller, (&tx, &deployment), (&visit, &overrides)).await?;
        let clock = Clock::of_record(&deployment, &visit, &standard);
        let due = clock.as_ref().map(|it| it.due_at);
        visits::insert(&tx, &visit, due, deployments::audience(&deployment)).await.map_err(raced)?;
        service_level::note(app, &tx, clock.into_iter().collect(), &standard).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}

/// Puts the record of a visit right.
pub async fn correct(
    app: &App,
    caller: &Caller,
    id: Id<Visit>,
    record: &Record,
    expected: Option<i32>,
) -> Outcome<Visit> {
    let overrides = Overrides::parse(record.overrides.clone())?;
    app.retrying(|| async {
        let Open { tx, deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        let logged = visits::logged(&tx, deployment.id, record.visited_on, Some(id)).await?;
        let place = stage_plan::place(&tx, deployment.id, record.stage, visit.record.stage).await?;
        tx.record(visit.correct(&deployment, record.check(place)?, logged, &caller.actor, tx.now())?);
        admit(app, caller, (&tx, &deployment), (&visit, &overrides)).await?;
        visits::save(&tx, &mut visit).await.map_err(raced)?;
        held::let_go(&tx, &deployment).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}

/// Takes the record of a visit back, by a neutral code.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    id: Id<Visit>,
    reason: VisitCancellation,
    expected: Option<i32>,
) -> Outcome<Visit> {
    app.retrying(|| async {
        let Open { tx, deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        tx.record(visit.cancel(&deployment, reason, &caller.actor)?);
        visits::save(&tx, &mut visit).await?;
        held::let_go(&tx, &deployment).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}

/// The deployment as it was on the day of a visit: who gave then may not be who gives now.
pub(super) async fn as_it_was(tx: &Tx, deployment: &Deployment, visit: &Visit) -> Outcome<Deployment> {
    Ok(deployment.on(visit.record.visited_on, &former_home::of_deployment(tx, deployment.id).await?))
}

/// Who sees what a visit posts: the schools as they are now, the alliance, and whoever gave then.
fn readers(deployment: &Deployment, then: &Deployment) -> Vec<Uuid> {
    let mut readers = deployments::ledger_audience(deployment);
    if then.home != deployment.home {
        readers.push(then.home.uuid());
    }
    readers
}

/// Confirms a visit: what it gave is posted, and so much of the promise is kept.
pub async fn confirm(
    app: &App,
    caller: &Caller,
    id: Id<Visit>,
    (overrides, expected): (&[(Rule, String)], Option<i32>),
) -> Outcome<Visit> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    app.retrying(|| async {
        let Open { tx, mut deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        let confirmation: Id<VisitConfirmation> = app.ids.next();
        let then = as_it_was(&tx, &deployment, &visit).await?;
        tx.record(visit.confirm(&then, confirmation, &caller.actor, tx.now())?);
        let rest = (PayerKind::Host, &overrides);
        post((app, caller, &tx), (&mut deployment, &then), (&mut visit, confirmation), rest).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}

/// Posts what a confirmed visit gave, keeps so much of the promise, and books what it costs.
pub(super) async fn post(
    (app, caller, tx): (&App, &Caller, &Tx),
    (deployment, then): (&mut Deployment, &Deployment),
    (visit, confirmation): (&mut Visit, Id<VisitConfirmation>),
    (pays, overrides): (PayerKind, &Overrides),
) -> Outcome<()> {
    let half_days = visit.record.half_days;
    let mut posted = vec![Transfer::support(app.ids.next(), then, half_days, confirmation, tx.now())];
    let kept = deployment.keep_promise(half_days);
    if kept > 0 {
        let source = Source::confirmation(confirmation);
        posted.push(Transfer::release(app.ids.next(), deployment, kept, source, tx.now()));
    }
    visits::save(tx, visit).await?;
    deployments::save(tx, deployment).await?;
    transfer::post(tx, &posted, &readers(deployment, then)).await?;
    books::book(app, caller, (tx, then), (visit, pays, overrides)).await?;
    held::let_go(tx, deployment).await?;
    obligation::reckon(tx, deployment).await
}

/// Reverses the confirmation of a visit, and with it all that it posted; the promise only while work goes on.
pub async fn reverse(app: &App, caller: &Caller, id: Id<Visit>, reason: &str, expected: Option<i32>) -> Outcome<Visit> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let Open { tx, mut deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        let then = as_it_was(&tx, &deployment, &visit).await?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![deployment.home, deployment.host]).await?;
        tx.record_for(visit.reverse(&then, reason.clone(), (&caller.actor, involved))?, reason.as_str());
        let mut posted = Vec::new();
        if let Some(confirmation) = visit.confirmation {
            for wrong in transfer::of_source(&tx, Source::confirmation(confirmation)).await? {
                if wrong.kind == TransferKind::Release && !deployment.renew_promise(wrong.half_days) {
                    continue;
                }
                // A promise belongs to whoever stands in for the two schools now; work done stays with who did it.
                if wrong.kind == TransferKind::Release && !wrong.lies_between(&deployment) {
                    let (source, half_days) = (Source::reversed(wrong.id), wrong.half_days);
                    posted.push(Transfer::renewal(app.ids.next(), &deployment, half_days, source, tx.now()));
                } else {
                    posted.extend(wrong.reversal(app.ids.next(), tx.now()));
                }
            }
        }
        visits::save(&tx, &mut visit).await?;
        deployments::save(&tx, &mut deployment).await?;
        transfer::post(&tx, &posted, &readers(&deployment, &then)).await?;
        books::book(app, caller, (&tx, &then), (&visit, PayerKind::Host, &Overrides::default())).await?;
        held::let_go(&tx, &deployment).await?;
        obligation::uncover(&tx, &deployment).await?;
        obligation::reckon(&tx, &deployment).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}
