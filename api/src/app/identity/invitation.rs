//! Inviting somebody to a role, taking the invitation back, accepting it.

use domain::Id;
use domain::access::Actor;
use domain::identity::{
    Invitation, InvitationDraft, InvitationRevocation, Membership, Password, Person, Place, SchoolTies,
};
use domain::rule::{Faults, Rule};
use domain::text::Name;
use persistence::identity::{invitation, membership, person};
use persistence::{DbError, Tx};

use super::fresh;
use super::membership::{begin_post, own_alliance, unknown_place};
use crate::app::communities::headship;
use crate::app::identity::letter;
use crate::app::{App, Caller, Fault, Outcome, Refusal};
use crate::identity::hash::HashFault;
use crate::identity::secret::{self, Purpose, Secret};

/// Invites somebody to a role; the letter with the secret goes out with the transaction.
pub async fn invite(app: &App, caller: &Caller, draft: InvitationDraft) -> Outcome<Invitation> {
    let tx = app.begin_wide(caller).await?;
    let ties = ties(&tx, &caller.actor, draft.place).await?;
    let (it, event) = Invitation::invite(&caller.actor, app.ids.next(), draft, ties, tx.now())?;
    let secret = Secret::new(Purpose::Invitation);
    invitation::insert(&tx, &it, secret.hash()).await.map_err(unknown_place)?;
    letter::invitation(app, &tx, &it, secret).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Takes an invitation back, by a neutral code.
pub async fn revoke(
    app: &App,
    caller: &Caller,
    id: Id<Invitation>,
    reason: InvitationRevocation,
    expected_version: i32,
) -> Outcome<Invitation> {
    let tx = app.begin_wide(caller).await?;
    let mut it = invitation::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let ties = ties(&tx, &caller.actor, it.place).await?;
    let version = it.version;
    // Whoever may not take it back is not told that it is there.
    let decided = fresh(it.revoke(&caller.actor, reason, ties, tx.now()), version, Some(expected_version));
    let event = decided.map_err(|no| match no.rule {
        Rule::NotAllowed => Rule::NotFound.into(),
        _ => no,
    })?;
    invitation::save(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// What somebody gives who accepts an invitation.
pub struct Acceptance {
    /// The secret of the letter.
    pub secret: String,
    /// The name, if it should be written otherwise than in the invitation.
    pub name: Option<String>,
    /// The password of a newcomer.
    pub password: Option<String>,
}

/// Accepts an invitation: whoever is signed in under its address, or a newcomer, who chooses a password.
pub async fn accept(app: &App, caller: &Caller, given: Acceptance) -> Outcome<Membership> {
    let hash = secret::hash_of(Purpose::Invitation, &given.secret).ok_or(Rule::NotFound.at("secret"))?;
    let found = invitation::find_by_secret(app.db(), hash.clone()).await?;
    let (found, is_known) = found.ok_or(Rule::NotFound.at("secret"))?;
    let newcomer = match caller.actor.person() {
        Some(_) => None,
        None if is_known => return Err(Rule::SignInFirst.into()),
        None => Some(newcomer(app, &found, given).await?),
    };
    let tx = app.begin_wide(caller).await?;
    let mut it = invitation::lock_by_secret(&tx, hash).await?.ok_or(Rule::NotFound.at("secret"))?;
    let who = match (caller.actor.person(), newcomer) {
        (Some(id), _) => person::lock(&tx, id).await?.ok_or(Rule::NotFound)?,
        (None, Some((name, password_hash))) => begin(app, &tx, name, &it, password_hash).await?,
        (None, None) => return Err(Rule::SignInFirst.into()),
    };
    let accepted = it.accept(&who, tx.now())?;
    invitation::save(&tx, &mut it).await?;
    tx.record(accepted);
    let taken_up = take_up(app, &tx, &who, &it).await?;
    tx.commit().await?;
    app.gate.standings.forget(who.id);
    Ok(taken_up)
}

/// Checks what a newcomer gives, every field of it, and hashes the password before anything is locked.
async fn newcomer(app: &App, it: &Invitation, given: Acceptance) -> Result<(Name, String), Refusal> {
    let mut faults = Faults::default();
    let name = match given.name {
        Some(name) => faults.keep("name", Name::new(&name)),
        None => Some(it.name.clone()),
    };
    let password = match given.password {
        Some(password) => faults.keep("password", Password::new(&password, &it.email)),
        None => faults.keep("password", Err(Rule::PasswordTooShort.into())),
    };
    let (name, password) = faults.into_result(name.zip(password))?;
    let hash = app.gate.hasher.hash(password).await.map_err(busy)?;
    Ok((name, hash))
}

async fn begin(app: &App, tx: &Tx, name: Name, it: &Invitation, password_hash: String) -> Result<Person, Refusal> {
    let (who, entered) = Person::begin(app.ids.next(), name, it.email.clone());
    person::insert(tx, &who).await.map_err(|error| match error.constraint() {
        // Two newcomers at once: the second has an account by now.
        Some("person_email") => Refusal::from(Rule::SignInFirst),
        _ => error.into(),
    })?;
    person::set_password(tx, who.id, password_hash).await?;
    tx.record(entered);
    Ok(who)
}

/// Begins the role that was offered and, at a school, the post that goes with it.
async fn take_up(app: &App, tx: &Tx, who: &Person, it: &Invitation) -> Outcome<Membership> {
    let has_head = match it.place {
        Place::School(school) => membership::has_head(tx, school).await?,
        Place::Alliance(_) | Place::National => false,
    };
    let begun = Membership::begin(app.ids.next(), who.id, it.role, (it.place, it.until), has_head, tx.now())?;
    let (taken_up, event) = begun;
    if !membership::insert(tx, &taken_up).await? {
        return Err(Rule::RoleHeldAlready.into());
    }
    tx.record(event);
    headship::begun(tx, &taken_up).await?;
    begin_post(app, tx, who.id, (it.role, it.place), it.post.clone()).await?;
    Ok(taken_up)
}

/// How the school of a place stands to the one who acts.
async fn ties(tx: &Tx, by: &Actor, place: Place) -> Result<SchoolTies, DbError> {
    let Place::School(school) = place else { return Ok(SchoolTies::default()) };
    let alliance = own_alliance(tx, by, school).await?;
    Ok(SchoolTies { alliance, has_head: membership::has_head(tx, school).await? })
}

/// A password that could not be hashed just now.
pub(super) fn busy(fault: HashFault) -> Refusal {
    match fault {
        HashFault::Busy => Rule::TooManyAttempts.into(),
        HashFault::Broken => Fault::Broken("a password hash could not be computed".into()).into(),
    }
}
