//! People: getting in, proving who one is, taking up a role and laying it down.

mod auditor;
mod first_head;
mod getting_in;
mod http;
mod issuer;
mod mail;
pub mod notifications;
mod passwords;
pub mod reminders;
mod rows;
mod tokens;

use domain::identity::Password;
use domain::text::Email;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;

/// A password that passes the policy.
pub const PASSWORD: &str = "four heron marsh lamps";

pub use getting_in::{INVITE, to_school};

/// Gives a person of the world a password, and gives the address to sign in with.
pub async fn with_password(app: &TestApp, who: &Persona<'_>) -> String {
    let email = email_of(app, who).await;
    let password = Password::new(PASSWORD, &Email::new(&email).unwrap()).unwrap();
    let hash = app.app.gate.hasher.hash(password).await.unwrap();
    let sql = "UPDATE person SET password_hash = $2 WHERE id = $1";
    app.write(sql, values![who.who().person.uuid(), hash]).await;
    email
}

/// The address by which a person of the world is known.
pub async fn email_of(app: &TestApp, who: &Persona<'_>) -> String {
    #[derive(FromQueryResult)]
    struct Row {
        email: String,
    }
    let found = app.owner.row::<Row>("SELECT email FROM person WHERE id = $1", values![who.who().person.uuid()]).await;
    found.unwrap().unwrap().email
}

/// The secret in the only letter that waits for an address.
pub async fn secret_for(app: &TestApp, email: &str) -> String {
    let letters = persistence::identity::letter::waiting(app.app.db(), app.clock.now()).await.unwrap();
    let own: Vec<_> = letters.into_iter().filter(|letter| letter.email == email).collect();
    assert_eq!(own.len(), 1, "one letter waits for {email}");
    let secret = own[0].body.lines().find(|line| line.starts_with("lat_")).expect("the letter holds a code");
    secret.to_owned()
}
