//! Specialists: listed by the school that lends them.

use domain::access::Actor;
use domain::directory::{ListingEnd, School, Specialist, SpecialistForm, SpecialistStatus};
use domain::identity::Person;
use domain::{Event, Id, Rejected, Rule};
use persistence::Tx;
use persistence::directory::specialist;
use persistence::exchange::{capacity, offer_hold};

use super::designation;
use crate::app::brokerage::departure;
use crate::app::communities::parting;
use crate::app::exchange::{current, standing};
use crate::app::{App, Caller, Outcome, Refusal};

/// Lists a person as a specialist of a school; without one named, of the caller's own.
pub async fn list(
    app: &App,
    caller: &Caller,
    school: Option<Id<School>>,
    person: Id<Person>,
    form: SpecialistForm,
) -> Outcome<Specialist> {
    let home = standing::of(app, standing::meant(caller, school)?)?;
    let profile = form.check(&*app.taxonomy().await?)?;
    let tx = app.begin(caller).await?;
    let (it, event) = Specialist::list(&caller.actor, app.ids.next(), person, home, profile, tx.now())?;
    // Whom the school does not know, it cannot lend: the head sees only people with a role or a post there.
    if !specialist::is_known(&tx, person).await? {
        return Err(Rule::NotFound.at("person").into());
    }
    specialist::insert(&tx, &it).await.map_err(listed_already)?;
    tx.record(event);
    // What they hold came with them, also where they were not taken over; it is not for the school to see before.
    tx.widen().await?;
    designation::require_listing(&tx, &it).await?;
    designation::follow(&tx, &it).await?;
    tx.commit().await?;
    Ok(it)
}

/// Takes a listing back, by a neutral code, and holds back what is offered in the specialist's name.
pub async fn end(
    app: &App,
    caller: &Caller,
    id: Id<Specialist>,
    reason: ListingEnd,
    expected: Option<i32>,
) -> Outcome<Specialist> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        // Offers are locked before whom they name, as whoever publishes one does.
        offer_hold::lock_of_specialist(&tx, id).await?;
        let mut it = specialist::lock(&tx, id).await?.ok_or(Rule::NotFound.at("specialist"))?;
        current(it.version, expected)?;
        end_locked(&tx, &mut it, &caller.actor, reason).await?;
        // Whom they mentor is not the school's to see.
        tx.widen().await?;
        parting::of(&tx, it.person).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Holds a specialist back for a while.
pub async fn pause(app: &App, caller: &Caller, id: Id<Specialist>, expected: Option<i32>) -> Outcome<Specialist> {
    step(app, caller, id, expected, |it| it.pause(&caller.actor)).await
}

/// Lends a specialist again.
pub async fn resume(app: &App, caller: &Caller, id: Id<Specialist>, expected: Option<i32>) -> Outcome<Specialist> {
    step(app, caller, id, expected, |it| it.resume(&caller.actor)).await
}

async fn step(
    app: &App,
    caller: &Caller,
    id: Id<Specialist>,
    expected: Option<i32>,
    decide: impl FnOnce(&mut Specialist) -> Result<Event, Rejected> + Send,
) -> Outcome<Specialist> {
    let tx = app.begin(caller).await?;
    let mut it = specialist::lock(&tx, id).await?.ok_or(Rule::NotFound.at("specialist"))?;
    current(it.version, expected)?;
    tx.record(decide(&mut it)?);
    specialist::save(&tx, &mut it).await?;
    tx.commit().await?;
    Ok(it)
}

/// Takes the listing of somebody back who has laid the role down. If they have `left` the home school, whoever waits for them
/// is told, also where the listing had ended before.
pub(in crate::app) async fn end_of_leaver(tx: &Tx, who: Id<Person>, home: Id<School>, left: bool) -> Outcome<()> {
    let mut fallen = Vec::new();
    for id in specialist::listings(tx, who, home, left).await? {
        if left {
            fallen.extend(departure::tell(tx, id, None).await?);
        }
        offer_hold::lock_of_specialist(tx, id).await?;
        if let Some(mut it) = specialist::lock(tx, id).await?.filter(|it| it.status != SpecialistStatus::Ended) {
            end_locked(tx, &mut it, &Actor::Service, ListingEnd::MovedOn).await?;
        }
    }
    Ok(capacity::release(tx, fallen).await?)
}

async fn end_locked(tx: &Tx, it: &mut Specialist, by: &Actor, reason: ListingEnd) -> Outcome<()> {
    tx.record(it.end(by, reason)?);
    specialist::save(tx, it).await?;
    for paused in offer_hold::pause_of_specialist(tx, it.id).await? {
        tx.record(paused);
    }
    Ok(())
}

pub(super) fn listed_already(error: persistence::DbError) -> Refusal {
    match error.constraint() {
        Some("specialist_person") => Rule::ListedAlready.at("person").into(),
        _ => error.into(),
    }
}
