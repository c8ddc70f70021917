//! Recognising somebody whom an outside issuer vouches for.

use domain::identity::Person;
use domain::text::{Email, Name};
use persistence::identity::{external_identity, person};

use crate::app::{App, Caller, Outcome};
use crate::identity::token::Foreigner;

/// Remembers who a person of the outside issuer is to us: whoever is known by the address that the issuer has
/// verified, or a newcomer without a role. `false` if the issuer gives no such address.
pub async fn recognise(app: &App, caller: &Caller, foreigner: &Foreigner) -> Outcome<bool> {
    let Some(email) = foreigner.email.as_deref().and_then(|it| Email::new(it).ok()) else { return Ok(false) };
    let tx = app.begin_wide(caller).await?;
    let known = match person::lock_by_email(&tx, &email).await? {
        Some(known) => known,
        None => {
            let given = foreigner.name.as_deref().and_then(|it| Name::new(it).ok());
            let name = given.map_or_else(|| Name::new(email.as_str().split('@').next().unwrap_or_default()), Ok)?;
            let (newcomer, event) = Person::begin(app.ids.next(), name, email);
            person::insert(&tx, &newcomer).await?;
            tx.record(event);
            newcomer
        }
    };
    let is_new = external_identity::insert(&tx, &foreigner.issuer, &foreigner.subject, known.id).await?;
    tx.commit().await?;
    if is_new {
        tracing::info!(person = %known.id, issuer = foreigner.issuer, "an outside issuer's person is known from now on");
    }
    Ok(true)
}
