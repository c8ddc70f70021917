//! Pooled budgets: opened, filled, closed; and what support holds back in them, spends, and gives back.

use domain::access::Action;
use domain::brokerage::{
    Charge, Deployment, DeploymentStatus, PoolHeld, PoolLeave, PoolLine, PoolOpening, PooledBudget,
};
use domain::directory::{Alliance, AllianceMember, School};
use domain::text::Name;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{pool as pools, pool_line};

use super::current;
use crate::app::{App, Caller, Outcome};

/// What is filled in to open a pooled budget.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// The academic year.
    pub year: i32,
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// The school that keeps it, where it is not the alliance.
    pub lead: Option<Id<School>>,
    /// The schools that are asked.
    pub schools: Vec<Id<School>>,
}

/// Opens a budget and asks schools of the alliance to put money in.
pub async fn open(app: &App, caller: &Caller, form: &Form) -> Outcome<PooledBudget> {
    // Permission comes first: whoever may not open one learns nothing of who belongs to the alliance, and who rests there.
    caller.actor.require(Action::KeepPool { alliance: form.alliance, lead: form.lead })?;
    let name = Name::new(&form.name).map_err(|no| no.at("name"))?;
    if let Some(lead) = form.lead {
        require_member(app, form.alliance, lead, "lead")?;
    }
    for (n, school) in form.schools.iter().enumerate() {
        require_member(app, form.alliance, *school, &format!("schools.{n}"))?;
    }
    let tx = app.begin_wide(caller).await?;
    let opening = PoolOpening { id: app.ids.next(), alliance: form.alliance, lead: form.lead, name, year: form.year };
    let (mut it, event) = PooledBudget::open(opening, &caller.actor, tx.now())?;
    tx.record(event);
    for (n, school) in form.schools.iter().enumerate() {
        let asked = it.ask(*school, &caller.actor, tx.now());
        tx.record(asked.map_err(|no| no.at(format!("schools.{n}")))?);
    }
    pools::insert(&tx, &it).await?;
    tx.commit().await?;
    Ok(it)
}

/// Asks one more school of the alliance to put money in.
pub async fn ask(
    app: &App,
    caller: &Caller,
    pool: (Id<PooledBudget>, Option<i32>),
    school: Id<School>,
) -> Outcome<PooledBudget> {
    step(app, caller, pool, |it, now| {
        caller.actor.require(Action::KeepPool { alliance: it.alliance, lead: it.lead })?;
        require_member(app, it.alliance, school, "school")?;
        it.ask(school, &caller.actor, now).map(|event| (event, Vec::new()))
    })
    .await
}

/// Says how much the caller's own school puts in.
pub async fn commit(
    app: &App,
    caller: &Caller,
    pool: (Id<PooledBudget>, Option<i32>),
    pence: i64,
) -> Outcome<PooledBudget> {
    step(app, caller, pool, |it, now| {
        let school = own_school(caller)?;
        let (event, line) = it.commit(school, pence, &caller.actor, now)?;
        Ok((event, line.into_iter().collect()))
    })
    .await
}

/// Declines for the caller's own school, or leaves with what it put in, by a neutral code.
pub async fn leave(
    app: &App,
    caller: &Caller,
    pool: (Id<PooledBudget>, Option<i32>),
    reason: PoolLeave,
) -> Outcome<PooledBudget> {
    step(app, caller, pool, |it, now| {
        let school = own_school(caller)?;
        let (event, line) = it.leave(school, reason, &caller.actor, now)?;
        Ok((event, line.into_iter().collect()))
    })
    .await
}

/// Closes a budget after its year; what remains goes back to the schools.
pub async fn close(app: &App, caller: &Caller, pool: (Id<PooledBudget>, Option<i32>)) -> Outcome<PooledBudget> {
    step(app, caller, pool, |it, now| it.close(&caller.actor, now)).await
}

/// Ends the asking of schools that have not answered in time.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<PooledBudget>) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let mut it = pools::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        let lapsed = it.lapse(tx.now());
        if lapsed.is_empty() {
            return Ok(());
        }
        lapsed.into_iter().for_each(|event| tx.record(event));
        pools::save(&tx, &mut it).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Takes a step of a budget that the caller may see, and adds its lines to the ledger.
async fn step(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<PooledBudget>, Option<i32>),
    take: impl Fn(&mut PooledBudget, Timestamp) -> Result<(Event, Vec<PoolLine>), Rejected> + Sync,
) -> Outcome<PooledBudget> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        pools::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let mut it = pools::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        let (event, lines) = take(&mut it, tx.now())?;
        tx.record(event);
        pools::save(&tx, &mut it).await?;
        pool_line::add(&tx, &lines).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Asks whether a pooled budget may pay what the terms of a locked deployment say, and once it is agreed holds the price back.
pub(super) async fn cover(tx: &Tx, it: &Deployment) -> Outcome<()> {
    let pooled = it.terms.as_ref().and_then(|terms| terms.settlement.pooled(it.half_days));
    let Some((id, pence)) = pooled else { return Ok(()) };
    let mut pool = pools::lock(tx, id).await?.ok_or(Rule::PoolForeign.at("settlement.payers"))?;
    pool.covers(it, pence)?;
    if it.status == DeploymentStatus::Agreed && pence > 0 {
        pool_line::add(tx, &[pool.reserve(it, pence, tx.now())?]).await?;
    }
    Ok(())
}

/// A pooled budget that pays a part of some support, with what the support has of it.
pub(super) struct Kitty {
    pool: PooledBudget,
    of_it: PoolHeld,
}

impl Kitty {
    /// Locks it, if there is one. The deployment is locked.
    pub async fn lock(tx: &Tx, of: &Deployment) -> Outcome<Option<Self>> {
        let pooled = of.terms.as_ref().and_then(|terms| terms.settlement.pooled(of.half_days));
        let Some((id, _)) = pooled else { return Ok(None) };
        let pool = pools::lock(tx, id).await?.ok_or(Rule::NotFound)?;
        let of_it = pool_line::held_for(tx, id, of.id).await?;
        Ok(Some(Self { pool, of_it }))
    }

    /// What of a charge it cannot pay, in pence.
    pub fn lacks(&self, charge: &Charge) -> i64 {
        self.pool.lacks(charge, self.of_it)
    }

    /// Pays a charge, or takes back what was paid.
    pub async fn book(mut self, tx: &Tx, of: &Deployment, charge: &Charge) -> Outcome<()> {
        let lines = self.pool.book(charge, (self.of_it.held, of.is_running()), tx.now())?;
        Ok(pool_line::add(tx, &lines).await?)
    }
}

/// Lets go of what was held back for a locked deployment, which has ended, but for so many half-days that wait for the host.
pub(super) async fn let_go(tx: &Tx, it: &Deployment, waiting: i32) -> Outcome<()> {
    if let Some(mut pool) = pools::lock_of(tx, it.id).await? {
        let held = pool_line::held_for(tx, pool.id, it.id).await?.held;
        let line = pool.release(it, held, waiting, tx.now());
        pool_line::add(tx, line.as_slice()).await?;
    }
    Ok(())
}

fn require_member(app: &App, alliance: Id<Alliance>, school: Id<School>, field: &str) -> Result<(), Rejected> {
    let place = app.snapshot().alliances.place(alliance, school).copied();
    let place = place.ok_or_else(|| Rule::NotFound.at(field.to_owned()))?;
    AllianceMember::require_awake(place.rest.is_some(), field)
}

/// The school at which the caller acts.
pub(super) fn own_school(caller: &Caller) -> Result<Id<School>, Rejected> {
    caller.actor.acting().and_then(|acting| acting.school).ok_or_else(|| Rule::NotAllowed.into())
}
