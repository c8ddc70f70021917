//! What is open with a specialist who leaves the home school: proposals fall, consents end, and deployments wait until the new
//! school takes them on and their brokers decide.

use domain::access::Action;
use domain::brokerage::{Departure, Deployment, FormerHome, Proposal, Whereabouts};
use domain::directory::{School, Specialist};
use domain::exchange::SupportRequest;
use domain::reciprocity::{Source, Transfer};
use domain::{Event, Id, Rule};
use persistence::Tx;
use persistence::brokerage::{
    commission, consent as consents, departure as departures, deployment as deployments, former_home, interest,
    proposal as proposals,
};
use persistence::directory::specialist;
use persistence::exchange::request as requests;
use persistence::reciprocity::transfer;

use super::deployment::Open;
use super::grant::Purse;
use super::table::Table;
use super::{assurance, consent};
use crate::app::{App, Caller, Outcome};

/// Takes back every open proposal with a specialist who leaves, leaves every open deployment to its broker's decision, and
/// ends what the former employer consented to and assured of them. The head of the school where they work now, if there is
/// one, is asked to take each deployment on.
/// Gives the proposals whose time is to be released once everything else is locked. The transaction sees every record.
pub(in crate::app) async fn tell(
    tx: &Tx,
    who: Id<Specialist>,
    now_at: Option<Id<School>>,
) -> Outcome<Vec<Id<Proposal>>> {
    let mut fallen = Vec::new();
    for of in proposals::open_of_specialist(tx, who).await? {
        let mut table = Table::lock(tx, &of).await?;
        // Somebody may have answered it meanwhile.
        let Ok(event) = table.proposal.leave(tx.now()) else { continue };
        tx.record(event);
        proposals::save(tx, &mut table.proposal).await?;
        table.return_if_idle(tx).await?;
        fallen.push(of.id);
    }
    for of in departures::lock_live(tx, who).await? {
        let (departure, event) = Departure::note(&of, tx.now());
        departures::put(tx, &departure).await?;
        tx.record(event);
        end_consents(tx, &of).await?;
        if let Some(school) = now_at.filter(|school| *school != of.host) {
            departures::show_to(tx, of.id, school).await?;
            tx.record(Event::DeploymentHomeAsked { deployment: of.id, school });
        }
    }
    assurance::end_of_leaver(tx, who).await?;
    Ok(fallen)
}

/// Ends what the school that gave a deployment consented to.
async fn end_consents(tx: &Tx, of: &Deployment) -> Outcome<()> {
    for mut it in consents::of_deployment(tx, of.id).await? {
        if let Some(event) = it.end_of_leaver() {
            consents::save(tx, &it).await?;
            tx.record(event);
        }
    }
    Ok(())
}

/// Takes on a deployment whose specialist works at the caller's school now.
pub async fn take_on(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, expected).await?;
        let now_at = lent_by(&tx, &it).await?;
        caller.actor.require(Action::TakeOnDeployment { home: now_at })?;
        let mut departure = departures::lock(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        tx.record(departure.take_on(&it, now_at, &caller.actor, tx.now())?);
        departures::save(&tx, &departure).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Lets a deployment go on although its specialist has left the home school: from where they work now, whose head has taken
/// it on.
pub async fn keep(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, expected).await?;
        caller.actor.require(Action::KeepDeployment { alliance: it.alliance })?;
        let mut departure = departures::lock(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        let was = it.clone();
        let now_at = whereabouts(&tx, caller, &it).await?;
        let (event, former) = departure.keep(&mut it, &now_at, &caller.actor, tx.now())?;
        tx.record(event);
        departures::save(&tx, &departure).await?;
        if let Some(former) = former {
            hand_over(app, &tx, (&was, &mut it), &mut request, &former).await?;
        }
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// The school that lends the specialist of a deployment now.
async fn lent_by(tx: &Tx, it: &Deployment) -> Outcome<Option<Id<School>>> {
    match it.specialist {
        Some(who) => Ok(specialist::home(tx, who).await?),
        None => Ok(None),
    }
}

async fn whereabouts(tx: &Tx, caller: &Caller, it: &Deployment) -> Outcome<Whereabouts> {
    let school = lent_by(tx, it).await?;
    let own: Vec<_> = school.into_iter().collect();
    let involved = match caller.actor.person() {
        Some(person) => interest::has_post(tx, person, own.clone()).await?,
        None => false,
    };
    let sides = own.into_iter().chain([it.host]).collect();
    Ok(Whereabouts { school, involved, own_placement: interest::has_post(tx, it.brokered_by, sides).await? })
}

/// Brings about that another school gives a deployment: what the former one consented to ends, what is still promised is
/// promised anew, and the new one answers for it to the school that receives.
async fn hand_over(
    app: &App,
    tx: &Tx,
    (was, is): (&Deployment, &mut Deployment),
    request: &mut SupportRequest,
    former: &FormerHome,
) -> Outcome<()> {
    let backers = commission::of_deployment(tx, is.id).await?.map(|it| it.backers).unwrap_or_default();
    if backers.iter().any(|it| it.school == is.home) {
        return Err(Rule::CommissionByGiver.into());
    }
    // Money of a grant that was made to the school that gave does not go on to the one that gives now (decision 98).
    if let Some(purse) = Purse::lock(tx, is).await? {
        purse.require_own(is)?;
    }
    let before = consent::waits(app, tx, was).await?;
    end_consents(tx, is).await?;
    deployments::save(tx, is).await?;
    former_home::hand_over(tx, is, former).await?;
    // The asking school has accepted who comes; whoever lends them now answers in the former one's place.
    request.admit_responder(is.home);
    request.name_to(is.home);
    requests::save(tx, request).await?;
    if is.promised > 0 {
        let cause = Source::departure(app.ids.uuid());
        let ended = Transfer::release(app.ids.next(), was, was.promised, cause, tx.now());
        transfer::post(tx, &[ended], &deployments::ledger_audience(was)).await?;
        let renewed = Transfer::renewal(app.ids.next(), is, is.promised, cause, tx.now());
        transfer::post(tx, &[renewed], &deployments::ledger_audience(is)).await?;
    }
    tx.record(Event::DeploymentHomeChanged { deployment: is.id, school: former.school, home: is.home });
    consent::ask(app, tx, &before, is).await
}
