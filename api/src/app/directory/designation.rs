//! Designations: applied for, spoken for, judged, decided, and ended.

mod beginning;
mod following;
mod lapse;

use chrono::NaiveDate;
use domain::directory::{AtHome, Designation, DesignationStatus, FindingForm, School};
use domain::rule::Refusals;
use domain::text::Remark;
use domain::{Event, Id, Rule, Timestamp};
use persistence::brokerage::interest;
use persistence::directory::{criteria, designation as designations, specialist};
use persistence::identity::membership;
use persistence::{DbError, Tx};

use crate::app::communities::parting;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome, Refusal};

pub use beginning::{apply, record};
use following::require_fitting;
pub(in crate::app::directory) use following::{follow, require_listing};
pub(crate) use lapse::lapse_over;

/// Speaks for somebody who applies, and consents to lend them.
pub async fn refer(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    said: (&str, bool),
    expected: Option<i32>,
) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, at_home, now| it.refer(&caller.actor, at_home, said, now)).await
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
    let involved = at_home(&tx, caller, &it).await?.involved;
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
    days: (Option<NaiveDate>, NaiveDate),
    expected: Option<i32>,
) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, at_home, now| {
        it.designate(&caller.actor, at_home, days, now).map_err(Refusals::from)
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
    change(app, caller, id, expected, Some(reason), |it, at_home, now| {
        Ok(it.decline(&caller.actor, at_home, why.clone(), now)?)
    })
    .await
}

/// Appeals against a decision. Whoever has been listed in another post since is judged for none that it does not fit
/// (DOMAIN B15).
pub async fn appeal(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Designation> {
    let why = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let tx = app.begin(caller).await?;
    let listed = match caller.actor.person() {
        Some(person) => specialist::hold_of_person(&tx, person).await?,
        None => None,
    };
    let mut it = designations::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("designation"))?;
    current(it.version, expected)?;
    let event = it.appeal(&caller.actor, why, tx.now())?;
    designations::save(&tx, &mut it).await.map_err(held_already)?;
    if let Some(who) = listed {
        require_fitting(&tx, &who).await?;
    }
    tx.record_for(event, reason);
    tx.commit().await?;
    Ok(it)
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
    change(app, caller, id, expected, Some(reason), |it, at_home, _| {
        Ok(it.suspend(&caller.actor, at_home, why.clone())?)
    })
    .await
}

/// Lets a suspended designation hold again.
pub async fn reinstate(app: &App, caller: &Caller, id: Id<Designation>, expected: Option<i32>) -> Outcome<Designation> {
    change(app, caller, id, expected, None, |it, at_home, now| Ok(it.reinstate(&caller.actor, at_home, now)?)).await
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
    change(app, caller, id, expected, Some(reason), |it, at_home, now| {
        it.withdraw(&caller.actor, at_home, why.clone(), now)
    })
    .await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: Id<Designation>,
    expected: Option<i32>,
    reason: Option<&str>,
    decide: impl FnOnce(&mut Designation, AtHome, Timestamp) -> Result<Event, Refusals> + Send,
) -> Outcome<Designation> {
    let tx = app.begin(caller).await?;
    let mut it = designations::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("designation"))?;
    current(it.version, expected)?;
    let at_home = at_home(&tx, caller, &it).await?;
    let event = decide(&mut it, at_home, tx.now())?;
    designations::save(&tx, &mut it).await.map_err(held_already)?;
    tx.record_for(event, reason);
    if matches!(it.status, DesignationStatus::Suspended | DesignationStatus::Withdrawn) {
        parting::of(&tx, it.person).await?;
    }
    tx.commit().await?;
    Ok(it)
}

/// Who there is at the home school. That is not for everybody to see, who are told the rule alone: from here on the transaction
/// sees every record.
async fn at_home(tx: &Tx, caller: &Caller, it: &Designation) -> Outcome<AtHome> {
    tx.widen().await?;
    Ok(AtHome {
        involved: involved(tx, caller, it.home).await?,
        chaired: membership::has_governor(tx, it.home, it.person).await?,
    })
}

/// Whether whoever acts has a post at a school.
async fn involved(tx: &Tx, caller: &Caller, school: Id<School>) -> Outcome<bool> {
    match caller.actor.person() {
        Some(person) => Ok(interest::has_post(tx, person, vec![school]).await?),
        None => Ok(false),
    }
}

/// One of a scheme at a time: also where two are written at once.
fn held_already(error: DbError) -> Refusal {
    match error.constraint() {
        Some("designation_once") => Rule::DesignationHeld.into(),
        _ => error.into(),
    }
}
