//! Designations: applied for, spoken for, judged, decided, and ended.

mod beginning;
mod lapse;

use chrono::NaiveDate;
use domain::directory::{Designation, DesignationStatus, FindingForm};
use domain::rule::Refusals;
use domain::text::Remark;
use domain::{Event, Id, Rule, Timestamp};
use persistence::brokerage::interest;
use persistence::directory::{criteria, designation as designations};
use persistence::{DbError, Tx};

use crate::app::communities::parting;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome, Refusal};

pub use beginning::{apply, record};
pub(crate) use lapse::lapse_over;

/// Speaks for somebody who applies, and consents to lend them.
pub async fn refer(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    (text, releases): (&str, bool),
    expected: Option<i32>,
) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, now| it.refer(&caller.actor, text, releases, now)).await
}

/// Judges an application by every criterion of its version.
pub async fn assess(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    findings: Vec<FindingForm>,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let tx = app.begin(caller).await?;
    let mut it = designations::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("designation"))?;
    current(it.version, expected)?;
    // What was entered as held is past every judgement.
    let version = it.criteria.ok_or(Rule::StepNotOpen)?;
    let criteria = criteria::version(&tx, it.scheme, version).await?;
    let criteria = criteria.ok_or_else(|| DbError::broken("a designation without its criteria"))?;
    // Whether an assessor has a post at the school is not theirs to see; the rule alone is told.
    tx.widen().await?;
    let involved = match caller.actor.person() {
        Some(assessor) => interest::has_post(&tx, assessor, vec![it.home]).await?,
        None => false,
    };
    let event = it.assess(&caller.actor, involved, &criteria, findings, tx.now())?;
    designations::save(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Designates somebody for a time.
pub async fn designate(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    (since, until): (Option<NaiveDate>, NaiveDate),
    expected: Option<i32>,
) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, now| {
        it.designate(&caller.actor, since, until, now).map_err(Refusals::from)
    })
    .await
}

/// Decides against an application.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let why = Remark::new(reason).map_err(|no| no.at("reason"))?;
    change(app, caller, id, expected, Some(reason), |it, now| Ok(it.decline(&caller.actor, why.clone(), now)?)).await
}

/// Appeals against a decision.
pub async fn appeal(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let why = Remark::new(reason).map_err(|no| no.at("reason"))?;
    change(app, caller, id, expected, Some(reason), |it, now| Ok(it.appeal(&caller.actor, why.clone(), now)?)).await
}

/// Holds a designation back for a while.
pub async fn suspend(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let why = Remark::new(reason).map_err(|no| no.at("reason"))?;
    change(app, caller, id, expected, Some(reason), |it, _| Ok(it.suspend(&caller.actor, why.clone())?)).await
}

/// Lets a suspended designation hold again.
pub async fn reinstate(app: &App, caller: &Caller, id: Id<Designation>, expected: Option<i32>) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, now| Ok(it.reinstate(&caller.actor, now)?)).await
}

/// Takes a designation back, or lays it or the application down.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let why = Remark::new(reason).map_err(|no| no.at("reason"))?;
    change(app, caller, id, expected, Some(reason), |it, now| it.withdraw(&caller.actor, why.clone(), now)).await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    expected: Option<i32>,
    reason: Option<&str>,
    decide: impl FnOnce(&mut Designation, Timestamp) -> Result<Event, Refusals> + Send,
) -> Outcome<Designation> {
    let tx = app.begin(caller).await?;
    let mut it = designations::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("designation"))?;
    current(it.version, expected)?;
    let event = decide(&mut it, tx.now())?;
    designations::save(&tx, &mut it).await.map_err(held_already)?;
    note(&tx, event, reason);
    if matches!(it.status, DesignationStatus::Suspended | DesignationStatus::Withdrawn) {
        // Whom they mentor, and what they hold, is seen by others than the designation.
        tx.widen().await?;
        parting::of(&tx, it.person).await?;
    }
    tx.commit().await?;
    Ok(it)
}

fn note(tx: &Tx, event: Event, reason: Option<&str>) {
    match reason {
        Some(reason) => tx.record_for(event, reason),
        None => tx.record(event),
    }
}

/// One of a scheme at a time: also where two are written at once.
fn held_already(error: DbError) -> Refusal {
    match error.constraint() {
        Some("designation_once") => Rule::DesignationHeld.into(),
        _ => error.into(),
    }
}
