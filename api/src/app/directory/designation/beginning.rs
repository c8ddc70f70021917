//! How a designation begins: applied for, or entered as held.

use domain::directory::{Alliance, Designation, DesignationForm, DesignationScheme, HeldForm, School, Specialist};
use domain::{Id, Rule};
use persistence::Tx;
use persistence::directory::{criteria, designation as designations, specialist};

use super::{held_already, involved};
use crate::app::{App, Caller, Outcome};

/// Applies for a designation of an alliance, as the person who acts.
pub async fn apply(app: &App, caller: &Caller, alliance: Id<Alliance>, form: DesignationForm) -> Outcome<Designation> {
    let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
    let taxonomy = app.taxonomy().await?;
    let tx = app.begin(caller).await?;
    let who = specialist::hold_of_person(&tx, person).await?.ok_or(Rule::NotListed)?;
    if app.snapshot().alliances.get(alliance).is_none() {
        return Err(Rule::NotFound.at("alliance").into());
    }
    let criteria = in_force(&tx, form.scheme).await?;
    let known = (&criteria, &*taxonomy);
    let (it, event) = Designation::apply(&caller.actor, app.ids.next(), &who, alliance, form, known, tx.now())?;
    designations::insert(&tx, &it).await.map_err(held_already)?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Enters what a specialist holds of a closed scheme, for an alliance that looks after it.
pub async fn record(
    app: &App,
    caller: &Caller,
    alliance: Id<Alliance>,
    specialist: Id<Specialist>,
    form: HeldForm,
) -> Outcome<Designation> {
    let taxonomy = app.taxonomy().await?;
    let tx = app.begin(caller).await?;
    let who = specialist::hold(&tx, specialist).await?.ok_or(Rule::NotListed.at("specialist"))?;
    let criteria = in_force(&tx, form.scheme).await?;
    let (of, known) = ((alliance, is_member(app, who.home, alliance)), (&criteria, &*taxonomy));
    // Whether a broker has a post at the school is not for everybody to see; the rule alone is told.
    tx.widen().await?;
    let who = (&who, involved(&tx, caller, who.home).await?);
    let (it, event) = Designation::record(&caller.actor, app.ids.next(), who, of, form, known, tx.now())?;
    designations::insert(&tx, &it).await.map_err(held_already)?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

async fn in_force(tx: &Tx, scheme: DesignationScheme) -> Outcome<domain::directory::Criteria> {
    Ok(criteria::in_force(tx, scheme, tx.now().day()).await?.ok_or(Rule::SchemeClosed.at("scheme"))?)
}

fn is_member(app: &App, school: Id<School>, alliance: Id<Alliance>) -> bool {
    app.snapshot().alliances.of_school(school).any(|it| it.id == alliance)
}
