//! Offers: drafted, published, kept fresh, taken back.

use domain::brokerage::Decision;
use domain::directory::{School, SchoolStatus, Specialist};
use domain::exchange::{Offer, OfferForm, OfferStatus, OfferWithdrawal};
use domain::rule::{Overrides, Rejected};
use domain::{Event, Id, Rule, Timestamp};
use persistence::Tx;
use persistence::directory::specialist;
use persistence::exchange::offer;

use super::{capacity, current, standing};
use crate::app::brokerage::overruling;
use crate::app::communities::coaching_practice;
use crate::app::{App, Caller, Outcome};

/// Drafts an offer of a school; without one named, of the caller's own.
pub async fn draft(app: &App, caller: &Caller, school: Option<Id<School>>, form: OfferForm) -> Outcome<Offer> {
    let school = standing::of(app, standing::meant(caller, school)?)?;
    let terms = form.check(&*app.taxonomy().await?)?;
    let tx = app.begin(caller).await?;
    let home = home(&tx, terms.specialist).await?;
    let (it, event) = Offer::draft(&caller.actor, app.ids.next(), school, home, terms, tx.now())?;
    offer::insert(&tx, &it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Changes what is offered.
pub async fn revise(
    app: &App,
    caller: &Caller,
    id: Id<Offer>,
    expected: Option<i32>,
    form: OfferForm,
    overrides: Vec<(Rule, String)>,
) -> Outcome<Offer> {
    let overrides = Overrides::parse(overrides)?;
    let terms = form.check(&*app.taxonomy().await?)?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let home = home(&tx, terms.specialist).await?;
        let before = (it.terms.kind, it.terms.specialist);
        tx.record(it.revise(&caller.actor, home, terms.clone(), tx.now())?);
        offer::save(&tx, &mut it).await?;
        // What was put out as it is was weighed then; of a draft it is weighed when it is published.
        if it.status != OfferStatus::Draft && before != (it.terms.kind, it.terms.specialist) {
            weigh(app, caller, &tx, &it, &overrides).await?;
        }
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Publishes a draft. Of whom no time is declared yet in a half-term of the coming year, time is opened, so that a published
/// offer can be matched: what the policy plans for a specialist, what the offer states for a school. All of it can be declared
/// otherwise.
pub async fn publish(
    app: &App,
    caller: &Caller,
    id: Id<Offer>,
    expected: Option<i32>,
    overrides: Vec<(Rule, String)>,
) -> Outcome<Offer> {
    let overrides = Overrides::parse(overrides)?;
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let (_, standing) = standing::of(app, it.school)?;
        let event = it.publish(&caller.actor, standing, tx.now())?;
        lent(&tx, &it).await?;
        capacity::open_year(app, &tx, &it).await?;
        offer::save(&tx, &mut it).await?;
        tx.record(event);
        weigh(app, caller, &tx, &it, &overrides).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Holds an offer back for a while.
pub async fn pause(app: &App, caller: &Caller, id: Id<Offer>, expected: Option<i32>) -> Outcome<Offer> {
    change(app, caller, id, expected, |it, _, _| it.pause(&caller.actor)).await
}

/// Puts a paused offer out again.
pub async fn resume(app: &App, caller: &Caller, id: Id<Offer>, expected: Option<i32>) -> Outcome<Offer> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let (_, standing) = standing::of(app, it.school)?;
        let event = it.resume(&caller.actor, standing, tx.now())?;
        lent(&tx, &it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Says that an offer still holds: for the coming year too, of which time is opened as when it was published.
pub async fn confirm(app: &App, caller: &Caller, id: Id<Offer>, expected: Option<i32>) -> Outcome<Offer> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let (_, standing) = standing::of(app, it.school)?;
        let event = it.confirm(&caller.actor, standing, tx.now())?;
        capacity::open_year(app, &tx, &it).await?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

/// Takes an offer back for good, by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<Offer>,
    reason: OfferWithdrawal,
    expected: Option<i32>,
) -> Outcome<Offer> {
    change(app, caller, id, expected, |it, _, _| it.withdraw(&caller.actor, reason)).await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: Id<Offer>,
    expected: Option<i32>,
    decide: impl Fn(&mut Offer, SchoolStatus, Timestamp) -> Result<Event, Rejected> + Sync,
) -> Outcome<Offer> {
    app.retrying(async || {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let (_, standing) = standing::of(app, it.school)?;
        let event = decide(&mut it, standing, tx.now())?;
        finish(tx, &mut it, event).await?;
        Ok(it)
    })
    .await
}

async fn locked(app: &App, caller: &Caller, id: Id<Offer>, expected: Option<i32>) -> Outcome<(Tx, Offer)> {
    let tx = app.begin(caller).await?;
    let it = offer::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("offer"))?;
    current(it.version, expected)?;
    Ok((tx, it))
}

async fn finish(tx: Tx, it: &mut Offer, event: Event) -> Outcome<()> {
    offer::save(&tx, it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(())
}

/// Weighs the warning about a coach whom an offer names. The school and the brokers of its alliances read why somebody goes on.
async fn weigh(app: &App, caller: &Caller, tx: &Tx, it: &Offer, overrides: &Overrides) -> Outcome<()> {
    let alliances =
        app.snapshot().alliances.of_school(it.school).map(|alliance| alliance.id.uuid()).collect::<Vec<_>>();
    let decision = Decision::of(it.id, it.school, [vec![it.school.uuid()], alliances].concat());
    let warning = coaching_practice::untried(tx, it.terms.kind, it.terms.specialist).await?;
    overruling::weigh(app, caller, tx, warning, (overrides, &decision)).await
}

/// Refuses to put out an offer in the name of somebody whom the school does not lend any more.
async fn lent(tx: &Tx, it: &Offer) -> Outcome<()> {
    if it.terms.specialist.is_some() && home(tx, it.terms.specialist).await? != Some(it.school) {
        return Err(Rule::SpecialistNotOfSchool.at("offer").into());
    }
    Ok(())
}

/// The home school of whoever an offer names.
async fn home(tx: &Tx, named: Option<Id<Specialist>>) -> Outcome<Option<Id<School>>> {
    match named {
        Some(id) => Ok(specialist::home(tx, id).await?),
        None => Ok(None),
    }
}
