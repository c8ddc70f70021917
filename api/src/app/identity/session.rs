//! Signing in and out, and renewing a sign-in.

use domain::identity::{Person, Renewal, RevocationReason, Session};
use domain::text::Email;
use domain::{Event, Id, Timestamp};
use persistence::DbError;
use persistence::identity::{person, session};

use crate::app::identity::attempts::{self, Attempts};
use crate::app::{App, Caller, Fault};
use crate::identity::hash::HashFault;
use crate::identity::secret::{self, Purpose, Secret};

/// Why nobody was signed in.
#[derive(Debug)]
pub enum Denied {
    /// The address and the password do not go together, or the person may not sign in. Which, is not told.
    Wrong,
    /// The refresh token is not one, was used, or has lapsed.
    Over,
    /// Too many attempts: come back after so many seconds.
    Wait(u32),
    /// Something broke.
    Fault(Fault),
}

impl From<DbError> for Denied {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<HashFault> for Denied {
    fn from(fault: HashFault) -> Self {
        match fault {
            HashFault::Busy => Self::Wait(2),
            HashFault::Broken => Self::Fault(Fault::Broken("a password hash could not be computed".into())),
        }
    }
}

/// What a client gets for a sign-in: a short token to show, and a long one to renew it with.
pub struct Pair {
    /// Who signed in.
    pub person: Id<Person>,
    /// The token to show.
    pub access: String,
    /// When it expires.
    pub access_expires_at: Timestamp,
    /// The token that renews it, once.
    pub refresh: String,
    /// When that expires.
    pub refresh_expires_at: Timestamp,
}

/// Signs somebody in by address and password.
pub async fn sign_in(app: &App, caller: &Caller, from: &str, email: &str, password: &str) -> Result<Pair, Denied> {
    // From the narrowest to the widest: who is refused by the one takes nothing of the other, which belongs to others too.
    let account = email.trim().to_lowercase();
    Attempts::at("sign-in-from", from).take(app, attempts::ADDRESS).await.map_err(Denied::Wait)?;
    let here = Attempts::at("sign-in", &format!("{account} {from}"));
    here.take(app, attempts::ACCOUNT).await.map_err(Denied::Wait)?;
    Attempts::at("sign-in-anywhere", &account).take(app, attempts::ANYWHERE).await.map_err(Denied::Wait)?;
    if let Some(why) = app.unfit().await? {
        return Err(Denied::Fault(Fault::Unavailable(why.to_owned())));
    }
    let known = match Email::new(email) {
        Ok(email) => person::credentials(app.db(), &email).await?,
        Err(_) => None,
    };
    let hash = known.as_ref().and_then(|it| it.password_hash.clone());
    // Nobody and somebody take as long: an answer's time must not tell which addresses are known.
    let same = app.gate.hasher.verify(password, hash.clone()).await?;
    let Some(known) = known.filter(|it| same && it.suspended_at.is_none()) else { return Err(Denied::Wrong) };
    let pair = begin(app, caller, known.person, hash).await?;
    here.forgive(app).await;
    Ok(pair)
}

async fn begin(app: &App, caller: &Caller, who: Id<Person>, verified: Option<String>) -> Result<Pair, Denied> {
    let tx = app.begin_wide(caller).await?;
    // The password may have been changed, or the person suspended, while the hash was compared.
    let locked = person::lock(&tx, who).await?;
    let unchanged = person::password_hash(&tx, who).await? == verified;
    if !unchanged || locked.is_none_or(|it| it.change_password().is_err()) {
        return Err(Denied::Wrong);
    }
    let (begun, refresh_expires_at) = Session::begin(app.ids.next(), who, tx.now());
    let refresh = Secret::new(Purpose::Refresh);
    session::insert(&tx, &begun).await?;
    session::add_token(&tx, begun.id, refresh.hash(), refresh_expires_at).await?;
    let now = tx.now();
    tx.commit().await?;
    pair(app, &begun, refresh, refresh_expires_at, now)
}

/// Exchanges a refresh token for a new pair. One that is shown twice ends the sign-in.
pub async fn refresh(app: &App, caller: &Caller, shown: &str) -> Result<Pair, Denied> {
    let hash = secret::hash_of(Purpose::Refresh, shown).ok_or(Denied::Over)?;
    let tx = app.begin_wide(caller).await?;
    let (held, presented) = session::lock_presented(&tx, hash.clone()).await?.ok_or(Denied::Over)?;
    let now = tx.now();
    match held.renew(presented, now) {
        Renewal::Over => Err(Denied::Over),
        Renewal::Reused => {
            session::revoke(&tx, held.id, RevocationReason::Reused).await?;
            tx.record(Event::SessionRevoked { session: held.id, person: held.person });
            tx.commit().await?;
            app.gate.standings.forget_session(held.id);
            tracing::warn!(session = %held.id, "a refresh token was shown twice; its sign-in has ended");
            Err(Denied::Over)
        }
        Renewal::Renewed { expires_at } => {
            let next = Secret::new(Purpose::Refresh);
            session::use_token(&tx, hash).await?;
            session::add_token(&tx, held.id, next.hash(), expires_at).await?;
            tx.commit().await?;
            pair(app, &held, next, expires_at, now)
        }
    }
}

/// Ends one sign-in.
pub async fn sign_out(app: &App, caller: &Caller, session: Id<Session>) -> Result<(), Denied> {
    let tx = app.begin_wide(caller).await?;
    session::revoke(&tx, session, RevocationReason::SignedOut).await?;
    tx.commit().await?;
    app.gate.standings.forget_session(session);
    Ok(())
}

/// Ends the sign-in to which a refresh token belongs.
pub async fn sign_out_of(app: &App, caller: &Caller, shown: &str) -> Result<(), Denied> {
    let Some(hash) = secret::hash_of(Purpose::Refresh, shown) else { return Ok(()) };
    let tx = app.begin_wide(caller).await?;
    let Some((held, _)) = session::lock_presented(&tx, hash).await? else { return Ok(()) };
    session::revoke(&tx, held.id, RevocationReason::SignedOut).await?;
    tx.commit().await?;
    app.gate.standings.forget_session(held.id);
    Ok(())
}

fn pair(
    app: &App,
    of: &Session,
    refresh: Secret,
    refresh_expires_at: Timestamp,
    now: Timestamp,
) -> Result<Pair, Denied> {
    let issued = app.gate.tokens.issue(of.person, of.id, now);
    let (access, access_expires_at) = issued.map_err(|why| Denied::Fault(Fault::Broken(why.0.to_owned())))?;
    Ok(Pair { person: of.person, access, access_expires_at, refresh: refresh.into_shown(), refresh_expires_at })
}
