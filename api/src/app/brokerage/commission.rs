//! Joint commissions: schools asked to back a request, their answers, and their parts of what it costs.

use domain::brokerage::{BackingDecline, Booked, Charge, Commissioning, Deployment, JointCommission};
use domain::directory::School;
use domain::exchange::SupportRequest;
use domain::text::Remark;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::commission as commissions;
use persistence::exchange::request as requests;

use super::current;
use super::pool::own_school;
use crate::app::{App, Caller, Outcome};

/// What is filled in to ask schools to back a request.
#[derive(Clone, Debug)]
pub struct Form {
    /// The request.
    pub request: Id<SupportRequest>,
    /// What they buy together.
    pub purpose: String,
    /// The schools, each with its part and its half-days.
    pub backers: Vec<(Id<School>, i64, i32)>,
    /// The most that all of it may cost them, in pence.
    pub most: i64,
}

/// Asks schools to back a request of the caller's school.
pub async fn ask(app: &App, caller: &Caller, form: &Form) -> Outcome<JointCommission> {
    let purpose = Remark::new(&form.purpose).map_err(|no| no.at("purpose"))?;
    let directory = app.snapshot();
    for (n, (school, ..)) in form.backers.iter().enumerate() {
        if directory.schools.get(*school).is_none() {
            return Err(Rule::NotFound.at(format!("backers.{n}.school")).into());
        }
    }
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let request = requests::lock(&tx, &caller.scope(), form.request).await?.ok_or(Rule::NotFound.at("request"))?;
        tx.widen().await?;
        let (backers, most) = (form.backers.clone(), form.most);
        let asking = Commissioning { id: app.ids.next(), purpose: purpose.clone(), backers, most };
        let (it, events) = JointCommission::ask(asking, &request, &caller.actor, tx.now())?;
        commissions::insert(&tx, &it, &request).await??;
        events.into_iter().for_each(|event| tx.record(event));
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Says whether the caller's own school backs it.
pub async fn answer(
    app: &App,
    caller: &Caller,
    commission: (Id<JointCommission>, Option<i32>),
    no: Option<BackingDecline>,
) -> Outcome<JointCommission> {
    step(app, caller, commission, None, |it, now| it.answer(own_school(caller)?, no, &caller.actor, now)).await
}

/// Takes it back, saying why.
pub async fn end(
    app: &App,
    caller: &Caller,
    commission: (Id<JointCommission>, Option<i32>),
    reason: &str,
) -> Outcome<JointCommission> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    step(app, caller, commission, Some(reason.as_str()), |it, now| {
        it.end(reason.clone(), &caller.actor, now).map(|event| vec![event])
    })
    .await
}

/// Ends one to which not every school has answered in time.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<JointCommission>) -> Outcome<JointCommission> {
    step(app, caller, (id, None), None, |it, now| it.lapse(now).map(|event| vec![event])).await
}

async fn step(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<JointCommission>, Option<i32>),
    reason: Option<&str>,
    take: impl Fn(&mut JointCommission, Timestamp) -> Result<Vec<Event>, Rejected> + Sync,
) -> Outcome<JointCommission> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let mut it = commissions::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        current(it.version, expected)?;
        for event in take(&mut it, tx.now())? {
            tx.record_for(event, reason);
        }
        commissions::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Binds the schools that back a request to the support that was just agreed for it. The request is locked.
pub(super) async fn bind(tx: &Tx, to: &Deployment) -> Outcome<()> {
    if let Some(mut it) = commissions::lock_standing(tx, to.request).await? {
        tx.record(it.bind(to, tx.now())?);
        commissions::save(tx, &mut it).await?;
    }
    Ok(())
}

/// Refuses terms that were just written for a locked request and cost a school that backs it, or is asked to, more than it was
/// told.
pub(super) async fn require_told(tx: &Tx, of: &Deployment) -> Outcome<()> {
    match commissions::lock_standing(tx, of.request).await? {
        Some(it) => Ok(it.require_told(of)?),
        None => Ok(()),
    }
}

/// Ends the commission of a locked request that has come to an end.
pub(super) async fn fall(tx: &Tx, request: Id<SupportRequest>) -> Outcome<()> {
    if let Some(mut it) = commissions::lock_standing(tx, request).await? {
        tx.record(it.fall(tx.now())?);
        commissions::save(tx, &mut it).await?;
    }
    Ok(())
}

/// Books each school's part of a charge, where several commissioned the support.
pub(super) async fn book(tx: &Tx, it: &Deployment, charge: &Charge, booked: &Booked) -> Outcome<()> {
    if let Some(commission) = commissions::of_deployment(tx, it.id).await? {
        commissions::book(tx, &commission.parts(it, charge, booked), it).await?;
    }
    Ok(())
}
