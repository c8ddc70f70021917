//! Obligations: taken on, met, waived, passed on, and come due.

use chrono::{Days, NaiveDate};
use domain::access::Actor;
use domain::brokerage::Deployment;
use domain::directory::{Alliance, School};
use domain::reciprocity::{GiveBack, Given, Obligation, ObligationKind, ObligationSource, Owing};
use domain::text::Remark;
use domain::{Id, Rule};
use persistence::brokerage::{deployment as deployments, former_home, interest, visit as visits};
use persistence::directory::succession::{self, Passed};
use persistence::reciprocity::obligation as obligations;
use persistence::{DbError, Tx};
use uuid::Uuid;

use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// How many days before its day an obligation is due.
const NEAR: Days = Days::new(28);
/// How many come due in one turn.
const MOST: u32 = 500;

/// What is filled in to take an obligation on.
#[derive(Clone, Debug)]
pub struct Form {
    /// Who owes it.
    pub debtor: Id<School>,
    /// To whom; nobody in particular, where it is owed to all schools.
    pub creditor: Option<Id<School>>,
    /// What is owed.
    pub kind: ObligationKind,
    /// How much, in half-days.
    pub half_days: Option<i32>,
    /// By which day.
    pub due_on: NaiveDate,
    /// What it comes from.
    pub source: ObligationSource,
    /// What is owed, in words.
    pub note: String,
}

/// Takes an obligation on.
pub async fn create(app: &App, caller: &Caller, form: &Form) -> Outcome<Obligation> {
    let note = Remark::new(&form.note).map_err(|no| no.at("note"))?;
    let directory = app.snapshot();
    for (school, field) in [(Some(form.debtor), "debtor"), (form.creditor, "creditor")] {
        if school.is_some_and(|school| directory.schools.get(school).is_none()) {
            return Err(Rule::NotFound.at(field).into());
        }
    }
    let own = own_alliance(app, caller, [Some(form.debtor), None]);
    let of_debtor = directory.alliances.of_school(form.debtor).map(|it| it.id).next();
    let tx = app.begin_wide(caller).await?;
    let what = GiveBack::check(form.kind, form.half_days, form.due_on, tx.now().day())?;
    let owing = Owing {
        id: app.ids.next(),
        debtor: form.debtor,
        creditor: form.creditor,
        alliance: own.or(of_debtor),
        what,
        source: form.source,
        note,
    };
    let (it, event) = Obligation::create(owing, &caller.actor, own, tx.now())?;
    obligations::insert(&tx, &it, audience(app, &it)).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Writes down what the terms of a deployment say that its host gives back. The transaction sees every record.
pub(in crate::app) async fn agreed(app: &App, tx: &Tx, of: &Deployment) -> Outcome<()> {
    if let Some((it, event)) = Obligation::agreed(app.ids.next(), of, tx.now()) {
        write(app, tx, &it).await?;
        tx.record(event);
    }
    Ok(())
}

/// Writes down an obligation that comes with something else. The transaction sees every record.
pub(in crate::app) async fn write(app: &App, tx: &Tx, it: &Obligation) -> Outcome<()> {
    Ok(obligations::insert(tx, it, audience(app, it)).await?)
}

/// Says what met an obligation, with the deployment in which it was given if there is one.
pub async fn meet(
    app: &App,
    caller: &Caller,
    id: Id<Obligation>,
    (how, with): (&str, Option<Id<Deployment>>),
    expected: Option<i32>,
) -> Outcome<Obligation> {
    let how = Remark::new(how).map_err(|no| no.at("how"))?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        // A deployment is locked before what is owed.
        let given = match with {
            Some(with) => Some(given(&tx, caller, with).await?),
            None => None,
        };
        let mut it = lock(&tx, caller, id, expected).await?;
        let own = own_alliance(app, caller, [Some(it.debtor), it.creditor]);
        let posts = posts(&tx, caller, &it).await?;
        let event = it.meet((&caller.actor, &posts), own, (how.clone(), given.as_ref()), tx.now())?;
        obligations::save(&tx, &mut it).await?;
        tx.record_for(event, how.as_str());
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Waives an obligation, saying why.
pub async fn waive(
    app: &App,
    caller: &Caller,
    id: Id<Obligation>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Obligation> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let own = own_alliance(app, caller, [Some(it.debtor), it.creditor]);
        let posts = posts(&tx, caller, &it).await?;
        let event = it.waive((&caller.actor, &posts), own, reason.clone(), tx.now())?;
        obligations::save(&tx, &mut it).await?;
        tx.record_for(event, reason.as_str());
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Decides to which of several successors of a closed school one of its obligations passes (SETTLED 2).
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: Id<Obligation>,
    chosen: Id<School>,
    expected: Option<i32>,
) -> Outcome<Obligation> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        tx.widen().await?;
        let debtor = succession::lock(&tx, it.debtor).await?.ok_or(Rule::NotFound)?;
        let creditor = match it.creditor {
            Some(creditor) if !debtor.waits() => succession::lock(&tx, creditor).await?,
            _ => None,
        };
        let closed = creditor.unwrap_or(debtor);
        let own = own_alliance(app, caller, [Some(closed.school), None]);
        let successor = closed.decide(chosen, &caller.actor, own)?;
        tx.record(it.pass(closed.school, successor)?);
        obligations::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends what one school would owe to itself, once each of these closed schools has passed on to the one beside it. The transaction
/// sees every record.
pub(in crate::app) async fn fall_together(tx: &Tx, pairs: &[Passed]) -> Result<(), DbError> {
    let heir = |school: Id<School>| pairs.iter().find(|it| it.school.0 == school).map_or(school, |it| it.successor.0);
    for mut it in obligations::of_one(tx, pairs).await? {
        let sides = [it.debtor, it.creditor.unwrap_or(it.debtor)].map(heir);
        let ended = it.fall_together(sides, tx.now()).map_err(|no| DbError::broken(format!("{no:?}")))?;
        tx.record_for(ended, it.ended_by.as_ref().map(|why| why.as_str()));
        obligations::save(tx, &mut it).await?;
    }
    Ok(())
}

/// Lets come due, or notes as overdue, what is; says how much was. Harmless to run twice.
pub async fn come_due(app: &App) -> Outcome<usize> {
    let tx = app.begin_wide(&Caller::service("obligations")).await?;
    let near = tx.now().day().checked_add_days(NEAR).unwrap_or(NaiveDate::MAX);
    let told = obligations::come_due(&tx, near, tx.now(), MOST).await?;
    let moved = told.len();
    if moved > 0 {
        told.into_iter().for_each(|event| tx.record(event));
        tx.commit().await?;
    }
    Ok(moved)
}

async fn locked(app: &App, caller: &Caller, id: Id<Obligation>, expected: Option<i32>) -> Outcome<(Tx, Obligation)> {
    let tx = app.begin(caller).await?;
    let it = lock(&tx, caller, id, expected).await?;
    Ok((tx, it))
}

async fn lock(tx: &Tx, caller: &Caller, id: Id<Obligation>, expected: Option<i32>) -> Outcome<Obligation> {
    let it = obligations::lock(tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok(it)
}

/// What a deployment that the caller may see has given, held until the transaction ends. The transaction then sees every record.
async fn given(tx: &Tx, caller: &Caller, id: Id<Deployment>) -> Outcome<Given> {
    let missing = || Rule::NotFound.at("deployment");
    deployments::find(tx, &caller.scope(), id).await?.ok_or_else(missing)?;
    tx.widen().await?;
    let it = deployments::lock(tx, id).await?.ok_or_else(missing)?;
    let mut given = work_of(tx, &it).await?;
    for (owed, giver) in obligations::met_with(tx, id).await? {
        given.used(giver, owed.created_at, owed.takes());
    }
    Ok(given)
}

/// The confirmed work of a locked deployment, by the schools that gave it.
async fn work_of(tx: &Tx, it: &Deployment) -> Outcome<Given> {
    let former = former_home::of_deployment(tx, it.id).await?;
    Ok(Given::of(it, &former, visits::confirmed(tx, it.id).await?))
}

/// Reckons what was agreed with a deployment that has ended by what the host has confirmed of it. The transaction sees every record,
/// and holds the deployment.
pub(in crate::app) async fn reckon(tx: &Tx, of: &Deployment) -> Outcome<()> {
    if of.ended_at.is_none() || of.terms.as_ref().is_none_or(|terms| terms.give_back.is_none()) {
        return Ok(());
    }
    let Some(mut it) = obligations::of_deployment(tx, of.id).await? else { return Ok(()) };
    if reckoned(tx, &mut it, of).await? {
        obligations::save(tx, &mut it).await?;
    }
    Ok(())
}

/// Reckons a locked obligation by what came of the support with which it was agreed; says whether that changed it.
async fn reckoned(tx: &Tx, it: &mut Obligation, of: &Deployment) -> Outcome<bool> {
    let confirmed = visits::confirmed(tx, of.id).await?.iter().map(|(_, half_days)| half_days).sum();
    let Some(event) = it.reckon(of, confirmed, tx.now()) else { return Ok(false) };
    tx.record_for(event, it.ended_by.as_ref().map(|it| it.as_str()));
    Ok(true)
}

/// Those of the two schools at which the caller has a post. The transaction sees every record from then on.
async fn posts(tx: &Tx, caller: &Caller, it: &Obligation) -> Outcome<Vec<Id<School>>> {
    let Some(person) = caller.actor.person() else { return Ok(Vec::new()) };
    tx.widen().await?;
    Ok(interest::posts(tx, person, [Some(it.debtor), it.creditor].into_iter().flatten().collect()).await?)
}

/// Takes up again what the confirmed work of a deployment covers no longer, as far as the support for which it was agreed came;
/// what was met first stays met. The transaction sees every record, and holds the deployment.
pub(in crate::app) async fn uncover(tx: &Tx, of: &Deployment) -> Outcome<()> {
    let mut given = work_of(tx, of).await?;
    for (mut it, giver) in obligations::met_with(tx, of.id).await? {
        if given.take(giver, it.created_at, it.takes()) {
            continue;
        }
        tx.record(it.reopen()?);
        // Other support than the one that is held, and read without holding it: no transaction holds two, and whoever ends that
        // one or confirms its visits meanwhile reckons after this, once the obligation is theirs to hold.
        let own = match it.deployment {
            Some(own) => deployments::find(tx, &Actor::Service.scope(), own).await?,
            None => None,
        };
        if let Some(own) = own {
            reckoned(tx, &mut it, &own).await?;
        }
        obligations::save(tx, &mut it).await?;
    }
    Ok(())
}

/// The alliance for which the caller acts, if one of these schools belongs to it.
fn own_alliance(app: &App, caller: &Caller, schools: [Option<Id<School>>; 2]) -> Option<Id<Alliance>> {
    let own = caller.actor.acting().and_then(|acting| acting.alliance)?;
    let directory = app.snapshot();
    let belongs = |school: Id<School>| directory.alliances.of_school(school).any(|alliance| alliance.id == own);
    schools.into_iter().flatten().any(belongs).then_some(own)
}

/// Who reads an obligation: the two schools, the alliance that watches it, and those to which the schools belong.
fn audience(app: &App, it: &Obligation) -> Vec<Uuid> {
    let directory = app.snapshot();
    let schools = || [Some(it.debtor), it.creditor].into_iter().flatten();
    let theirs = schools().flat_map(|school| directory.alliances.of_school(school).map(|alliance| alliance.id.uuid()));
    let mut all: Vec<_> = schools().map(Id::uuid).chain(it.alliance.map(Id::uuid)).chain(theirs).collect();
    all.sort_unstable();
    all.dedup();
    all
}
