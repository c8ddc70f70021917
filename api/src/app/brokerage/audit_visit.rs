//! Audit visits to the school that asks, before help is looked for.

use chrono::NaiveDate;
use domain::brokerage::{AuditVisit, AuditVisitStatus, AuditVisitWay};
use domain::exchange::SupportRequest;
use domain::text::Remark;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::audit_visit as visits;
use persistence::exchange::request as requests;

use super::current;
use crate::app::{App, Caller, Outcome};

/// Asks for an audit visit of a request that was triaged.
pub async fn ask(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    (planned_on, purpose): (NaiveDate, &str),
    expected: Option<i32>,
) -> Outcome<AuditVisit> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let mut request = requests::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("request"))?;
        current(request.version, expected)?;
        let audited = visits::lock_of(&tx, id).await?.is_some();
        let planned = (planned_on, purpose);
        let (it, event) = AuditVisit::ask(app.ids.next(), (&mut request, audited), planned, &caller.actor, tx.now())?;
        visits::insert(&tx, &it, &request).await?;
        requests::save(&tx, &mut request).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Writes down that an audit visit was held, in which way, and what it found.
pub async fn hold(
    app: &App,
    caller: &Caller,
    id: Id<AuditVisit>,
    found: (NaiveDate, AuditVisitWay, &str),
    expected: Option<i32>,
) -> Outcome<AuditVisit> {
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, expected).await?;
        let event = it.hold(&mut request, found, &caller.actor, tx.now())?;
        visits::save(&tx, &mut it).await?;
        requests::save(&tx, &mut request).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Does without an audit visit, saying why.
pub async fn waive(
    app: &App,
    caller: &Caller,
    id: Id<AuditVisit>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<AuditVisit> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, expected).await?;
        let event = it.waive(&mut request, reason.clone(), &caller.actor, tx.now())?;
        visits::save(&tx, &mut it).await?;
        requests::save(&tx, &mut request).await?;
        tx.record_for(event, reason.as_str());
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends the open audit visit of a request that was taken back, if there is one. The transaction sees every record.
pub(in crate::app) async fn fall(caller: &Caller, tx: &Tx, request: &mut SupportRequest) -> Outcome<()> {
    if let Some(mut it) = visits::lock_of(tx, request.id).await?.filter(|it| it.status == AuditVisitStatus::Asked) {
        tx.record(it.fall(request, &caller.actor, tx.now())?);
        visits::save(tx, &mut it).await?;
    }
    Ok(())
}

/// A transaction with an audit visit that the caller may see, locked after its request.
struct Open {
    tx: Tx,
    request: SupportRequest,
    it: AuditVisit,
}

impl Open {
    async fn lock(app: &App, caller: &Caller, id: Id<AuditVisit>, expected: Option<i32>) -> Outcome<Self> {
        let tx = app.begin(caller).await?;
        let found = visits::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        let request = requests::lock(&tx, &caller.scope(), found.request).await?.ok_or(Rule::NotFound)?;
        let it = visits::lock_of(&tx, found.request).await?.ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        Ok(Self { tx, request, it })
    }
}
