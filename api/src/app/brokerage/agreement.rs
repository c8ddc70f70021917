//! A deployment until it is agreed: terms, interests, second approval, three signatures, or none in time.

use domain::brokerage::{
    Clock, ConflictDeclaration, Decision, Deployment, DeploymentStatus, InterestKind, ServiceStandard, Side, Terms,
    TermsDraft,
};
use domain::directory::School;
use domain::exchange::SupportRequest;
use domain::reciprocity::{BalancePolicy, Transfer};
use domain::rule::Overrides;
use domain::text::Remark;
use domain::time::academic_year;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{conflict, departure, deployment as deployments, interest, rate_card};
use persistence::exchange::request as requests;
use persistence::reciprocity::transfer;

use super::deployment::{Open, end};
use super::{assurance, broker, commission, consent, grant, overruling, pool, reopen, service_level, time};
use crate::app::communities::{coaching_practice, mentorship};
use crate::app::reciprocity::{obligation, require_give_back, with_give_back};
use crate::app::{App, Caller, Outcome};

/// Writes or changes the terms.
pub async fn draft(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    terms: &TermsDraft,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let policy = app.balance_policy().await?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        write(app, caller, (&tx, &policy), &mut it, terms).await?;
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Writes terms of a locked deployment, whoever states them: ends what was consented to of others, asks everybody whose word
/// these wait for, and refuses what a school that backs the request was not told.
async fn write(
    app: &App,
    caller: &Caller,
    (tx, policy): (&Tx, &BalancePolicy),
    it: &mut Deployment,
    typed: &TermsDraft,
) -> Outcome<()> {
    let terms = whole(app, caller, (tx, policy), it, typed).await?;
    let (waits, before) = (consent::waits(app, tx, it).await?, it.clone());
    tx.record(it.draft(terms, &caller.actor, tx.now())?);
    consent::end_of_change(tx, &before, it).await?;
    consent::ask(app, tx, &waits, it).await?;
    commission::require_told(tx, it).await
}

/// The terms as they are typed, checked and made whole: with a price, with a grant that is kept here, with what is given back.
async fn whole(
    app: &App,
    caller: &Caller,
    (tx, policy): (&Tx, &BalancePolicy),
    it: &Deployment,
    typed: &TermsDraft,
) -> Outcome<Terms> {
    let terms = Terms::parse(&priced(tx, it, typed).await?, tx.now().day())?;
    grant::require_for_terms(caller, tx, it, &terms).await?;
    with_give_back(app, tx, policy, it, terms).await
}

/// The terms with the price of a day from the alliance's rate card, where they leave it to that.
async fn priced(tx: &Tx, it: &Deployment, terms: &TermsDraft) -> Outcome<TermsDraft> {
    let mut terms = terms.clone();
    if let Some(from) = terms.starts_on.filter(|_| terms.settlement.leaves_price()) {
        let today = tx.now().day();
        let of = rate_card::For { alliance: it.alliance, year: academic_year(from), specialist: it.specialist };
        let card = rate_card::for_one(tx, of, today).await?;
        if let Some(card) = card {
            terms.settlement.take_price(&card);
        }
    }
    Ok(terms)
}

/// Declares the interests of the school of whoever acts.
pub async fn declare(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    interests: &[InterestKind],
    note: Option<&str>,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let note = note.map(Remark::new).transpose().map_err(|no| no.at("note"))?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let known = known_interests(app, it.home, it.host);
        let before = consent::waits(app, &tx, &it).await?;
        let (declaration, event) = ConflictDeclaration::declare(
            app.ids.next(),
            &mut it,
            (interests, &known),
            note.clone(),
            &caller.actor,
            tx.now(),
        )?;
        // The specialist does not read what the two heads declare.
        let parties = vec![it.home.uuid(), it.host.uuid(), it.alliance.uuid()];
        conflict::put(&tx, &declaration, parties).await?;
        deployments::save(&tx, &mut it).await?;
        tx.record(event);
        consent::ask(app, &tx, &before, &it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// The interests between two schools that the national register shows: one trust runs both (DOMAIN E58).
pub(super) fn known_interests(app: &App, home: Id<School>, host: Id<School>) -> Vec<InterestKind> {
    let directory = app.snapshot();
    let trust = |school| directory.schools.get(school).and_then(|it| it.school.trust);
    let one_trust = trust(home).is_some() && trust(home) == trust(host);
    if one_trust { vec![InterestKind::SameTrust] } else { Vec::new() }
}

/// Approves as a second broker.
pub async fn approve(app: &App, caller: &Caller, id: Id<Deployment>, expected: Option<i32>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![it.home, it.host]).await?;
        tx.record(it.approve(&caller.actor, involved, tx.now())?);
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Signs for the school of whoever acts: terms that they state themselves, or those that stand. The second head's signature
/// commits the time, posts the promise, and places the request.
pub async fn agree(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    terms: Option<&TermsDraft>,
    (overrides, expected): (&[(Rule, String)], Option<i32>),
) -> Outcome<Deployment> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    let (policy, standard) = (app.balance_policy().await?, app.service_standard().await?);
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, expected).await?;
        if let Some(terms) = terms {
            write(app, caller, (&tx, &policy), &mut it, terms).await?;
        }
        it.check_declared(&caller.actor, &known_interests(app, it.home, it.host))?;
        tx.record(it.agree(&caller.actor, tx.now())?);
        if departure::lock(&tx, id).await?.is_some_and(|it| it.waits()) {
            return Err(Rule::DepartureUndecided.into());
        }
        if it.status == DeploymentStatus::Agreed {
            consent::require(app, &tx, &it).await?;
            commission::bind(&tx, &it).await?;
            assurance::require_for_agreement(&tx, &it, &request).await?;
            mentorship::require_beside(&tx, &it).await?;
        }
        deployments::save(&tx, &mut it).await?;
        if it.status == DeploymentStatus::Agreed {
            settle(app, &tx, (&policy, &standard), (&mut request, &it)).await?;
        }
        grant::cover(&tx, &it).await?;
        pool::cover(&tx, &it).await?;
        weigh(app, caller, (&tx, &it), &request, &overrides).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Signs for the alliance, as a broker without a post at either school: terms that they state themselves, or those that stand.
pub async fn agree_for_alliance(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    terms: Option<&TermsDraft>,
    expected: i32,
) -> Outcome<Deployment> {
    let policy = app.balance_policy().await?;
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, Some(expected)).await?;
        if let Some(terms) = terms {
            write(app, caller, (&tx, &policy), &mut it, terms).await?;
        }
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![it.home, it.host]).await?;
        tx.record(it.agree_for_alliance(&caller.actor, involved, tx.now())?);
        deployments::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Warns the school that gives, when it signs, of everything at once: too many of its leaders would be out on a day that is known
/// by then (DOMAIN D54), nobody has heard yet how whom it lends coaches at their own school (H121). The other head does not
/// answer for that, and does not read why somebody went on.
pub(super) async fn weigh(
    app: &App,
    caller: &Caller,
    (tx, it): (&Tx, &Deployment),
    request: &SupportRequest,
    overrides: &Overrides,
) -> Outcome<()> {
    if Side::of(&caller.actor, it.home, it.host) != Some(Side::Home) {
        return Ok(());
    }
    let leaders = overruling::leaders_out(tx, it, it.days_away(&request.draft.modes), "terms").await?;
    let coach = coaching_practice::untried(tx, it.kind, it.specialist).await?;
    let decision = Decision::of(it.id, it.home, vec![it.home.uuid(), it.alliance.uuid()]);
    overruling::weigh(app, caller, tx, leaders.into_iter().chain(coach), (overrides, &decision)).await
}

/// What the second signature brings about: the request is placed, the time committed, the half-days promised. That a school
/// which gives waited too long for it is noted. What is given back is by then what it was when the terms were written, or
/// nothing of it is done (decision 99).
pub(super) async fn settle(
    app: &App,
    tx: &Tx,
    (policy, standard): (&BalancePolicy, &ServiceStandard),
    (request, it): (&mut SupportRequest, &Deployment),
) -> Outcome<()> {
    service_level::note(app, tx, Clock::of_guarantee(request, standard), standard).await?;
    broker::end_all(tx, request).await?;
    tx.record(request.place(tx.now())?);
    requests::save(tx, request).await?;
    time::commit(tx, it).await?;
    require_give_back(app, tx, policy, it).await?;
    let promise = Transfer::promise(app.ids.next(), it, tx.now());
    transfer::post(tx, &[promise], &deployments::ledger_audience(it)).await?;
    obligation::agreed(app, tx, it).await
}

/// Ends a deployment that was not agreed in time, and returns its request to the search.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<Deployment>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut request, mut it } = Open::lock(app, caller, id, None).await?;
        tx.record(it.lapse(tx.now())?);
        end(app, &tx, &mut it).await?;
        reopen(&tx, &mut request).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
