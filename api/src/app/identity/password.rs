//! Changing a password, and replacing a forgotten one.

use domain::Id;
use domain::identity::{Password, Person, RevocationReason};
use domain::rule::Rule;
use domain::text::Email;
use persistence::Tx;
use persistence::identity::{password_reset, person, session};

use crate::app::identity::attempts::{self, Attempts};
use crate::app::identity::invitation::busy;
use crate::app::identity::letter;
use crate::app::{App, Caller, Outcome};
use crate::identity::secret::{self, Purpose, Secret};

/// How long the link for a new password works, in seconds.
const LINK_SECONDS: u32 = 3_600;

/// Notes that somebody forgot the password of an address. The answer is the same whether anybody is known by it.
pub async fn wish_reset(app: &App, caller: &Caller, email: Email) -> Outcome<()> {
    let wishes = Attempts::at("reset", email.as_str());
    wishes.take(app, attempts::MESSAGE).await.map_err(|_| Rule::TooManyAttempts)?;
    let tx = app.begin_wide(caller).await?;
    password_reset::wish(&tx, &email).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends a link to those who forgot their password: a worker's turn. Gives how many wishes there were.
pub async fn grant_resets(app: &App) -> Outcome<usize> {
    let tx = app.begin_wide(&Caller::service("password resets")).await?;
    let wishes = password_reset::take_wishes(&tx).await?;
    if wishes.is_empty() {
        return Ok(0);
    }
    for email in &wishes {
        send_link(app, &tx, email).await?;
    }
    tx.commit().await?;
    Ok(wishes.len())
}

async fn send_link(app: &App, tx: &Tx, email: &Email) -> Outcome<()> {
    let Some(who) = person::lock_by_email(tx, email).await? else { return Ok(()) };
    if who.change_password().is_err() {
        return Ok(());
    }
    let secret = Secret::new(Purpose::Reset);
    let expires_at = tx.now().plus_seconds(LINK_SECONDS);
    password_reset::insert(tx, who.id, secret.hash(), expires_at).await?;
    letter::reset(app, tx, &who, secret, expires_at).await?;
    Ok(())
}

/// Sets a new password by the secret of a letter, and ends every sign-in.
pub async fn reset(app: &App, caller: &Caller, shown: &str, new: &str) -> Outcome<()> {
    let hash = secret::hash_of(Purpose::Reset, shown).ok_or(Rule::ResetNotOpen.at("secret"))?;
    let found = password_reset::find(app.db(), hash.clone(), app.clock.now()).await?;
    let (_, email) = found.ok_or(Rule::ResetNotOpen.at("secret"))?;
    let password = Password::new(new, &email)?;
    let password_hash = app.gate.hasher.hash(password).await.map_err(busy)?;
    let tx = app.begin_wide(caller).await?;
    let who = password_reset::spend(&tx, hash).await?.ok_or(Rule::ResetNotOpen.at("secret"))?;
    let who = person::lock(&tx, who).await?.ok_or(Rule::ResetNotOpen.at("secret"))?;
    let event = who.change_password()?;
    replace(&tx, who.id, password_hash).await?;
    tx.record(event);
    tx.commit().await?;
    app.gate.standings.forget(who.id);
    Ok(())
}

/// Changes one's own password, and ends every sign-in: whoever learnt the old one is out.
pub async fn change(app: &App, caller: &Caller, current: &str, new: &str) -> Outcome<()> {
    let who = caller.actor.person().ok_or(Rule::NotAllowed)?;
    let changes = Attempts::at("change", &who.to_string());
    changes.take(app, attempts::ACCOUNT).await.map_err(|_| Rule::TooManyAttempts)?;
    let it = person::find(app.db(), &caller.scope(), who).await?.ok_or(Rule::NotFound)?;
    let stored = person::credentials(app.db(), &it.email).await?.and_then(|known| known.password_hash);
    if !app.gate.hasher.verify(current, stored.clone()).await.map_err(busy)? {
        return Err(Rule::PasswordWrong.at("current").into());
    }
    let password = Password::new(new, &it.email).map_err(|no| no.at("new"))?;
    let password_hash = app.gate.hasher.hash(password).await.map_err(busy)?;
    let tx = app.begin_wide(caller).await?;
    let locked = person::lock(&tx, who).await?.ok_or(Rule::NotFound)?;
    if person::password_hash(&tx, who).await? != stored {
        return Err(Rule::PasswordWrong.at("current").into());
    }
    let event = locked.change_password()?;
    replace(&tx, who, password_hash).await?;
    tx.record(event);
    tx.commit().await?;
    app.gate.standings.forget(who);
    Ok(())
}

/// Writes the hash, spends every link, and ends every sign-in.
async fn replace(tx: &Tx, who: Id<Person>, hash: String) -> Outcome<()> {
    person::set_password(tx, who, hash).await?;
    person::sign_out(tx, who).await?;
    password_reset::spend_all(tx, who).await?;
    session::revoke_all(tx, who, None, RevocationReason::PasswordChanged).await?;
    Ok(())
}
