//! Entering people from the command line, suspending them, ending their sign-ins.

use domain::access::{Action, Role};
use domain::identity::{Person, PersonStatus, Place, RevocationReason, SuspensionReason};
use domain::rule::Rule;
use domain::text::{Email, Name};
use domain::{Id, Timestamp};
use persistence::identity::{password_reset, person, session};

use super::fresh;
use super::membership::grant;
use crate::app::{App, Caller, Outcome, Refusal};
use crate::identity::secret::{Purpose, Secret};

/// How long the first link of somebody who was entered works, in seconds.
const FIRST_LINK_SECONDS: u32 = 24 * 3_600;

/// Whom to enter, and with which role.
pub struct Entry {
    /// The name.
    pub name: Name,
    /// The address by which the person will sign in.
    pub email: Email,
    /// The hash of a password that passed the policy; without it, a secret is made to set one with.
    pub password_hash: Option<String>,
    /// The first role.
    pub role: Role,
    /// Where it holds.
    pub place: Place,
    /// The instant at which it ends, if it does.
    pub until: Option<Timestamp>,
}

/// Somebody who was entered, and the secret with which to set the first password, unless one was given.
pub struct Newcomer {
    /// Who it is.
    pub person: Person,
    /// The secret for `resetPassword`, shown once.
    pub secret: Option<String>,
}

/// Enters somebody with a first role, or leaves nothing behind.
pub async fn enter(app: &App, caller: &Caller, entry: Entry) -> Outcome<Newcomer> {
    let Entry { name, email, password_hash, role, place, until } = entry;
    let tx = app.begin_wide(caller).await?;
    let (it, event) = Person::enter(&caller.actor, app.ids.next(), name, email)?;
    person::insert(&tx, &it).await.map_err(|error| match error.constraint() {
        Some("person_email") => Refusal::from(Rule::EmailTaken.at("email")),
        _ => error.into(),
    })?;
    let secret = match password_hash {
        Some(hash) => {
            person::set_password(&tx, it.id, hash).await?;
            None
        }
        None => {
            let secret = Secret::new(Purpose::Reset);
            password_reset::insert(&tx, it.id, secret.hash(), tx.now().plus_seconds(FIRST_LINK_SECONDS)).await?;
            Some(secret.into_shown())
        }
    };
    tx.record(event);
    grant(app, &tx, caller, it.id, role, (place, until)).await?;
    tx.commit().await?;
    Ok(Newcomer { person: it, secret })
}

/// Suspends or reinstates somebody; suspending ends every sign-in.
pub async fn set_standing(
    app: &App,
    caller: &Caller,
    id: Id<Person>,
    (to, why): (PersonStatus, SuspensionReason),
    expected: Option<i32>,
) -> Outcome<Person> {
    // Asked before the row is: whoever may not do it is told the same of somebody as of nobody.
    caller.actor.require(Action::SuspendPerson {})?;
    let tx = app.begin_wide(caller).await?;
    let mut it = person::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let version = it.version;
    let decided = match to {
        PersonStatus::Suspended => it.suspend(&caller.actor, why),
        PersonStatus::Active => it.reinstate(&caller.actor),
        // That is a wish of its own, which waits.
        PersonStatus::Erased => Err(Rule::StepNotOpen.into()),
    };
    let event = fresh(decided, version, expected)?;
    person::save_status(&tx, &mut it, Some(why)).await?;
    if to == PersonStatus::Suspended {
        session::revoke_all(&tx, id, None, RevocationReason::Suspended).await?;
    }
    tx.record(event);
    tx.commit().await?;
    app.gate.standings.forget(id);
    Ok(it)
}

/// Ends every sign-in of somebody, here and with the outside issuer's tokens.
pub async fn sign_out_everywhere(app: &App, caller: &Caller, id: Id<Person>) -> Outcome<Person> {
    let tx = app.begin_wide(caller).await?;
    let it = person::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let event = it.sign_out_everywhere(&caller.actor).map_err(|_| Rule::NotFound)?;
    person::sign_out(&tx, id).await?;
    session::revoke_all(&tx, id, None, RevocationReason::SignedOutEverywhere).await?;
    tx.record(event);
    tx.commit().await?;
    app.gate.standings.forget(id);
    Ok(it)
}
