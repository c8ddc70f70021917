//! Access tokens: short-lived JWTs that this service signs, or that a configured outside issuer signed for it.
//!
//! A token is asked one thing only, its key id, and that picks from keys that we know. Everything else, the algorithm
//! first, is fixed by us and compared.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use domain::identity::{ACCESS_SECONDS, Person, Session};
use domain::{Id, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::identity::issuer::Outside;
use crate::identity::keys::Keyring;

/// The longest token that is read.
const LONGEST: usize = 8 * 1024;
/// How far the clock of a process that signed may be ahead of ours.
const AHEAD_SECONDS: i64 = 60;
/// How many verified tokens are remembered, so that one that is shown again costs no signature.
const REMEMBERED: usize = 20_000;
/// The type of an access token (RFC 9068): an ID token is not one.
const TYPE: &str = "at+jwt";

/// A token that cannot be trusted. Why is for the log, not for whoever showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untrusted(pub &'static str);

/// What a verified token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// Signed by this service.
    Own {
        /// Who signed in.
        person: Id<Person>,
        /// The sign-in.
        session: Id<Session>,
    },
    /// Signed by the configured outside issuer.
    Outside(Foreigner),
}

/// Somebody as an outside issuer knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreigner {
    /// The issuer.
    pub issuer: String,
    /// Its name for the person, which never changes.
    pub subject: String,
    /// The address, if the issuer says that it has verified it.
    pub email: Option<String>,
    /// The name, if the issuer gives one.
    pub name: Option<String>,
    /// When the token was issued, in seconds since 1970.
    pub issued_at: i64,
}

/// Issues and verifies access tokens.
#[derive(Debug)]
pub struct Tokens {
    keys: Keyring,
    issuer: String,
    audience: String,
    outside: Option<Outside>,
    remembered: RwLock<HashMap<String, Remembered>>,
}

#[derive(Clone, Debug)]
struct Remembered {
    kid: String,
    expires_at: i64,
    bearer: Arc<Bearer>,
}

#[derive(Serialize, Deserialize)]
struct Own {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Numbers are whole and in range or the token is refused: no floats, no texts that look like numbers.
#[derive(Deserialize)]
struct Foreign {
    iss: String,
    sub: String,
    iat: i64,
    nbf: Option<i64>,
    exp: i64,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    name: Option<String>,
}

impl Tokens {
    /// Prepares tokens by this issuer for this audience.
    pub fn new(
        keys: Keyring,
        issuer: impl Into<String>,
        audience: impl Into<String>,
        outside: Option<Outside>,
    ) -> Self {
        let remembered = RwLock::default();
        Self { keys, issuer: issuer.into(), audience: audience.into(), outside, remembered }
    }

    /// The keys that sign.
    pub const fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// Signs an access token for a sign-in, and says when it expires.
    pub fn issue(
        &self,
        person: Id<Person>,
        session: Id<Session>,
        now: Timestamp,
    ) -> Result<(String, Timestamp), Untrusted> {
        let key = self.keys.signing(now);
        let iat = seconds(now);
        let expires_at = now.plus_seconds(ACCESS_SECONDS);
        let claims = Own {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: person.to_string(),
            sid: session.to_string(),
            iat,
            nbf: iat,
            exp: seconds(expires_at),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        let token =
            jsonwebtoken::encode(&header, &claims, &key.signing).map_err(|_| Untrusted("it cannot be signed"))?;
        Ok((token, expires_at))
    }

    /// Says who shows this token, if it can be trusted.
    pub async fn verify(&self, token: &str, now: Timestamp) -> Result<Arc<Bearer>, Untrusted> {
        if token.len() > LONGEST {
            return Err(Untrusted("it is too long"));
        }
        if let Some(known) = self.recall(token) {
            check_expiry(known.expires_at, now)?;
            // The key may have been withdrawn since.
            if self.keys.find(&known.kid, now).is_some() || self.knows_outside(&known.kid, now).await {
                return Ok(known.bearer);
            }
        }
        let kid = key_id(token)?;
        let (bearer, expires_at) = if let Some(key) = self.keys.find(&kid, now) {
            self.verify_own(token, &key.verifying, now)?
        } else if let Some(outside) = &self.outside {
            let key = outside.find(&kid, now).await.ok_or(Untrusted("its key is not known"))?;
            verify_foreign(token, outside, &key.verifying, key.algorithm, now)?
        } else {
            return Err(Untrusted("its key is not known"));
        };
        let bearer = Arc::new(bearer);
        self.remember(token, Remembered { kid, expires_at, bearer: bearer.clone() }, now);
        Ok(bearer)
    }

    fn verify_own(&self, token: &str, key: &DecodingKey, now: Timestamp) -> Result<(Bearer, i64), Untrusted> {
        let claims: Own = decode(token, key, Algorithm::EdDSA, &self.issuer, &self.audience)?;
        check_expiry(claims.exp, now)?;
        check_begun(claims.nbf, now)?;
        let person = claims.sub.parse().map_err(|_| Untrusted("its subject is no person"))?;
        let session = claims.sid.parse().map_err(|_| Untrusted("it names no sign-in"))?;
        Ok((Bearer::Own { person, session }, claims.exp))
    }

    async fn knows_outside(&self, kid: &str, now: Timestamp) -> bool {
        match &self.outside {
            Some(outside) => outside.find(kid, now).await.is_some(),
            None => false,
        }
    }

    fn recall(&self, token: &str) -> Option<Remembered> {
        self.remembered.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(token).cloned()
    }

    fn remember(&self, token: &str, it: Remembered, now: Timestamp) {
        let mut remembered = self.remembered.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.retain(|_, it| it.expires_at > seconds(now));
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
        }
        remembered.insert(token.to_owned(), it);
    }
}

fn verify_foreign(
    token: &str,
    outside: &Outside,
    key: &DecodingKey,
    algorithm: Algorithm,
    now: Timestamp,
) -> Result<(Bearer, i64), Untrusted> {
    let claims: Foreign = decode(token, key, algorithm, outside.issuer(), outside.audience())?;
    check_expiry(claims.exp, now)?;
    check_begun(claims.nbf.unwrap_or(claims.iat), now)?;
    if claims.sub.is_empty() || claims.sub.len() > 255 {
        return Err(Untrusted("its subject is empty or too long"));
    }
    let email = claims.email.filter(|_| claims.email_verified);
    let foreigner =
        Foreigner { issuer: claims.iss, subject: claims.sub, email, name: claims.name, issued_at: claims.iat };
    Ok((Bearer::Outside(foreigner), claims.exp))
}

/// The key id of a token, once its head holds nothing that would make it choose how it is checked.
fn key_id(token: &str) -> Result<String, Untrusted> {
    let head = jsonwebtoken::decode_header(token).map_err(|_| Untrusted("it is no signed token"))?;
    if head.jku.is_some() || head.jwk.is_some() || head.x5u.is_some() || head.crit.is_some() || head.enc.is_some() {
        return Err(Untrusted("its head asks for something"));
    }
    let kind = head.typ.unwrap_or_default().to_ascii_lowercase();
    if kind.strip_prefix("application/").unwrap_or(&kind) != TYPE {
        return Err(Untrusted("it is not an access token"));
    }
    head.kid.ok_or(Untrusted("it names no key"))
}

fn decode<T: for<'de> Deserialize<'de>>(
    token: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
    issuer: &str,
    audience: &str,
) -> Result<T, Untrusted> {
    let mut checks = Validation::new(algorithm);
    checks.set_issuer(&[issuer]);
    checks.set_audience(&[audience]);
    checks.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    // The library would ask the machine's clock; ours is compared by `check_expiry` and `check_begun`.
    checks.validate_exp = false;
    checks.validate_nbf = false;
    let decoded = jsonwebtoken::decode::<T>(token, key, &checks);
    decoded.map(|it| it.claims).map_err(|_| Untrusted("its signature, issuer, audience or shape is wrong"))
}

fn check_expiry(exp: i64, now: Timestamp) -> Result<(), Untrusted> {
    if exp > seconds(now) { Ok(()) } else { Err(Untrusted("it has expired")) }
}

fn check_begun(nbf: i64, now: Timestamp) -> Result<(), Untrusted> {
    if nbf <= seconds(now) + AHEAD_SECONDS { Ok(()) } else { Err(Untrusted("its time has not come")) }
}

fn seconds(at: Timestamp) -> i64 {
    at.utc().timestamp()
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
