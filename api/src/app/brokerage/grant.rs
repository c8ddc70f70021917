//! Grants of programmes: opened, matched, reviewed, released; and what support holds back in them, spends, and gives back.

use chrono::NaiveDate;
use domain::access::Action;
use domain::brokerage::{Charge, Deployment, DeploymentStatus, Grant, GrantHeld, Opening, Terms};
use domain::directory::{Alliance, AllianceMember, Application, KeyStage, Known, Places, School};
use domain::exchange::CalendarOwner;
use domain::identity::Person;
use domain::reciprocity::HalfDaysOf;
use domain::text::Remark;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{grant as grants, grant_line, interest};
use persistence::directory::programme;
use persistence::exchange::{calendar, capacity};
use persistence::reciprocity::obligation as obligations;

use super::current;
use crate::app::reciprocity::obligation;
use crate::app::{App, Caller, Outcome};

/// What is told of a grant that is to be opened.
#[derive(Clone, Debug)]
pub struct Told {
    /// The programme's short name.
    pub programme: String,
    /// The school that leads.
    pub school: Id<School>,
    /// For whom it is, where people take part.
    pub person: Option<Id<Person>>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// Who would take part.
    pub application: Application,
}

/// Opens a grant by the rules of its first day; what is owed for it is taken on with it.
pub async fn open(app: &App, caller: &Caller, alliance: Id<Alliance>, told: &Told) -> Outcome<Grant> {
    let Told { programme: code, school, person, starts_on, application } = told;
    caller.actor.require(Action::OpenGrant { alliance })?;
    let place = app.snapshot().alliances.place(alliance, *school).copied().ok_or(Rule::NotFound.at("school"))?;
    AllianceMember::require_awake(place.rest.is_some(), "school")?;
    let listed = app.snapshot().schools.get(*school).map(|it| it.school.clone()).ok_or(Rule::NotFound.at("school"))?;
    let primary = [KeyStage::EarlyYears, KeyStage::Ks1, KeyStage::Ks2].iter().any(|it| listed.key_stages.holds(*it));
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        // Others' grants count too, and none is opened beside this one until it is written or given up.
        tx.widen().await?;
        let programme = &programme::lock(&tx, code).await?.ok_or(Rule::NotFound.at("programme"))?;
        let taken = grants::opened(&tx, code, *starts_on, listed.authority).await?;
        let is_balanced = programme.on(*starts_on).and_then(|it| it.rules.round).is_some_and(|it| it.balances_regions);
        let places = if is_balanced { grants::places(&tx, code).await? } else { Places::default() };
        let known = Known { lead: (listed.phase, primary), region: listed.region, taken, places };
        let application = &application.as_known(&known);
        let person = match *person {
            // Whoever is named begins there at the latest when the grant does.
            Some(person) => {
                let on = tx.now().day().max(*starts_on);
                Some((person, interest::is_employed(&tx, person, *school, on).await?))
            }
            None => None,
        };
        let it = Opening {
            id: app.ids.next(),
            alliance,
            school: *school,
            person,
            share_back: app.ids.next(),
            starts_on: *starts_on,
            application,
        };
        let (grant, event) = Grant::open(&it, programme, &caller.actor, tx.now())?;
        tx.record(event);
        if let Some((owed, event)) = grant.condition((programme, application), &caller.actor, tx.now())? {
            obligation::write(app, &tx, &owed).await?;
            tx.record(event);
        }
        grants::insert(&tx, &grant).await?;
        tx.commit().await?;
        Ok(grant)
    })
    .await
}

/// Takes a step of a grant that the caller may see.
async fn step(
    app: &App,
    caller: &Caller,
    grant: (Id<Grant>, Option<i32>),
    take: impl Fn(&mut Grant, Timestamp) -> Result<Event, Rejected> + Sync,
) -> Outcome<Grant> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, grant).await?;
        tx.record(take(&mut it, tx.now())?);
        grants::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

async fn locked(app: &App, caller: &Caller, (id, expected): (Id<Grant>, Option<i32>)) -> Outcome<(Tx, Grant)> {
    let tx = app.begin(caller).await?;
    grants::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    let it = grants::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}

/// Writes down what others have matched of a year.
pub async fn evidence(
    app: &App,
    caller: &Caller,
    grant: (Id<Grant>, Option<i32>),
    (year, pence): (i32, i64),
    evidence: &str,
) -> Outcome<Grant> {
    let evidence = Remark::new(evidence).map_err(|no| no.at("evidence"))?;
    step(app, caller, grant, |it, now| it.evidence(year, pence, evidence.clone(), &caller.actor, now)).await
}

/// Writes down a review.
pub async fn review(
    app: &App,
    caller: &Caller,
    grant: (Id<Grant>, Option<i32>),
    (held_on, passed): (NaiveDate, bool),
) -> Outcome<Grant> {
    step(app, caller, grant, |it, now| it.review(held_on, passed, &caller.actor, now)).await
}

/// Releases a year, unless what is owed for the grant is overdue.
pub async fn release(app: &App, caller: &Caller, grant: (Id<Grant>, Option<i32>), year: i32) -> Outcome<Grant> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, grant).await?;
        tx.widen().await?;
        let overdue = match it.share_back {
            Some(owed) => obligations::is_overdue(&tx, owed, tx.now().day()).await?,
            None => false,
        };
        tx.record(it.release(year, overdue, &caller.actor, tx.now())?);
        grants::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Refuses terms that a grant pays which is not kept by the brokering alliance, was made to neither school or does not run as
/// long as the work, and terms that name one which is kept here without referring to it (DOMAIN C32). What the caller may not see
/// is not there.
pub(super) async fn require_for_terms(caller: &Caller, tx: &Tx, of: &Deployment, terms: &Terms) -> Outcome<()> {
    if let Some(id) = terms.settlement.grant {
        let grant = grants::find(tx, &caller.scope(), id).await?.filter(|it| it.alliance == of.alliance);
        grant.ok_or_else(|| Rule::NotFound.at("settlement.grant"))?.pays(of, terms.period)?;
    }
    for name in terms.settlement.named_grants() {
        if grants::is_kept(tx, &caller.scope(), of.alliance, name.as_str()).await? {
            return Err(Rule::GrantUnreferenced.at("settlement.grant").into());
        }
    }
    Ok(())
}

/// Asks whether the grant to which the terms of a locked deployment refer covers it, and once it is agreed holds the price back.
pub(super) async fn cover(tx: &Tx, it: &Deployment) -> Outcome<()> {
    let granted = it.terms.as_ref().and_then(|terms| terms.settlement.granted(it.half_days));
    let Some((id, _)) = granted else { return Ok(()) };
    let plan = planned(tx, it).await?;
    let mut grant = grants::lock(tx, id).await?.ok_or_else(|| Rule::NotFound.at("settlement.grant"))?;
    if it.status == DeploymentStatus::Agreed {
        grant_line::add(tx, &grant.reserve(it, &plan, tx.now())?).await?;
    } else {
        grant.covers(it, &plan)?;
    }
    Ok(())
}

/// On which days how many half-days of a deployment are planned: by the half-terms in which time is held for them, as far as
/// those lie within its terms.
async fn planned(tx: &Tx, it: &Deployment) -> Outcome<Vec<HalfDaysOf>> {
    let Some(period) = it.terms.as_ref().map(|terms| terms.period) else { return Ok(Vec::new()) };
    let calendar = calendar::of(tx, CalendarOwner::School(it.host)).await?;
    let held = capacity::held(tx, vec![it.proposal]).await?;
    let begins = |half_term| calendar.days(half_term).map_or(period.from(), |days| days.from());
    let lines = held.iter().flat_map(|held| &held.lines);
    let day = |half_term| begins(half_term).clamp(period.from(), period.until());
    let mut plan: Vec<_> = lines.map(|it| (day(it.half_term), it.half_days)).collect();
    // What no time is held for is planned all the same, and begins with the rest.
    plan.push((period.from(), it.half_days - plan.iter().map(|it| it.1).sum::<i32>()));
    plan.retain(|it| it.1 > 0);
    Ok(plan)
}

/// A grant that holds money back for a deployment, or has paid for it, with what the deployment has of its years.
pub(super) struct Purse {
    grant: Grant,
    of_it: Vec<GrantHeld>,
}

impl Purse {
    /// Locks it, if there is one. The deployment is locked.
    pub async fn lock(tx: &Tx, of: &Deployment) -> Outcome<Option<Self>> {
        Ok(grant_line::lock_of(tx, of.id).await?.map(|(grant, of_it)| Self { grant, of_it }))
    }

    /// Refuses support that would be other schools' than the one to which the grant was made.
    pub fn require_own(&self, of: &Deployment) -> Outcome<()> {
        Ok(self.grant.require_own(of)?)
    }

    /// What of a charge it cannot pay, in pence.
    pub fn lacks(&self, charge: &Charge) -> i64 {
        self.grant.lacks(charge, &self.of_it)
    }

    /// Spends what a charge takes of it, or takes back what was spent.
    pub async fn book(mut self, tx: &Tx, of: &Deployment, charge: &Charge) -> Outcome<()> {
        let lines = self.grant.book(charge, (&self.of_it, of.is_running()), tx.now())?;
        Ok(grant_line::add(tx, &lines).await?)
    }
}

/// Lets go of what was held back for a locked deployment, which has ended, but for the half-days that wait for the host.
pub(super) async fn let_go(tx: &Tx, it: &Deployment, waiting: &[HalfDaysOf]) -> Outcome<()> {
    if let Some(Purse { mut grant, of_it }) = Purse::lock(tx, it).await? {
        grant_line::add(tx, &grant.let_go(it, &of_it, waiting, tx.now())).await?;
    }
    Ok(())
}
