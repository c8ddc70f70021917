//! A specialist's move to another school: designations, history and what is agreed go with them; what the former school
//! consented to ends.

use domain::access::{Action, Role};
use domain::directory::{School, SchoolStatus, Specialist, SpecialistForm, SpecialistProfile};
use domain::identity::Person;
use domain::{Id, Rule};
use persistence::directory::specialist;
use persistence::exchange::{capacity, offer_hold};
use persistence::identity::membership;

use super::designation;
use super::specialist::listed_already;
use crate::app::brokerage::departure;
use crate::app::communities::parting;
use crate::app::exchange::{current, standing};
use crate::app::identity::leave;
use crate::app::{App, Caller, Outcome};

/// Takes a specialist over from another school, whose listing has not changed since it was read; without a school named, to
/// the caller's own.
pub async fn take_over(
    app: &App,
    caller: &Caller,
    school: Option<Id<School>>,
    (person, expected): (Id<Person>, Option<i32>),
    form: SpecialistForm,
) -> Outcome<Specialist> {
    let home = standing::of(app, standing::meant(caller, school)?)?;
    caller.actor.require(Action::ListSpecialist { home: home.0 })?;
    let profile = form.check(&*app.taxonomy().await?)?;
    let moved = app.retrying(|| take_over_once(app, caller, home, (person, expected), profile.clone())).await?;
    app.gate.standings.forget(person);
    Ok(moved)
}

async fn take_over_once(
    app: &App,
    caller: &Caller,
    home: (Id<School>, SchoolStatus),
    (person, expected): (Id<Person>, Option<i32>),
    profile: SpecialistProfile,
) -> Outcome<Specialist> {
    let tx = app.begin(caller).await?;
    if !specialist::is_known(&tx, person).await? {
        return Err(Rule::NotFound.at("person").into());
    }
    tx.widen().await?;
    let joined = membership::lock_role(&tx, person, Role::Specialist, home.0).await?.is_some();
    let id = specialist::last_of_person(&tx, person).await?.ok_or(Rule::NotListed.at("person"))?;
    let fallen = departure::tell(&tx, id, Some(home.0)).await?;
    offer_hold::lock_of_specialist(&tx, id).await?;
    let mut it = specialist::lock(&tx, id).await?.ok_or(Rule::NotListed.at("person"))?;
    current(it.version, expected)?;
    let from = it.home;
    tx.record(it.move_to(&caller.actor, home, profile, joined)?);
    designation::require_listing(&tx, &it).await?;
    specialist::save_move(&tx, &mut it).await.map_err(listed_already)?;
    designation::follow(&tx, &it).await?;
    for withdrawn in offer_hold::withdraw_of_specialist(&tx, id).await? {
        tx.record(withdrawn);
    }
    leave(&tx, person, from).await?;
    parting::of(&tx, person).await?;
    capacity::release(&tx, fallen).await?;
    for declared in capacity::keep_held(&tx, id).await? {
        tx.record(declared);
    }
    tx.commit().await?;
    Ok(it)
}
