//! Specialists: listed by the school that lends them.

use domain::Id;
use domain::directory::{School, Specialist, SpecialistForm};
use domain::identity::Person;
use domain::rule::Rule;
use persistence::directory::specialist;

use crate::app::exchange::standing;
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
    tx.commit().await?;
    Ok(it)
}

fn listed_already(error: persistence::DbError) -> Refusal {
    match error.constraint() {
        Some("specialist_person") => Rule::ListedAlready.at("person").into(),
        Some("specialist_designated_by_fkey") => Rule::NotFound.at("designatedBy").into(),
        _ => error.into(),
    }
}
